/** The whole screen of a terminal, borrowed: what stood there before is back when it is closed. */
import { forTerminal } from '../output/terminal-text.js';
import type { OutputStream } from '../surroundings.js';

export interface Screen {
  /** Replaces everything, line by line, without a moment of emptiness in between. */
  draw(lines: readonly string[]): void;
  close(): void;
}

const borrow = '\u001b[?1049h\u001b[?25l';
const giveBack = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const restOfLine = '\u001b[K';
const restOfScreen = '\u001b[J';

export function openScreen(stream: OutputStream): Screen {
  stream.write(borrow);
  return {
    draw: (lines) => {
      stream.write(`${home}${lines.map((line) => `${forTerminal(line)}${restOfLine}`).join('\r\n')}${restOfScreen}`);
    },
    close: () => {
      stream.write(giveBack);
    },
  };
}
