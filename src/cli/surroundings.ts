/** Everything of the process that a command may touch, as one value: a test runs a command line without a process. */
import type { Clock } from '../shared/clock.js';

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** The keys of the terminal, one by one, until it is closed. */
export interface Keyboard {
  close(): void;
}

export interface Surroundings {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly clock: Clock;
  /** Aborted by Ctrl-C or a termination signal. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal; undefined when there is none. `hidden`: a password, which is not echoed. */
  ask(question: string, hidden: boolean): Promise<string | undefined>;
  /** Each key that is pressed, by its name ("q", "up"); undefined when no person sits at a terminal. Ctrl-C stays what it is. */
  keyboard(onKey: (key: string) => void): Keyboard | undefined;
  /** The name a person's command is recorded under. */
  readonly user: string;
}
