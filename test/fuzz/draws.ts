/** What a grammar is made of: choices, repetitions, numbers and texts of the kind that break parsers, all from one seed. */
import { seededRandom } from '../../src/simulator/state/random.js';
import { mutated } from './mutate.js';

const tellingNumbers = [
  ...[0, 1, 2, 7, 8, 9, 99, 127, 128, 255, 256, 32767, 32768, 65535, 65536],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 1e21],
];

const tellingTexts = [
  ...['', ' ', '\t', '.', '..', '../..', '/', '//', '\\', 'a/../b', '%2e%2e%2f', '%00', '%', '%zz', '\0', '\r\n', '\n'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '-1',
    '1e9',
    'NaN',
    'null',
    'true',
    '0x10',
    '٣',
    'ä',
    '🖥',
    '\ud800',
    '\ufeff',
  ],
  ...['&lt;', '&x;', '&#0;', ']]>', '<!--', '${x}', "'", '"', 'A'.repeat(300), 'é'.repeat(200)],
];

export class Draws {
  readonly #random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  readonly next = (): number => this.#random.next();

  /** From 0 up to, not including, the end. */
  upTo(end: number): number {
    return Math.floor(this.#random.next() * end);
  }

  oneIn(count: number): boolean {
    return this.upTo(count) === 0;
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.upTo(choices.length)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }

  many<T>(least: number, most: number, draw: (index: number) => T): T[] {
    return Array.from({ length: least + this.upTo(most - least + 1) }, (_, index) => draw(index));
  }

  number(): number {
    return this.oneIn(2) ? this.oneOf(tellingNumbers) : this.upTo(1000);
  }

  /** Mostly what is meant, now and then what nobody means. */
  text(usual: readonly string[]): string {
    return this.oneIn(5) ? this.oneOf(tellingTexts) : this.oneOf(usual);
  }

  word(): string {
    return this.many(1, 12, () => String.fromCharCode(97 + this.upTo(26))).join('');
  }

  bytes(most: number): Buffer {
    return Buffer.from(this.many(0, most, () => this.upTo(256)));
  }

  /** One in `count` is damaged as bytes. */
  damaged(bytes: Buffer, count = 3): Buffer {
    return this.oneIn(count) ? mutated(bytes, this.next) : bytes;
  }
}
