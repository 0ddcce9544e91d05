/** Where the process of a command begins. */
import { runFromProcess } from './command-line.js';
import { commandsFor } from './main.js';

/** @returns the exit code */
export function run(argv: readonly string[]): Promise<number> {
  return runFromProcess(argv, commandsFor);
}
