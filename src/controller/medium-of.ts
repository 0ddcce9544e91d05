/** Finds the medium of a run in the store, with what the release data say of its installer. */
import { releases } from '../releases/find-release.js';
import { requireBaseMedium } from '../media/base-medium.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { MediaAccess } from './media-access.js';
import { mediumOf, type Medium } from './planning/medium.js';

/** @throws MEDIA_NOT_FOUND_FOR_RUN; MEDIA_NOT_A_BASE for a pack */
export async function findMedium(media: Pick<MediaAccess, 'open'>, idOrAlias: string): Promise<Medium> {
  const medium = await media.open(idOrAlias);
  if (medium === undefined) {
    throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted: 'looking up the medium', subject: idOrAlias });
  }
  requireBaseMedium(medium.manifest);
  const release = Object.values(releases).find((candidate) => candidate.id === medium.manifest.release);
  const rule =
    release === undefined
      ? null
      : { id: release.id, name: release.name, minimumPlatform: release.installer.minimumPlatform };
  return mediumOf(medium.manifest, rule);
}
