/** Which hardware a medium's systems can drive: read from the store, or computed and kept there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { computeHardware, type HardwareProgress } from './contents/compute-hardware.js';
import { hardwareSchema, type MediumHardware } from './hardware.js';
import { resolveMedium } from './list-media.js';
import type { Manifest } from './manifest.js';
import { readManifest } from './store/manifest-file.js';
import { mediaStore, treeFolderOf, type MediaStore } from './store/media-store.js';
import { makeFolders, replaceFile } from './store/replace-file.js';
import type { StoreFiles } from './store/store-files.js';
import { withStoreLock } from './store/store-lock.js';

export interface HardwareOptions {
  readonly mediaCache: string;
  /** Id or alias. */
  readonly id: string;
  readonly onProgress?: ((progress: HardwareProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

/**
 * Seconds the first time, since an image is unpacked for it; milliseconds from then on.
 * @throws MEDIA_NOT_FOUND, FILE_UNREADABLE, STATE_CORRUPT of the manifest, the signal's reason; what is odd about the
 *   content of the medium is in the answer
 */
export async function hardwareOfMedium(options: HardwareOptions): Promise<MediumHardware> {
  const store = mediaStore(options.mediaCache, options.files);
  const id = await resolveMedium(store, options.id);
  const manifest = await requireManifest(store, id);
  const kept = await readKept(store, manifest);
  if (kept !== undefined) return kept;
  const computed = await computeHardware(manifest, treeFolderOf(store, id), options);
  await keep(store, computed, options);
  return computed;
}

/** Where it is kept. */
function hardwareFile(store: MediaStore, id: string): string {
  return join(store.hardware, `${id}.json`);
}

/** Undefined where it was not computed yet, or from something else; a damaged one is as good as none. */
async function readKept(store: MediaStore, manifest: Manifest): Promise<MediumHardware | undefined> {
  try {
    const kept = hardwareSchema.parse(JSON.parse(await readFile(hardwareFile(store, manifest.id), 'utf8')));
    return isOf(kept, manifest) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isOf(hardware: MediumHardware, { id, generation, source }: Manifest): boolean {
  return hardware.id === id && hardware.generation === generation && hardware.sourceSha256 === source.sha256;
}

/** Not for a medium that was removed or replaced meanwhile. One who may only read the store computes it each time. */
async function keep(store: MediaStore, hardware: MediumHardware, options: HardwareOptions): Promise<void> {
  try {
    await withStoreLock(store, { ...options, purpose: 'keeping the hardware of a medium' }, async () => {
      const manifest = await readManifest(store, hardware.id);
      if (manifest === undefined || !isOf(hardware, manifest)) return;
      await makeFolders(store.files, store.hardware);
      await replaceFile(store.files, hardwareFile(store, hardware.id), `${JSON.stringify(hardware)}\n`);
    });
  } catch (error) {
    if (!(error instanceof DrydockError) || !['FILE_WRITE_FAILED', 'DISK_FULL'].includes(error.code)) throw error;
  }
}

async function requireManifest(store: MediaStore, id: string): Promise<Manifest> {
  const manifest = await readManifest(store, id);
  if (manifest !== undefined) return manifest;
  throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'looking for the drivers of a medium', subject: id });
}
