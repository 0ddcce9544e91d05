/** Makes a staged medium visible: a rename is what publishes, before it nothing is to be seen, after it all is. */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest } from '../manifest.js';
import { writeAlias } from '../store/aliases.js';
import { readManifest } from '../store/manifest-file.js';
import { mediumFolder, type MediaStore } from '../store/media-store.js';
import type { Staging } from '../store/staging.js';
import { withStoreLock } from '../store/store-lock.js';
import { requireFreeNames } from './medium-names.js';

export interface PublishOptions {
  readonly alias?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** @throws MEDIA_NAME_TAKEN, DISK_FULL, FILE_WRITE_FAILED */
export async function publish(
  options: PublishOptions,
  store: MediaStore,
  staging: Staging,
  manifest: Manifest,
): Promise<void> {
  options.signal?.throwIfAborted();
  const { clock, signal, alias } = options;
  await withStoreLock(store, { clock, signal, purpose: 'publishing a medium' }, async () => {
    await requireFreeNames(store, manifest.id, alias);
    if ((await readManifest(store, manifest.id)) !== undefined) {
      throw new DrydockError('MEDIA_NAME_TAKEN', { attempted: 'publishing a medium', subject: manifest.id });
    }
    await store.files.rename(staging.folder, mediumFolder(store, manifest.id));
    await store.files.sync(store.media);
    await store.files.sync(store.staging);
    if (alias !== undefined) await writeAlias(store, alias, manifest.id);
  });
}
