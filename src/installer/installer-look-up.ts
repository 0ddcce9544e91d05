/** How an installer looks its source up, by generation (media-and-clients.md 2.4; traces installer-*). */
import type { InstallerGeneration } from '../releases/release-facts.js';
import { Asking, type ScriptPart } from './asking.js';
import type { ClientScript, InstallPhase } from './client-script.js';
import type { LookUpVerdict } from './install-verdict.js';
import { parsePrimary, parseRepomd, type RepositoryPackage } from './parsers/repository-metadata.js';
import { mediaVersions, parseTreeinfo, treeinfoKeys, type Treeinfo } from './parsers/treeinfo.js';
import { findXmlRepositories } from './xml-media.js';

interface InstallerHabits {
  readonly knowsTreeinfo: boolean;
  readonly knowsXmlMedia: boolean;
  /** 7.1 and later read packs by update.xml. */
  readonly knowsUpdateXml: boolean;
  /** From 2021-12: a bare repomd.xml counts as a repository. */
  readonly acceptsBareRepository: boolean;
  readonly knowsSystemSection: boolean;
  /** Python 3's ConfigParser. */
  readonly refusesDuplicates: boolean;
}

const from2017 = {
  knowsTreeinfo: true,
  knowsXmlMedia: false,
  knowsUpdateXml: true,
  acceptsBareRepository: false,
  knowsSystemSection: false,
  refusesDuplicates: false,
} as const satisfies InstallerHabits;

const from2022 = {
  ...from2017,
  acceptsBareRepository: true,
  knowsSystemSection: true,
} as const satisfies InstallerHabits;

const habits: Readonly<Record<InstallerGeneration, InstallerHabits>> = {
  '5.6': { ...from2017, knowsTreeinfo: false, knowsXmlMedia: true, knowsUpdateXml: false },
  '7.0': { ...from2017, knowsXmlMedia: true, knowsUpdateXml: false },
  '7.1': from2017,
  '8.2': from2017,
  xs8: from2022,
  xs9: { ...from2022, refusesDuplicates: true },
};

const treeinfoPath = '.treeinfo';
const updatePath = 'update.xml';
const repomdPath = 'repodata/repomd.xml';

/** Looks one source up. No request is ever repeated. */
export function* installerLookUp(generation: InstallerGeneration, phase: InstallPhase): ClientScript<LookUpVerdict> {
  const own = habits[generation];
  const asking = new Asking('installer', phase);
  const modern = own.knowsTreeinfo ? yield* lookUpModern(asking, own) : undefined;
  if (!own.knowsXmlMedia) return modern ?? { ok: false, reason: 'no-repository' };
  return yield* lookUpXml(asking, modern);
}

function* lookUpModern(asking: Asking, own: InstallerHabits): ScriptPart<LookUpVerdict | undefined> {
  if (yield* hasBoth(asking, treeinfoPath)) {
    // 7.0 tests twice: once for the source, once for the repository in it (trace installer-7.0.treeinfo).
    if (own.knowsXmlMedia && !(yield* hasBoth(asking, treeinfoPath))) return undefined;
    return yield* readMain(asking, own);
  }
  if (own.knowsUpdateXml && (yield* hasBoth(asking, updatePath))) return yield* readPack(asking);
  if (own.acceptsBareRepository && (yield* asking.probe(repomdPath))) return { ok: true, kind: 'generic' };
  return undefined;
}

/** Both files are always asked for, whatever the first answer. */
function* hasBoth(asking: Asking, path: string): ScriptPart<boolean> {
  const hasDescription = yield* asking.probe(path);
  const hasRepomd = yield* asking.probe(repomdPath);
  return hasDescription && hasRepomd;
}

function* readMain(asking: Asking, own: InstallerHabits): ScriptPart<LookUpVerdict> {
  const body = yield* asking.read(treeinfoPath);
  if (body === undefined) return { ok: false, reason: 'missing-file', missing: treeinfoPath };
  const treeinfo = readTreeinfo(body, own);
  const versions = treeinfo === undefined ? undefined : mediaVersions(treeinfo, own.knowsSystemSection);
  if (treeinfo === undefined || versions === undefined) {
    return { ok: false, reason: 'unreadable-metadata', missing: treeinfoPath };
  }
  const packages = yield* readPackageList(asking);
  if (!packages.ok) return packages;
  return { ok: true, kind: 'main', versions, keys: treeinfoKeys(treeinfo), packages: packages.list, oldPacks: [] };
}

function readTreeinfo(body: Uint8Array, own: InstallerHabits): Treeinfo | undefined {
  try {
    return parseTreeinfo(new TextDecoder().decode(body), own);
  } catch {
    return undefined;
  }
}

function* readPack(asking: Asking): ScriptPart<LookUpVerdict> {
  if ((yield* asking.read(updatePath)) === undefined) return { ok: false, reason: 'missing-file', missing: updatePath };
  const packages = yield* readPackageList(asking);
  return packages.ok ? { ok: true, kind: 'pack', packages: packages.list } : packages;
}

type PackageList =
  | { readonly ok: true; readonly list: readonly RepositoryPackage[] }
  | { readonly ok: false; readonly reason: 'missing-file' | 'unreadable-metadata'; readonly missing: string };

function* readPackageList(asking: Asking): ScriptPart<PackageList> {
  const repomd = yield* asking.read(repomdPath);
  if (repomd === undefined) return { ok: false, reason: 'missing-file', missing: repomdPath };
  const path = primaryPath(repomd);
  if (path === undefined) return { ok: false, reason: 'unreadable-metadata', missing: repomdPath };
  const body = yield* asking.read(path);
  if (body === undefined) return { ok: false, reason: 'missing-file', missing: path };
  try {
    return { ok: true, list: parsePrimary(body) };
  } catch {
    return { ok: false, reason: 'unreadable-metadata', missing: path };
  }
}

function primaryPath(repomd: Uint8Array): string | undefined {
  try {
    return parseRepomd(repomd).find((file) => file.type === 'primary')?.path;
  } catch {
    return undefined;
  }
}

/** 7.0 goes on to the XML names after a modern repository, for packs; earlier installers know nothing else. */
function* lookUpXml(asking: Asking, modern: LookUpVerdict | undefined): ScriptPart<LookUpVerdict> {
  if (modern?.ok === false) return modern;
  const found = yield* findXmlRepositories(asking, {
    withoutList: 'all-places',
    alwaysTestsBoth: true,
    breaksOnRefusedList: false,
    readsPackageList: true,
    breaksOnList: false,
  });
  if (modern?.kind === 'main') return { ...modern, oldPacks: found ?? [] };
  if (modern !== undefined) return modern;
  // Any repository will do here; that the main one is missing shows after the disk is formatted.
  return found === undefined || found.length === 0
    ? { ok: false, reason: 'no-repository' }
    : { ok: true, kind: 'xml', repositories: found };
}
