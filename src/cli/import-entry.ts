/** Where `media import` begins: with what need not wait until the rest is loaded, and without all other commands. */
import { beginAhead } from './ahead.js';

/** @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  beginAhead(argv);
  const { runFromProcess } = await import('./command-line.js');
  const { mediaImport } = await import('./commands/media/import.js');
  return runFromProcess(argv, () => Promise.resolve([mediaImport]));
}
