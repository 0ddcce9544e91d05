/** A command line without a process: what it wrote, what it would have asked, how it ended. */
import { commandSpecs } from '../../src/cli/commands/index.js';
import { runCommandLine } from '../../src/cli/main.js';
import type { CommandSpec } from '../../src/cli/command.js';
import type { Surroundings } from '../../src/cli/surroundings.js';
import { systemClock } from '../../src/shared/clock.js';

export interface CommandLineResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLineOptions {
  readonly workingFolder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly specs?: readonly CommandSpec[];
  readonly signal?: AbortSignal;
  /** What the person at the terminal answers; undefined: there is no terminal. */
  readonly answer?: string;
  /** The answers to the first questions, in order; `answer` comes after them. */
  readonly answers?: readonly string[];
}

export async function runCli(argv: readonly string[], options: CommandLineOptions): Promise<CommandLineResult> {
  let stdout = '';
  let stderr = '';
  const answers = [...(options.answers ?? [])];
  const surroundings: Surroundings = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    environment: options.environment ?? {},
    workingFolder: options.workingFolder,
    clock: systemClock,
    signal: options.signal ?? new AbortController().signal,
    ask: () => Promise.resolve(answers.shift() ?? options.answer),
    keyboard: () => undefined,
    user: 'operator@jumpbox',
  };
  // Given, since under the test runner a module that is imported on demand is another copy of it than the tests'.
  const exitCode = await runCommandLine(argv, surroundings, options.specs ?? commandSpecs);
  return { exitCode, stdout, stderr };
}
