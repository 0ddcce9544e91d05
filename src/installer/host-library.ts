/** What the host's media library asks, by generation (media-and-clients.md 2.1, 2.2; traces host-library-*). */
import type { Asking } from './asking.js';
import { type ScriptPart } from './asking.js';
import { mediaVersions, parseTreeinfo } from './parsers/treeinfo.js';
import type { XsRepository } from './parsers/xs-repository.js';
import { findXmlRepositories, mainRepository, type XmlHabits } from './xml-media.js';

/** Named after the recorded library, or its date. */
export const hostLibraryGenerations = ['2011-06', '2012-06', '1.9.0', '2016-05', '2.0.3', '2.3.5', '3.0.4'] as const;

export type HostLibraryGeneration = (typeof hostLibraryGenerations)[number];

export interface HostLibrary extends XmlHabits {
  /** Knows `.treeinfo` media at all. */
  readonly knowsTreeinfo: boolean;
  readonly knowsSystemSection: boolean;
  /** Python 3's ConfigParser. */
  readonly refusesDuplicates: boolean;
  readonly ftpProbe: 'nlst' | 'size';
  readonly needsTrailingSlash: boolean;
}

const before2016 = {
  withoutList: 'root-only',
  alwaysTestsBoth: true,
  breaksOnRefusedList: false,
  readsPackageList: true,
  breaksOnList: false,
  knowsTreeinfo: false,
  knowsSystemSection: false,
  refusesDuplicates: false,
  ftpProbe: 'nlst',
  needsTrailingSlash: true,
} as const satisfies HostLibrary;

const from2016 = {
  ...before2016,
  withoutList: 'gives-up',
  knowsTreeinfo: true,
  ftpProbe: 'size',
} as const satisfies HostLibrary;

const from2021 = {
  ...from2016,
  withoutList: 'all-places',
  breaksOnRefusedList: true,
  knowsSystemSection: true,
  needsTrailingSlash: false,
} as const satisfies HostLibrary;

export const hostLibraries: Readonly<Record<HostLibraryGeneration, HostLibrary>> = {
  '2011-06': { ...before2016, withoutList: 'all-places', readsPackageList: false },
  '2012-06': before2016,
  '1.9.0': before2016,
  '2016-05': from2016,
  '2.0.3': from2016,
  '2.3.5': from2021,
  '3.0.4': { ...from2021, alwaysTestsBoth: false, breaksOnList: true, refusesDuplicates: true },
};

export interface RepositoryVersions {
  readonly platformVersion: string;
  readonly productVersion?: string;
}

/** `getRepoVer`: the version of the main repository, or undefined when there is none that this library can read. */
export function* repositoryVersion(asking: Asking, library: HostLibrary): ScriptPart<RepositoryVersions | undefined> {
  if (yield* isYumRepository(asking, library)) return yield* yumVersion(asking, library);
  const found = yield* xmlRepositories(asking, library);
  const main = found === undefined ? undefined : mainRepository(found);
  if (main === undefined) return undefined;
  const product = found?.find((repository) => repository.id === 'xs:main');
  return { platformVersion: main.version, ...(product === undefined ? {} : { productVersion: product.version }) };
}

/** `getProductVersion`: asks for the modern layout only. */
export function* productVersion(asking: Asking, library: HostLibrary): ScriptPart<string | undefined> {
  if (!(yield* isYumRepository(asking, library))) return undefined;
  return (yield* yumVersion(asking, library))?.productVersion;
}

/** `findRepositories`: looks for the XML layout as well when it has found the modern one. */
export function* findRepositories(asking: Asking, library: HostLibrary): ScriptPart<readonly string[]> {
  const isYum = yield* isYumRepository(asking, library);
  const xml = (yield* xmlRepositories(asking, library)) ?? [];
  return [...(isYum ? ['YumRepository'] : []), ...xml.map((repository) => repository.id)];
}

function* isYumRepository(asking: Asking, library: HostLibrary): ScriptPart<boolean> {
  if (!library.knowsTreeinfo) return false;
  asking.newSession();
  const hasTreeinfo = yield* asking.probe('.treeinfo');
  if (!hasTreeinfo && !library.alwaysTestsBoth) return false;
  const hasRepomd = yield* asking.probe('repodata/repomd.xml');
  return hasTreeinfo && hasRepomd;
}

function* yumVersion(asking: Asking, library: HostLibrary): ScriptPart<RepositoryVersions | undefined> {
  asking.newSession();
  const body = yield* asking.read('.treeinfo');
  if (body === undefined) return undefined;
  try {
    return mediaVersions(parseTreeinfo(new TextDecoder().decode(body), library), library.knowsSystemSection);
  } catch {
    return undefined;
  }
}

function* xmlRepositories(asking: Asking, library: HostLibrary): ScriptPart<readonly XsRepository[] | undefined> {
  asking.newSession();
  return yield* findXmlRepositories(asking, library);
}
