/**
 * What the package manager inside the installer asks for once the disk is formatted (media-and-clients.md 2.5): dnf as
 * recorded (traces dnf-4.14), yum 3.4.3 as it is generally known to work, which nobody has recorded yet.
 */
import type { InstallerFacts, PackageTarget } from '../releases/release-facts.js';
import { Asking, type ScriptPart } from './asking.js';
import { verifiedElsewhere, type ClientScript } from './client-script.js';
import type { FailureDetails } from './install-verdict.js';
import { selectPackages, type Selection } from './package-selection.js';
import {
  matchesChecksum,
  parseComps,
  parsePrimary,
  parseRepomd,
  type Checksum,
  type MetadataFile,
  type RepositoryPackage,
} from './parsers/repository-metadata.js';

export type PackageVerdict =
  { readonly ok: true; readonly packages: readonly string[] } | ({ readonly ok: false } & FailureDetails);

export interface PackageRun {
  readonly manager: InstallerFacts['packagePhase'];
  /** The metadata's signature is fetched as well. Whether it is good is for the importer to prove, not for this model. */
  readonly checksMetadataSignature: boolean;
  readonly targets: readonly PackageTarget[];
  /** What the installer's look-up read of primary.xml: yum itself takes the database in its place, which holds the same. */
  readonly lookedUp: readonly RepositoryPackage[];
}

/** Tries after the first: dnf was seen to make four in all; ten is the default of yum's downloader. */
const retriesOf = { dnf: 3, yum: 9 } as const;

const repomdPath = 'repodata/repomd.xml';

class PackagePhaseFailure extends Error {
  constructor(readonly details: FailureDetails) {
    super(details.reason);
  }
}

export function* packagePhase(run: PackageRun): ClientScript<PackageVerdict> {
  try {
    const metadata = yield* readRepomd(run);
    const { packages, comps } = yield* run.manager === 'dnf' ? readForDnf(run, metadata) : readForYum(run, metadata);
    const selection = selectPackages(packages, comps, run.targets);
    return { ok: true, packages: yield* fetchPackages(run, resolved(selection)) };
  } catch (error) {
    if (error instanceof PackagePhaseFailure) return { ok: false, ...error.details };
    throw error;
  }
}

interface ReadMetadata {
  readonly packages: readonly RepositoryPackage[];
  readonly comps: ReadonlyMap<string, readonly string[]>;
}

function* readRepomd(run: PackageRun): ScriptPart<readonly MetadataFile[]> {
  // dnf imports the key in between and begins again: both files are fetched twice (traces dnf-4.14).
  const rounds = run.manager === 'dnf' && run.checksMetadataSignature ? 2 : 1;
  let body: Uint8Array = new Uint8Array();
  for (let round = 0; round < rounds; round++) {
    body = yield* mustRead(run, repomdPath);
    if (run.checksMetadataSignature) yield* mustRead(run, `${repomdPath}.asc`);
  }
  return parsed(repomdPath, () => parseRepomd(body));
}

function* readForDnf(run: PackageRun, metadata: readonly MetadataFile[]): ScriptPart<ReadMetadata> {
  const primary = required(metadata, 'primary');
  const packages = yield* readAs(run, primary, parsePrimary);
  const filelists = metadata.find((file) => file.type === 'filelists');
  if (filelists !== undefined) yield* mustRead(run, filelists.path, filelists.checksum);
  return { packages, comps: yield* readComps(run, metadata) };
}

function* readForYum(run: PackageRun, metadata: readonly MetadataFile[]): ScriptPart<ReadMetadata> {
  const comps = yield* readComps(run, metadata);
  const database = metadata.find((file) => file.type === 'primary_db');
  if (database === undefined)
    return { packages: yield* readAs(run, required(metadata, 'primary'), parsePrimary), comps };
  yield* mustRead(run, database.path, database.checksum);
  return { packages: run.lookedUp, comps };
}

function* readComps(run: PackageRun, metadata: readonly MetadataFile[]): ScriptPart<ReadMetadata['comps']> {
  // Without group targets a medium needs no group file; with them its absence shows as an unknown group.
  const file = metadata.find((entry) => entry.type === 'group_gz') ?? metadata.find((entry) => entry.type === 'group');
  if (file === undefined) return new Map();
  return yield* readAs(run, file, (body) => parseComps(body, file.path.endsWith('.gz')));
}

function* fetchPackages(run: PackageRun, packages: readonly RepositoryPackage[]): ScriptPart<readonly string[]> {
  for (const wanted of packages) yield* mustRead(run, wanted.path, wanted.checksum);
  return packages.map((wanted) => wanted.name);
}

function* mustRead(run: PackageRun, path: string, checksum?: Checksum): ScriptPart<Uint8Array> {
  const asking = new Asking('package-manager', 'packages');
  const body = yield* asking.read(path, retriesOf[run.manager]);
  if (body === undefined) throw new PackagePhaseFailure({ reason: 'missing-file', missing: path });
  const isCarried = body !== verifiedElsewhere;
  if (isCarried && checksum !== undefined && !parsed(path, () => matchesChecksum(body, checksum))) {
    throw new PackagePhaseFailure({ reason: 'checksum-mismatch', missing: path });
  }
  return body;
}

function* readAs<Value>(run: PackageRun, file: MetadataFile, parse: (body: Uint8Array) => Value): ScriptPart<Value> {
  const body = yield* mustRead(run, file.path, file.checksum);
  return parsed(file.path, () => parse(body));
}

function required(metadata: readonly MetadataFile[], type: string): MetadataFile {
  const file = metadata.find((entry) => entry.type === type);
  if (file === undefined) throw new PackagePhaseFailure({ reason: 'unreadable-metadata', missing: repomdPath });
  return file;
}

function resolved(selection: Selection): readonly RepositoryPackage[] {
  if (!selection.ok) throw new PackagePhaseFailure({ reason: 'unresolvable-package', missing: selection.missing });
  return selection.packages;
}

function parsed<Value>(path: string, parse: () => Value): Value {
  try {
    return parse();
  } catch {
    throw new PackagePhaseFailure({ reason: 'unreadable-metadata', missing: path });
  }
}
