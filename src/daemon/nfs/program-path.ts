/** Where a program of an administrator lies: what is looked for must be what is started, and its folder is not in every user's path. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @returns undefined when there is none */
export function programPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
