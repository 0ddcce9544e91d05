/** The shape of a command that Drydock may run on a host, and how its bounds are given. */
import type { Milliseconds } from '../../shared/clock.js';

export interface HostCommand {
  /** Program and arguments; no shell interprets them. */
  readonly words: readonly string[];
  /** Given on its standard input. */
  readonly input?: string;
  readonly maxBytes: number;
  readonly deadline: Milliseconds;
}

/** For people who want to know what they allow: docs/ssh.md shows each. */
export interface CommandNote {
  /** With capitals where something is filled in: `cat FILE`. */
  readonly shown: string;
  readonly why: string;
  /** Whether it changes anything on the host. */
  readonly changes: boolean;
}

/** One of the closed list: how it is explained, and how it is made. */
export interface CommandKind<Args extends readonly unknown[]> extends CommandNote {
  make(...args: Args): HostCommand;
}

const kilobyte = 1024;
const seconds = 1000;

/** What a command that reads something small may print, and how long it may take. */
export const small = { maxBytes: 256 * kilobyte, deadline: 15 * seconds };
/** Lists of packages and files. */
export const large = { maxBytes: 8 * kilobyte * kilobyte, deadline: 90 * seconds };

export function command(
  words: readonly string[],
  bounds: Pick<HostCommand, 'maxBytes' | 'deadline'> = small,
): HostCommand {
  return { words, ...bounds };
}
