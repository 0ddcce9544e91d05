/** Who is asleep on a virtual clock, by time and then by order: a heap, since a hundred pools have thousands of sleepers. */
import type { Cancel, Milliseconds } from './clock.js';

interface Sleeper {
  readonly wakeAt: Milliseconds;
  readonly order: number;
  wake: (() => void) | undefined;
}

export class SleeperQueue {
  #heap: Sleeper[] = [];
  #order = 0;
  /** Cancelled ones stay in the heap until they come up, or until they are the greater part of it. */
  #cancelled = 0;

  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  /** When the first one wakes; undefined when nobody is asleep. */
  get next(): Milliseconds | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.wakeAt;
  }

  add(wakeAt: Milliseconds, wake: () => void): Cancel {
    const sleeper: Sleeper = { wakeAt, order: this.#order++, wake };
    this.#heap.push(sleeper);
    this.#rise(this.#heap.length - 1);
    return () => this.#cancel(sleeper);
  }

  wakeNext(): void {
    this.#dropCancelled();
    const wake = this.#takeFirst()?.wake;
    wake?.();
  }

  #cancel(sleeper: Sleeper): void {
    if (sleeper.wake === undefined) return;
    sleeper.wake = undefined;
    this.#cancelled++;
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#heap.length) this.#rebuild();
  }

  /** A sorted list is a heap. */
  #rebuild(): void {
    this.#heap = this.#heap
      .filter(({ wake }) => wake !== undefined)
      .sort((left, right) => (isBefore(left, right) ? -1 : 1));
    this.#cancelled = 0;
  }

  #dropCancelled(): void {
    while (this.#heap.length > 0 && this.#heap[0]?.wake === undefined) {
      this.#takeFirst();
      this.#cancelled--;
    }
  }

  #takeFirst(): Sleeper | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (first !== last) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    // Cancelling one that has woken is nothing.
    const { wakeAt, order, wake } = first;
    first.wake = undefined;
    return { wakeAt, order, wake };
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const below = this.#heap[lower];
    const above = this.#heap[upper];
    if (below === undefined || above === undefined || !isBefore(below, above)) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }

  #isBefore(left: number, right: number): boolean {
    const one = this.#heap[left];
    const other = this.#heap[right];
    return one !== undefined && (other === undefined || isBefore(one, other));
  }
}

function isBefore(left: Sleeper, right: Sleeper): boolean {
  return left.wakeAt < right.wakeAt || (left.wakeAt === right.wakeAt && left.order < right.order);
}
