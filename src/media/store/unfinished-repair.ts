/**
 * Which media a repair is replacing files of. It is written before the first file is replaced and removed after the last
 * manifest has its new generation: a repair that was cut off in between leaves media whose files are new and whose
 * generation is old, and servers would keep the old files open for ever.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { isMissing } from './folders.js';
import { readManifest, writeManifest } from './manifest-file.js';
import { isMediumName, type MediaStore } from './media-store.js';
import { replaceFile } from './replace-file.js';

/** The generation that each medium will have. */
const repairSchema = z.record(z.string().refine(isMediumName), z.number().int().positive());

export type RepairedMedia = Readonly<z.infer<typeof repairSchema>>;

/** For holders of the store's lock, before the first file is replaced. */
export async function noteRepair(store: MediaStore, media: RepairedMedia): Promise<void> {
  await replaceFile(store.files, store.repair, `${JSON.stringify(media)}\n`);
}

/**
 * For holders of the store's lock: gives the noted media their generation. Whoever wrote the note is at its end, or dead.
 * @throws STATE_CORRUPT, FILE_WRITE_FAILED
 */
export async function finishRepair(store: MediaStore): Promise<void> {
  const media = await readNote(store);
  if (media === undefined) return;
  for (const [id, generation] of Object.entries(media)) {
    const manifest = await readManifest(store, id);
    if (manifest !== undefined && manifest.generation < generation)
      await writeManifest(store, { ...manifest, generation });
  }
  await store.files.remove(store.repair);
  await store.files.sync(dirname(store.repair));
}

async function readNote(store: MediaStore): Promise<RepairedMedia | undefined> {
  try {
    return repairSchema.parse(JSON.parse(await readFile(store.repair, 'utf8')));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new DrydockError('STATE_CORRUPT', {
      attempted: 'reading which media are being repaired',
      subject: store.repair,
      cause,
    });
  }
}
