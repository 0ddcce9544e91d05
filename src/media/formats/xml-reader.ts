/**
 * Strict, bounded reading of XML: no document types, no entities, no depth or text without end. One way for all the
 * XML files of install media, in one piece or streamed.
 */
import { SaxesParser } from 'saxes';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { invalidMetadata } from './invalid.js';

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
export async function readXml(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  subject: string,
  handlers: XmlHandlers,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = new BoundedReader(subject, handlers);
  try {
    for await (const chunk of source) {
      for (let offset = 0; offset < chunk.length; offset += pieceSize) {
        reader.write(decoder.decode(chunk.subarray(offset, offset + pieceSize), { stream: true }));
      }
    }
    reader.write(decoder.decode());
    reader.end();
  } catch (cause) {
    if (cause instanceof DrydockError) throw cause;
    throw invalidMetadata(subject, { expected: 'well-formed XML in UTF-8', found: 'something else', cause });
  }
}

class BoundedReader {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #open: { element: XmlElement; text: string }[] = [];
  #sinceTag = 0;

  constructor(
    private readonly subject: string,
    handlers: XmlHandlers,
  ) {
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => {
      throw invalidMetadata(subject, { expected: 'plain XML', found: 'a document type, which could define entities' });
    });
    this.#parser.on('opentag', (tag) => {
      const element = {
        name: tag.name,
        attributes: tag.attributes,
        parents: this.#open.map((outer) => outer.element.name),
      };
      this.#open.push({ element, text: '' });
      if (this.#open.length > deepestElement)
        throw invalidMetadata(subject, { found: `more than ${deepestElement} levels` });
      this.#sinceTag = 0;
      handlers.open?.(element);
    });
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
    this.#parser.on('closetag', () => {
      const closed = this.#open.pop();
      this.#sinceTag = 0;
      if (closed !== undefined) handlers.close?.(closed.element, closed.text);
    });
  }

  write(text: string): void {
    this.#sinceTag += text.length;
    this.#parser.write(text);
    if (this.#sinceTag > longestText) {
      throw invalidMetadata(this.subject, { found: `more than ${longestText} characters without a tag` });
    }
  }

  end(): void {
    this.#parser.close();
  }

  #addText(text: string): void {
    const current = this.#open.at(-1);
    if (current !== undefined) current.text += text;
  }
}
