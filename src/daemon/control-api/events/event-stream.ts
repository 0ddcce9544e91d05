/**
 * One page's stream of server-sent events. What cannot be written at once waits in a queue of bounded size, in which a newer
 * picture of the same thing takes the place of the older; a page that still does not keep up is dropped, and reads all anew.
 */
import type { ServerResponse } from 'node:http';
import type { EventData, EventName } from '../../../contract/api/events.js';

/** Bytes that may wait in memory for one page. */
const mostWaiting = 1_000_000;

export class EventStream {
  /** By what it is about. */
  readonly #waiting = new Map<string, string>();
  #bytes = 0;
  #isFull = false;
  #sequence = 0;

  constructor(private readonly response: ServerResponse) {
    response.on('drain', () => this.#drain());
  }

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** @param about which of its kind: the run, the import; a newer one replaces an older one that still waits */
  send<N extends EventName>(name: N, about: string, data: EventData<N>): void {
    if (!this.isOpen) return;
    this.#sequence += 1;
    // The number is for the browser, which gives it back as Last-Event-ID: a page reads all anew, so that it means nothing here.
    const text = `id: ${this.#sequence}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    if (!this.#isFull) {
      this.#write(text);
      return;
    }
    const key = `${name} ${about}`;
    this.#bytes += Buffer.byteLength(text) - Buffer.byteLength(this.#waiting.get(key) ?? '');
    this.#waiting.delete(key);
    this.#waiting.set(key, text);
    if (this.#bytes > mostWaiting) this.drop();
  }

  /** A comment: proxies and time-outs see a byte, the page sees nothing. */
  beat(): void {
    if (this.isOpen && !this.#isFull) this.#write(': \n\n');
  }

  end(): void {
    if (this.isOpen) this.response.end();
  }

  /** At once: what waits is not wanted any more. */
  drop(): void {
    this.#waiting.clear();
    this.#bytes = 0;
    this.response.destroy();
  }

  /** Half of what may wait: who has the choice tells it the rest later. */
  get isCrowded(): boolean {
    return this.#bytes > mostWaiting / 2;
  }

  get isBehind(): boolean {
    return this.#isFull;
  }

  /** @returns whether more may follow at once */
  #write(text: string): boolean {
    this.#isFull = !this.response.write(text);
    return !this.#isFull;
  }

  #drain(): void {
    this.#isFull = false;
    for (const [key, text] of this.#waiting) {
      this.#waiting.delete(key);
      this.#bytes -= Buffer.byteLength(text);
      if (!this.#write(text)) return;
    }
  }
}
