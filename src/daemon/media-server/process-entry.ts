/** How a process of ours is started from this one: the same node, the same loader, built or from source. */
import { entryModule } from '../../shared/installation.js';

export interface ProcessEntry {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** @param name of its module, from `src` on and without its ending */
export function processEntry(name: string): ProcessEntry {
  return { command: process.execPath, arguments: [...process.execArgv, entryModule(name)] };
}
