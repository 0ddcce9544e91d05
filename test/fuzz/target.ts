/** What one fuzz target is: how an input is drawn, and what it is put before. */
import type { Draws } from './draws.js';

export interface FuzzTarget {
  /** Of its folder in the corpus, and on the command line. */
  readonly name: string;
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  draw(draws: Draws): Buffer;
  /** Resolves, or rejects with an error of ours that has a code: anything else is a finding, an internal fault too. */
  put(input: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** A target that is a function of its bytes. */
export function parserTarget(
  name: string,
  draw: (draws: Draws) => Buffer,
  parse: (input: Buffer) => unknown,
): FuzzTarget {
  return {
    name,
    open: () =>
      Promise.resolve({
        draw,
        put: async (input) => {
          await parse(input);
        },
        close: () => Promise.resolve(),
      }),
  };
}
