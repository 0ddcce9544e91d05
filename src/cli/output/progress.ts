/** Shows what is going on while a command works: lines redrawn in place on a terminal, plain lines elsewhere. */
import type { OutputStream } from '../surroundings.js';
import { forTerminal } from './terminal-text.js';

export interface Progress {
  readonly isTerminal: boolean;
  readonly width: number;
  /** Replaces the picture; on anything but a terminal it does nothing. */
  draw(lines: readonly string[]): void;
  /** A line that stays, above the picture. */
  say(line: string): void;
  /** Leaves the last picture where it is. */
  end(): void;
}

const defaultWidth = 100;

export function createProgress(stream: OutputStream): Progress {
  const isTerminal = stream.isTTY === true;
  let drawn = 0;
  let picture: readonly string[] = [];
  const erase = (): void => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const paint = (): void => {
    for (const line of picture) stream.write(`${forTerminal(line)}\n`);
    drawn = picture.length;
  };
  return {
    isTerminal,
    get width() {
      return stream.columns ?? defaultWidth;
    },
    draw: (lines) => {
      if (!isTerminal) return;
      erase();
      picture = lines;
      paint();
    },
    say: (line) => {
      erase();
      stream.write(`${forTerminal(line)}\n`);
      paint();
    },
    end: () => {
      drawn = 0;
      picture = [];
    },
  };
}

/** For --json and tests: nothing is shown. */
export const silentProgress: Progress = {
  isTerminal: false,
  width: defaultWidth,
  draw: () => undefined,
  say: () => undefined,
  end: () => undefined,
};
