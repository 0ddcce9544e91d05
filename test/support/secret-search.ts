/** Looks for secrets in everything that processes have written below a folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that hold one of the secrets, by their paths in the folder; logs, state and databases alike, as bytes. */
export async function filesThatTell(folder: string, secrets: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const telling: string[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    if (secrets.some((secret) => bytes.includes(secret))) telling.push(file.slice(folder.length + 1));
  }
  return telling.sort();
}
