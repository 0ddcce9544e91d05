/**
 * XML of the plainest kind, which is what createrepo_c writes, read a tag at a time instead of a character at a time: for
 * the half megabyte that lists the packages of a medium, a process that has just begun needs 30 ms less. It takes nothing
 * that it is not sure of; there the strict parser goes on (`xml-reader.ts`), so that well-formed is what that one calls so.
 */

export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(): void;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
/** No carriage returns, which count as line ends; nothing beyond the basic plane; no bracket, which may begin `]]>`. */
const text = String.raw`[\t\n\x20-\x25\x27-\x3b\x3d-\x5c\x5e-\uD7FF]`;
const name = String.raw`[A-Za-z_][\w:.-]*`;
const attribute = String.raw`[ \n]+${name}="[\x20\x21\x23-\x25\x27-\x3b\x3d-\uD7FF]*"`;
const textAlone = new RegExp(`${text}+`, 'y');
/** What stands before a tag, and the tag: one look at both, since a process that has just begun is slow at everything else. */
const textAndTag = new RegExp(`(${text}*)<(?:/(${name})|(${name})((?:${attribute})*)[ \\n]*(/?))>`, 'y');
const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);
const longestEntity = 6;
/** Longer ones are not of the plain kind: what may be cut is looked at anew with each piece. */
const longestTag = 4096;
/** Entities and brackets take two looks each; a text with more of them than real ones have is none of the plain kind. */
const mostEntities = 10_000;

export class PlainXml {
  /** Names of the elements that are open, outermost first. */
  readonly #open: string[] = [];
  #rest = '';
  #hasBegun = false;
  #isDeclared = false;
  #hadRoot = false;
  #entities = 0;

  constructor(private readonly events: XmlEvents) {}

  /** @returns what it is not sure of, up to the end; undefined where it took all, or waits for more of it */
  write(text: string): string | undefined {
    const all = this.#rest + text;
    let at = this.#hasBegun ? 0 : this.#begin(all);
    for (let next = at; at < all.length; at = next) {
      next = this.#take(all, at);
      if (next === at) break;
    }
    this.#rest = all.slice(at);
    return mayBeCut(this.#rest) ? undefined : this.#rest;
  }

  /** @returns the same, of a text that has ended */
  end(): string | undefined {
    return this.#rest === '' && this.#hadRoot && this.#open.length === 0 ? undefined : this.#rest;
  }

  /** A text that is as far as this is after all that it took. */
  get standIn(): string {
    const root = this.#hadRoot && this.#open.length === 0 ? '<x/>' : '';
    const begun = this.#hasBegun ? '\n' : '';
    return `${this.#isDeclared ? declaration : ''}${begun}${this.#open.map((name) => `<${name}>`).join('')}${root}`;
  }

  /** Only where it stands first is it a declaration. */
  #begin(all: string): number {
    this.#isDeclared = all.startsWith(declaration);
    if (this.#isDeclared) this.#hasBegun = true;
    return this.#isDeclared ? declaration.length : 0;
  }

  #take(all: string, at: number): number {
    textAndTag.lastIndex = at;
    const found = textAndTag.exec(all);
    if (found === null) return this.#takeText(all, at);
    const [whole, before = '', closed, opened = '', written = '', closing = ''] = found;
    if (before !== '' && !this.#text(before)) return at;
    const isTaken = closed === undefined ? this.#opened(opened, written, closing !== '') : this.#closed(closed);
    return at + (isTaken ? whole.length : before.length);
  }

  #opened(name: string, written: string, isClosed: boolean): boolean {
    const attributes = attributesOf(written);
    if (attributes === undefined || (this.#hadRoot && this.#open.length === 0)) return false;
    this.#hasBegun = true;
    this.#hadRoot = true;
    this.events.open(name, attributes);
    if (isClosed) this.events.close();
    else this.#open.push(name);
    return true;
  }

  #closed(name: string): boolean {
    if (this.#open.at(-1) !== name) return false;
    this.#open.pop();
    this.events.close();
    return true;
  }

  /** What no tag of the plain kind follows, or not yet. */
  #takeText(all: string, at: number): number {
    if ((this.#entities += 1) > mostEntities) return at;
    if (all[at] === '&') return this.#entity(all, at);
    textAlone.lastIndex = at;
    const text = all[at] === ']' ? loneBracket(all, at) : (textAlone.exec(all)?.[0] ?? '');
    return this.#text(text) ? at + text.length : at;
  }

  #text(text: string): boolean {
    if (this.#open.length === 0 && !/^[ \n]*$/.test(text)) return false;
    this.#hasBegun ||= text !== '';
    this.events.text(text);
    return true;
  }

  #entity(all: string, at: number): number {
    const entity = all.slice(at, all.indexOf(';', at) + 1);
    const text = entities.get(entity);
    if (text === undefined || this.#open.length === 0) return at;
    this.events.text(text);
    return at + entity.length;
  }
}

function loneBracket(all: string, at: number): string {
  return at + 1 < all.length && all[at + 1] !== ']' ? ']' : '';
}

/** The beginning of something that ends in the next piece. */
function mayBeCut(rest: string): boolean {
  if (rest.startsWith('<')) return rest.length < longestTag && !rest.includes('>');
  if (rest.startsWith('&')) return rest.length < longestEntity && !rest.includes(';');
  return rest === '' || rest === ']';
}

/** @returns undefined where one is there twice */
function attributesOf(written: string): Record<string, string> | undefined {
  // Without a prototype, as those of the strict parser are: `__proto__` may be the name of one.
  const attributes = Object.create(null) as Record<string, string>;
  const parts = written.split('"');
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index]?.trimStart().slice(0, -1) ?? '';
    if (name in attributes) return undefined;
    attributes[name] = parts[index + 1] ?? '';
  }
  return attributes;
}
