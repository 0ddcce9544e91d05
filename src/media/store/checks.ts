/** When each medium was last hashed as a whole, and with what result: one small file for each, so that it outlives every process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { MediaStore } from './media-store.js';
import { makeFolders, replaceFile } from './replace-file.js';

const mediumCheckSchema = z.strictObject({
  /** The end of the hashing, in milliseconds since 1970. */
  checkedAt: z.number().int(),
  /** Of the manifest that the files were compared with. */
  generation: z.number().int().positive(),
  files: z.number().int(),
  bytes: z.number().int(),
  /** Paths whose content, size or kind is another. */
  damaged: z.array(z.string()).readonly(),
  missing: z.array(z.string()).readonly(),
  /** Paths that the manifest does not know. */
  extra: z.array(z.string()).readonly(),
});

export type MediumCheck = z.infer<typeof mediumCheckSchema>;

/** Undefined when the medium was never hashed since its import, or the record cannot be read: then it is hashed again soon. */
export async function readCheck(store: MediaStore, id: string): Promise<MediumCheck | undefined> {
  try {
    return mediumCheckSchema.parse(JSON.parse(await readFile(checkPath(store, id), 'utf8')));
  } catch {
    return undefined;
  }
}

/** For holders of the store's lock. @throws DISK_FULL, FILE_WRITE_FAILED */
export async function writeCheck(store: MediaStore, id: string, check: MediumCheck): Promise<void> {
  await makeFolders(store.files, store.checks);
  await replaceFile(store.files, checkPath(store, id), `${JSON.stringify(check)}\n`);
}

/** Whether a check found the medium as it was imported. */
export function isWhole(check: Pick<MediumCheck, 'damaged' | 'missing' | 'extra'>): boolean {
  return check.damaged.length + check.missing.length + check.extra.length === 0;
}

function checkPath(store: MediaStore, id: string): string {
  return join(store.checks, `${id}.json`);
}
