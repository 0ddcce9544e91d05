// Draws as sentences: one of these, one in so many, between two numbers.
import type { Random } from '../../../../src/simulator/state/random.js';

export class Chance {
  constructor(private readonly random: Random) {}

  between(least: number, most: number): number {
    return least + Math.floor(this.random.next() * (most - least + 1));
  }

  oneIn(count: number): boolean {
    return this.between(1, count) === 1;
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.between(0, choices.length - 1)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }
}
