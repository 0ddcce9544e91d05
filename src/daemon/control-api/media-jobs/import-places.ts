/**
 * From where media may be imported over the network: folders that the configuration names, and one of the state folder. An operator
 * must not be able to learn what else is on this machine, so that a path outside is refused in the same words whether
 * it is there or not.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { MediaJobsReply } from '../../../contract/api/media-jobs.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';

export interface ImportPlaces {
  readonly folders: readonly string[];
  readonly urls: boolean;
}

const mostOffers = 200;

/** The path with every link followed, or the address as it is. @throws IMPORT_SOURCE_NOT_ALLOWED */
export async function allowedSource(source: string, places: ImportPlaces): Promise<string> {
  if (/^https?:\/\//i.test(source)) {
    if (places.urls) return source;
    throw new DrydockError('IMPORT_SOURCE_NOT_ALLOWED', {
      attempted: 'importing from an address',
      found: 'dashboard.imports.urls is false',
    });
  }
  const path = normalize(source);
  const real = isAbsolute(source) ? await realpath(path).catch(() => undefined) : undefined;
  for (const folder of await Promise.all(places.folders.map(realFolder))) {
    if (real !== undefined && folder !== undefined && isBelow(real, folder)) return real;
  }
  throw new DrydockError('IMPORT_SOURCE_NOT_ALLOWED', {
    attempted: 'importing from a path of this server',
    subject: source.slice(0, 300),
    expected: `a file or folder below ${places.folders.join(', ')}`,
  });
}

/** What lies in the folders, as a list to choose from: names that begin with a dot are passed over. */
export async function importOffers({ folders }: ImportPlaces): Promise<MediaJobsReply['offers']> {
  const offers: MediaJobsReply['offers'] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => !one.startsWith('.')).sort()) {
      if (offers.length >= mostOffers) return offers;
      const path = join(folder, name);
      const stats = await stat(path).catch(() => undefined);
      if (stats === undefined || !(stats.isFile() || stats.isDirectory())) continue;
      const isFolder = stats.isDirectory();
      offers.push({ path, bytes: isFolder ? 0 : stats.size, modified: Math.floor(stats.mtimeMs), folder: isFolder });
    }
  }
  return offers;
}

function realFolder(folder: string): Promise<string | undefined> {
  return realpath(folder).catch(() => undefined);
}

/** `/srv/iso-of-others` does not lie below `/srv/iso`. */
function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
