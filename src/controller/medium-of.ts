/** Finds the medium of a run in the store, with what the release data say of its installer. */
import { releases } from '../releases/find-release.js';
import type { ReleaseFacts } from '../releases/release-facts.js';
import { requireBaseMedium } from '../media/base-medium.js';
import type { Manifest } from '../media/manifest.js';
import { mediaReleaseOf } from '../media/media-release-of.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { MediaAccess } from './media-access.js';
import { mediumOf, type Medium, type ReleaseRule } from './planning/medium.js';

/** @throws MEDIA_NOT_FOUND_FOR_RUN; MEDIA_NOT_A_BASE for a pack */
export async function findMedium(media: Pick<MediaAccess, 'open'>, idOrAlias: string): Promise<Medium> {
  const medium = await media.open(idOrAlias);
  if (medium === undefined) {
    throw new DrydockError('MEDIA_NOT_FOUND_FOR_RUN', { attempted: 'looking up the medium', subject: idOrAlias });
  }
  requireBaseMedium(medium.manifest);
  return mediumOf(medium.manifest, ruleOf(medium.manifest));
}

/** What the installer of a medium asks of the host that it upgrades. */
function ruleOf(manifest: Manifest): ReleaseRule | null {
  const release = Object.values(releases).find((candidate) => candidate.id === manifest.release);
  const described = mediaReleaseOf(manifest);
  const from = described?.installer.upgradesFrom;
  // Installers up to 6.5 compare product versions, which say nothing of a platform.
  const minimumProduct = from?.compares === 'product' ? from.version : null;
  if (release !== undefined) {
    return { id: release.id, name: release.name, minimumPlatform: minimumPlatformOf(release), minimumProduct };
  }
  if (described === undefined || from === undefined) return null;
  const minimumPlatform = from.compares === 'platform' ? from.version : null;
  const id = described.name.toLowerCase().replaceAll(' ', '-');
  return { id, name: described.name, minimumPlatform, minimumProduct };
}

function minimumPlatformOf({ installer }: ReleaseFacts): string | null {
  return installer.generation === '5.6' ? null : installer.minimumPlatform;
}
