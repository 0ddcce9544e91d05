/** The keys of the terminal without Enter: raw mode while somebody listens, and the terminal as it was afterwards. */
import { emitKeypressEvents } from 'node:readline';
import type { Keyboard } from './surroundings.js';

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

export function keyboardAtTerminal(onKey: (key: string) => void): Keyboard | undefined {
  const { stdin } = process;
  if (!stdin.isTTY) return undefined;
  const listener = (_text: string | undefined, { name, ctrl }: Key): void => {
    // In raw mode the terminal no longer turns Ctrl-C into a signal.
    if (ctrl === true && name === 'c') process.kill(process.pid, 'SIGINT');
    else if (name !== undefined && ctrl !== true) onKey(name);
  };
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', listener).resume();
  return {
    close: () => {
      stdin.off('keypress', listener).pause();
      stdin.setRawMode(false);
    },
  };
}
