/** Where the process of a command begins: with what need not wait until the rest is loaded. */
import { beginAhead } from './ahead.js';

/** @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  beginAhead(argv);
  const { runFromProcess } = await import('./main.js');
  return runFromProcess(argv);
}
