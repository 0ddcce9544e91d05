/**
 * Decides whether a serving process has hung: stopped, in an endless loop, or waiting for a disk that does not answer. Such
 * a process holds its connections and never ends, so nothing else would notice it. It is asked at every beat, and what
 * counts is beats without a word from it: after the machine has slept, the time alone would condemn everybody.
 */

export type Beat = 'ask' | 'hung';

/** Milliseconds. */
export const beatEvery = 2000;

/** Twenty seconds: an event loop that is late because the machine is overloaded or a disk slow comes round before. */
const mostSilent = 10;

/** A minute: until the first word the program is read, and what it serves is opened. */
const mostSilentAtStart = 30;

export class Heartbeat {
  #silent = 0;
  #hasSpoken = false;

  /** Any word of it: the answer to a beat, or whatever else it tells. */
  heard(): void {
    this.#silent = 0;
    this.#hasSpoken = true;
  }

  beat(): Beat {
    if (this.#silent >= (this.#hasSpoken ? mostSilent : mostSilentAtStart)) return 'hung';
    this.#silent += 1;
    return 'ask';
  }
}
