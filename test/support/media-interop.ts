/** For interop tests of media: needs real programs, and fails without them where CI says that they are there. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingPrograms, run } from '../media-builder/programs.js';

/** Skips the suite when programs are missing; under CI they must be there. */
export function requirePrograms(context: Mocha.Context, names: readonly string[]): void {
  const missing = missingPrograms(names);
  if (missing.length === 0) return;
  const message = `needs ${missing.join(', ')}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`    skipped: ${message}\n`);
  context.skip();
}

/** What xorriso takes out of an image: path to sha256. @param folder a folder that does not exist yet */
export async function extractedDigests(image: string, folder: string): Promise<Map<string, string>> {
  await mkdir(folder);
  await run('xorriso', ['-osirrox', 'on', '-indev', image, '-extract', '/', join(folder, 'tree')]);
  return folderDigests(join(folder, 'tree'));
}

/** The sha256 of each regular file below a folder, by relative path. */
export async function folderDigests(folder: string, prefix = ''): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  // xorriso keeps the modes of the image, which may forbid reading.
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const [name, digest] of await folderDigests(path, `${prefix}${entry.name}/`)) digests.set(name, digest);
    } else if (entry.isFile()) {
      await chmod(path, 0o644);
      digests.set(
        `${prefix}${entry.name}`,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      );
    }
  }
  return digests;
}

/** For comparison, whatever the order. */
export function sorted(digests: ReadonlyMap<string, string>): string[] {
  return [...digests].map(([path, digest]) => `${path} ${digest}`).sort();
}
