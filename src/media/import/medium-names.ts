/** What a medium is to be called, and that nobody else is called so. */
import { trimmed } from '../../shared/trim.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest } from '../manifest.js';
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import { readAliasFile, requireFreeAlias } from '../store/aliases.js';
import type { MediaStore } from '../store/media-store.js';

/** `XCP-ng` 8.3.0 becomes `xcp-ng-8.3.0`. */
export function defaultId(medium: RecognisedMedium): string {
  const name = trimmed(medium.product.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), '-');
  return `${name === '' ? 'medium' : name}-${medium.product.version}`.slice(0, 63);
}

/** @throws MEDIA_NAME_TAKEN */
export async function requireFreeNames(store: MediaStore, id: string, alias: string | undefined): Promise<void> {
  const taken = (attempted: string, found: string): DrydockError =>
    new DrydockError('MEDIA_NAME_TAKEN', { attempted, subject: id, found });
  if ((await readAliasFile(store)).has(id)) throw taken('importing a medium', 'an alias with that name');
  if (alias === id) throw taken('naming a medium', 'its own id');
  if (alias !== undefined) await requireFreeAlias(store, alias);
}

export function takenId(present: Manifest, sha256: string): DrydockError {
  return new DrydockError('MEDIA_NAME_TAKEN', {
    attempted: 'importing a medium',
    subject: present.id,
    expected: `the source it was imported from (sha256 ${present.source.sha256})`,
    found:
      present.source.sha256 === sha256
        ? 'the same source, with other images merged into it (--with)'
        : `another source (sha256 ${sha256})`,
  });
}
