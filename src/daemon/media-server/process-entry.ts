/** How a process of ours is started from this one: the same node, the same loader, built or from source. */
import { fileURLToPath } from 'node:url';

export interface ProcessEntry {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** @param name of a module in this folder, without its ending: `.js` when built, `.ts` under a loader in tests */
export function processEntry(name: string): ProcessEntry {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const path = fileURLToPath(new URL(`./${name}${ending}`, import.meta.url));
  return { command: process.execPath, arguments: [...process.execArgv, path] };
}
