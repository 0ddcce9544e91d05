/** Where the files of this installation lie, whichever file the build has put this code into. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = import.meta.url;

/** The folder of package.json. */
export const packageFolder: URL = above(new URL('.', here));

/** @param name of the module that a process of ours begins with, from `src` on and without its ending */
export function entryModule(name: string): string {
  const path = here.endsWith('.ts') ? `src/${name}.ts` : `dist/${name}.js`;
  return fileURLToPath(new URL(path, packageFolder));
}

function above(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const next = new URL('..', folder);
  if (next.href === folder.href) throw new Error(`no package.json above ${fileURLToPath(here)}`);
  return above(next);
}
