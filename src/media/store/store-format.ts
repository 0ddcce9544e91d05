/** The version of the store's format, so that a program never reads or changes what a later one wrote. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { isMissing } from './folders.js';
import type { MediaStore } from './media-store.js';
import { replaceFile } from './replace-file.js';

/** 1 is what 0.1.0 wrote; 2 has manifests of format 2, aliases that know what they pointed at before, and checks. */
export const storeFormat = 2;

/** Later formats may say more in this file; all have this. */
const formatSchema = z.looseObject({ format: z.number().int().positive() });

/** A store without the file is of the first format. @throws STATE_CORRUPT, MEDIA_STORE_NEWER */
export async function readStoreFormat(store: MediaStore): Promise<number> {
  const format = await recordedFormat(store);
  if (format > storeFormat) throw newerStore(store.format, format);
  return format;
}

export function newerStore(path: string, format: number): DrydockError {
  return new DrydockError('MEDIA_STORE_NEWER', {
    attempted: 'reading the media store',
    subject: path,
    expected: `format ${storeFormat} or older`,
    found: `format ${format}`,
  });
}

/** For callers that hold the store's lock. */
export async function writeStoreFormat(store: MediaStore, format: number): Promise<void> {
  await replaceFile(store.files, store.format, `${JSON.stringify({ format })}\n`);
}

async function recordedFormat(store: MediaStore): Promise<number> {
  try {
    return formatSchema.parse(JSON.parse(await readFile(store.format, 'utf8'))).format;
  } catch (cause) {
    if (isMissing(cause)) return 1;
    throw new DrydockError('STATE_CORRUPT', {
      attempted: 'reading the format of the media store',
      subject: store.format,
      cause,
    });
  }
}
