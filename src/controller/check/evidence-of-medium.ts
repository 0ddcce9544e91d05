/** What of the medium itself the assessments want to know: what it drives, and the licence agreement that it brings. */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Evidence, LicenceText } from '../assessments/evidence.js';
import { packageNameOf } from '../facts/system/packages.js';
import type { MediaAccess } from '../media-access.js';
import { stagedFiles } from '../shell/read-staged.js';

/** In the order in which the plugin looks (media-and-clients.md 2.1). */
const licenceFiles = ['EUA', 'EULA'];

export async function evidenceOfMedium(
  media: Pick<MediaAccess, 'open' | 'hardware'>,
  id: string,
): Promise<Pick<Evidence, 'hardware' | 'licence' | 'contents'>> {
  return {
    hardware: await hardwareOf(media, id),
    licence: await licenceOf(media, id),
    ...(await contentsOf(media, id)),
  };
}

/** What it brings, to hold against what the hosts have. */
async function contentsOf(media: Pick<MediaAccess, 'open'>, id: string): Promise<Pick<Evidence, 'contents'>> {
  const medium = await media.open(id);
  if (medium === undefined) return {};
  const names = medium.manifest.files.flatMap(({ path }) => packageNameOf(path) ?? []);
  const copied = Object.values(stagedFiles).map((path) => medium.file(path)?.size ?? 0);
  return {
    contents: {
      packages: names.length === 0 ? null : new Set(names),
      bootBytes: copied.reduce((sum, size) => sum + size, 0),
    },
  };
}

async function hardwareOf(media: Pick<MediaAccess, 'hardware'>, id: string): Promise<Evidence['hardware']> {
  try {
    return { known: true, value: await media.hardware(id) };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

async function licenceOf(media: Pick<MediaAccess, 'open'>, id: string): Promise<LicenceText | null> {
  const medium = await media.open(id);
  for (const path of licenceFiles) {
    const file = medium?.file(path);
    if (medium !== undefined && file !== undefined)
      return { path, sha256: file.sha256, location: medium.location(file) };
  }
  return null;
}
