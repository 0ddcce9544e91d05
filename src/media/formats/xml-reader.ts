/**
 * Strict, bounded reading of XML: no document types, no entities, no depth or text without end. One way for all the
 * XML files of install media, in one piece or streamed: the plain part of it the fast way, from there on the strict one.
 */
import { SaxesParser } from 'saxes';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { invalidMetadata } from './invalid.js';
import { PlainXml } from './plain-xml.js';

export interface XmlElement {
  /** With its prefix: `rpm:entry`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the elements around it, outermost first. */
  readonly parents: readonly string[];
}

export interface XmlHandlers {
  open?(element: XmlElement): void;
  /** `text` is what stands directly in the element, its children left out. */
  close?(element: XmlElement, text: string): void;
}

/** A document nests six levels in the deepest of these files. */
const deepestElement = 32;
/** Between two tags; the longest real text is a package's change log. */
const longestText = 1024 * 1024;
const pieceSize = 64 * 1024;

/** @throws MEDIA_METADATA_INVALID */
export function readXml(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  subject: string,
  handlers: XmlHandlers,
): Promise<void> {
  return readXmlText(textOf(source), subject, handlers);
}

/** For a text that was decoded already. @throws MEDIA_METADATA_INVALID, also for what `textOf` throws */
export async function readXmlText(
  source: AsyncIterable<string> | Iterable<string>,
  subject: string,
  handlers: XmlHandlers,
): Promise<void> {
  const reader = new BoundedReader(subject, handlers);
  try {
    for await (const text of source) reader.write(text);
    reader.end();
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw invalidMetadata(subject, { expected: 'well-formed XML in UTF-8', found: 'something else', cause });
  }
}

/** In pieces of some size. @throws TypeError where it is no UTF-8 */
export async function* textOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length; offset += pieceSize)
      yield decoder.decode(chunk.subarray(offset, offset + pieceSize), { stream: true });
  }
  yield decoder.decode();
}

interface Open {
  readonly element: XmlElement;
  text: string;
  /** The parents of each element in it, once there is one. */
  inside?: readonly string[];
}

class BoundedReader {
  readonly #plain = new PlainXml({
    open: (name, attributes) => this.#opened(name, attributes),
    text: (text) => this.#addText(text),
    close: () => this.#closed(),
  });
  #strict: SaxesParser | undefined;
  readonly #open: Open[] = [];
  #sinceTag = 0;

  constructor(
    private readonly subject: string,
    private readonly handlers: XmlHandlers,
  ) {}

  write(text: string): void {
    this.#sinceTag += text.length;
    if (this.#strict === undefined) this.#goOn(this.#plain.write(text));
    else this.#strict.write(text);
    if (this.#sinceTag > longestText) {
      throw invalidMetadata(this.subject, { found: `more than ${longestText} characters without a tag` });
    }
  }

  end(): void {
    if (this.#strict === undefined) this.#goOn(this.#plain.end());
    this.#strict?.close();
  }

  /** @param rest what was not plain enough */
  #goOn(rest: string | undefined): void {
    if (rest === undefined) return;
    // Its positions would be those of a text that begins with the stand-in.
    const parser = new SaxesParser({ xmlns: false, position: false });
    this.#strict = parser;
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('doctype', () => {
      throw invalidMetadata(this.subject, {
        expected: 'plain XML',
        found: 'a document type, which could define entities',
      });
    });
    // What it stands for was told already.
    parser.write(this.#plain.standIn);
    parser.on('opentag', ({ name, attributes }) => this.#opened(name, attributes));
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    parser.on('closetag', () => this.#closed());
    parser.write(rest);
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    const element = { name, attributes, parents: this.#parents() };
    this.#open.push({ element, text: '' });
    if (this.#open.length > deepestElement)
      throw invalidMetadata(this.subject, { found: `more than ${deepestElement} levels` });
    this.#sinceTag = 0;
    this.handlers.open?.(element);
  }

  #parents(): readonly string[] {
    const outer = this.#open.at(-1);
    if (outer === undefined) return [];
    outer.inside ??= [...outer.element.parents, outer.element.name];
    return outer.inside;
  }

  #closed(): void {
    const closed = this.#open.pop();
    this.#sinceTag = 0;
    if (closed !== undefined) this.handlers.close?.(closed.element, closed.text);
  }

  #addText(text: string): void {
    const current = this.#open.at(-1);
    if (current !== undefined) current.text += text;
  }
}
