/**
 * Reads the form in which xapi writes nearly all of its replies: no blanks between elements, no attributes, the five entities.
 * A tenth of the work of a whole XML parser, on which most of a look at a big pool was spent. Whatever differs in anything is
 * left to the strict parser, so that this one decides over nothing: it knows a document, or it does not.
 */
import type { WireValue } from './wire-value.js';

const declaration = '<?xml version="1.0"?>';
const head = '<methodResponse><params><param>';
const tail = '</param></params></methodResponse>';

/** As deep as the strict parser goes, in values: each has up to four elements around it. */
const maximumDepth = 12;

/** What XML normalises or does not allow in text, and what only a strict parser should judge. */
const outOfTheOrdinary = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\ud800-\\udfff\\ufffe\\uffff]|\\]\\]>');

class NotPlain extends Error {}

/** The value of a reply; undefined where the document is not of the plain form. */
export function readPlainReply(text: string): WireValue | undefined {
  if (outOfTheOrdinary.test(text)) return undefined;
  const reader = new PlainReader(text);
  try {
    return reader.reply();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class PlainReader {
  #at = 0;

  constructor(private readonly text: string) {}

  reply(): WireValue {
    this.#has(declaration);
    this.#expect(head);
    const value = this.#value(0);
    this.#expect(tail);
    if (this.#at !== this.text.length) throw new NotPlain();
    return value;
  }

  #value(depth: number): WireValue {
    if (depth > maximumDepth) throw new NotPlain();
    this.#expect('<value>');
    const value = this.#content(depth);
    this.#expect('</value>');
    return value;
  }

  #content(depth: number): WireValue {
    if (this.text.charCodeAt(this.#at) !== lessThan || this.text.startsWith('</value>', this.#at))
      return this.#textUpTo();
    if (this.#has('<struct>')) return this.#struct(depth);
    if (this.#has('<array><data>')) return this.#list(depth);
    if (this.#has('<boolean>1</boolean>')) return true;
    if (this.#has('<boolean>0</boolean>')) return false;
    if (this.#has('<string>')) return this.#closed('</string>');
    if (this.#has('<dateTime.iso8601>')) return this.#closed('</dateTime.iso8601>');
    if (this.#has('<i4>')) return this.#matching(integer, '</i4>');
    if (this.#has('<double>')) return Number(this.#matching(decimal, '</double>'));
    throw new NotPlain();
  }

  #struct(depth: number): WireValue {
    const struct: Record<string, WireValue> = {};
    while (!this.#has('</struct>')) {
      this.#expect('<member><name>');
      const name = this.#closed('</name>');
      // Would be taken for the prototype.
      if (name === '__proto__') throw new NotPlain();
      struct[name] = this.#value(depth + 1);
      this.#expect('</member>');
    }
    return struct;
  }

  #list(depth: number): WireValue {
    const list: WireValue[] = [];
    while (!this.#has('</data></array>')) list.push(this.#value(depth + 1));
    return list;
  }

  #closed(end: string): string {
    const text = this.#textUpTo();
    this.#expect(end);
    return text;
  }

  #matching(pattern: RegExp, end: string): string {
    const text = this.#closed(end);
    if (!pattern.test(text)) throw new NotPlain();
    return text;
  }

  #textUpTo(): string {
    const end = this.text.indexOf('<', this.#at);
    if (end < 0) throw new NotPlain();
    const raw = this.text.slice(this.#at, end);
    this.#at = end;
    return raw.includes('&') ? unescaped(raw) : raw;
  }

  #has(what: string): boolean {
    if (!this.text.startsWith(what, this.#at)) return false;
    this.#at += what.length;
    return true;
  }

  #expect(what: string): void {
    if (!this.#has(what)) throw new NotPlain();
  }
}

const lessThan = 60;

const integer = /^-?\d+$/;
const decimal = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

const entities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

function unescaped(raw: string): string {
  return raw.replace(/&\w*;?/g, (entity) => {
    const character = entities.get(entity);
    if (character === undefined) throw new NotPlain();
    return character;
  });
}
