/** The command line with all its commands; what is not called is not loaded. */
import type { CommandSpec } from './command.js';
import { runCommandLine as run } from './command-line.js';
import type { Surroundings } from './surroundings.js';

export async function commandsFor([noun]: readonly string[]): Promise<readonly CommandSpec[]> {
  if (noun === 'media') return (await import('./commands/media/index.js')).mediaCommands;
  return (await import('./commands/index.js')).commandSpecs;
}

/** Without a process: what a test calls. Never throws. */
export function runCommandLine(
  argv: readonly string[],
  surroundings: Surroundings,
  specs?: readonly CommandSpec[],
): Promise<number> {
  return run(argv, surroundings, specs === undefined ? commandsFor : () => Promise.resolve(specs));
}
