/** Reads a database dump as it comes, to know whether it is a real one: well-formed to its end, with rows. */
import { SaxesParser } from 'saxes';

export interface DumpContent {
  readonly tables: number;
  readonly rows: number;
  /** Rows by table. */
  readonly rowsOf: Readonly<Record<string, number>>;
}

export class DumpReader {
  readonly #parser = new SaxesParser();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #rows = new Map<string, number>();
  #table: string | undefined;

  constructor() {
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => {
      throw new Error('a document type');
    });
    this.#parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes['name']));
    this.#parser.on('closetag', (tag) => {
      if (tag.name === 'table') this.#table = undefined;
    });
  }

  /** @throws Error when the bytes are not the XML of a database */
  write(part: Uint8Array): void {
    this.#parser.write(this.#decoder.decode(part, { stream: true }));
  }

  /** @throws Error when the document is cut off */
  end(): DumpContent {
    this.#parser.write(this.#decoder.decode()).close();
    const rows = [...this.#rows.values()].reduce((sum, count) => sum + count, 0);
    return { tables: this.#rows.size, rows, rowsOf: Object.fromEntries(this.#rows) };
  }

  #open(tag: string, name: string | undefined): void {
    if (tag === 'table' && name !== undefined) {
      this.#table = name;
      this.#rows.set(name, this.#rows.get(name) ?? 0);
    }
    if (tag === 'row' && this.#table !== undefined) this.#rows.set(this.#table, (this.#rows.get(this.#table) ?? 0) + 1);
  }
}
