/** Where `media import` begins: with what need not wait until the rest is loaded, and without all other commands. */
import { beginAhead } from './ahead.js';

/**
 * @param onLoaded called when everything is loaded, and the command begins
 * @returns the exit code
 */
export async function run(argv: readonly string[], onLoaded: () => void = () => undefined): Promise<number> {
  beginAhead(argv);
  const { runFromProcess } = await import('./command-line.js');
  const { mediaImport } = await import('./commands/media/import.js');
  const command: typeof mediaImport = {
    ...mediaImport,
    run: (input, context) => {
      onLoaded();
      return mediaImport.run(input, context);
    },
  };
  return runFromProcess(argv, () => Promise.resolve([command]));
}
