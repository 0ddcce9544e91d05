/** The yum repository of a medium: its metadata, its packages, and what each file must be. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { compsLimit, parseComps, type PackageGroup } from '../formats/comps.js';
import { invalidMetadata } from '../formats/invalid.js';
import { parsePrimary, primaryLimit, type RepositoryPackage } from '../formats/primary.js';
import { parseRepomd, repomdLimit, repomdPath, type RepomdEntry } from '../formats/repomd.js';
import type { SourceTree } from '../source/source-tree.js';
import { requireDigest } from '../verify/digest.js';
import type { Expectation, PackageIdentity } from './recognised-medium.js';

export interface YumRepository {
  readonly repomd: Buffer;
  readonly packages: readonly RepositoryPackage[];
  readonly groups: readonly PackageGroup[];
  /** For every metadata file and every package. */
  readonly expectations: ReadonlyMap<string, Expectation>;
  /** Everything that is named and not there. */
  readonly missing: readonly string[];
  /** The list of packages is there; else packages and groups are empty because nobody knows them. */
  readonly listed: boolean;
}

/**
 * @throws MEDIA_METADATA_INVALID, MEDIA_DIGEST_UNSUPPORTED, MEDIA_DIGEST_MISMATCH; what is missing is told, so that it can be
 *   said at once with all else that is
 */
export async function readYumRepository(tree: SourceTree): Promise<YumRepository> {
  const repomd = await tree.read(repomdPath, repomdLimit);
  const entries = await parseRepomd(repomd);
  const expectations = new Map<string, Expectation>();
  for (const entry of entries) {
    addExpectation(expectations, { ...entry, digest: sha256Only(entry, repomdPath), verifiedBy: 'repomd' });
  }
  const packages = await readPackages(tree, entries, expectations);
  for (const item of packages ?? []) {
    addExpectation(expectations, { ...item, digest: sha256Only(item, item.path), verifiedBy: 'package-metadata' });
  }
  return {
    repomd,
    packages: packages ?? [],
    groups: await readGroups(tree, entries, expectations),
    expectations,
    missing: [...expectations.keys()].filter((path) => !tree.files.has(path)),
    listed: packages !== undefined,
  };
}

/** All that the metadata lists, by path. */
export function rpmPackages({ packages }: YumRepository): Map<string, PackageIdentity> {
  return new Map(packages.map((item) => [item.path, item]));
}

async function readPackages(
  tree: SourceTree,
  entries: readonly RepomdEntry[],
  expectations: ReadonlyMap<string, Expectation>,
): Promise<RepositoryPackage[] | undefined> {
  const primary = entries.find((entry) => entry.type === 'primary');
  if (primary === undefined)
    throw invalidMetadata(repomdPath, { expected: 'an entry of the type primary', found: 'none' });
  if (!tree.files.has(primary.path)) return undefined;
  return parsePrimary(await readVerified(tree, primary.path, primaryLimit, expectations), primary.path);
}

async function readGroups(
  tree: SourceTree,
  entries: readonly RepomdEntry[],
  expectations: ReadonlyMap<string, Expectation>,
): Promise<PackageGroup[]> {
  const entry = entries.find((item) => item.type === 'group') ?? entries.find((item) => item.type === 'group_gz');
  return entry === undefined || !tree.files.has(entry.path)
    ? []
    : parseComps(await readVerified(tree, entry.path, compsLimit, expectations), entry.path);
}

/** Checked before it is believed: what it says decides what is checked next. */
async function readVerified(
  tree: SourceTree,
  path: string,
  limit: number,
  expectations: ReadonlyMap<string, Expectation>,
): Promise<Buffer> {
  const bytes = await tree.read(path, limit);
  const expectation = expectations.get(path);
  if (expectation !== undefined) requireDigest(bytes, expectation);
  return bytes;
}

function addExpectation(into: Map<string, Expectation>, expectation: Expectation): void {
  const { path, size, digest, verifiedBy } = expectation;
  const before = into.get(path);
  if (before !== undefined && before.digest.value !== digest.value) {
    throw invalidMetadata(repomdPath, { found: `two different digests for ${path}` });
  }
  into.set(path, { path, size, digest, verifiedBy });
}

/** Installers verify packages with sha256 and nothing else (reference: 1.4, 2.4). */
function sha256Only(
  item: { readonly digestType: string; readonly digest: string },
  subject: string,
): Expectation['digest'] {
  if (item.digestType !== 'sha256' || item.digest.length !== 64) {
    throw new DrydockError('MEDIA_DIGEST_UNSUPPORTED', {
      attempted: 'reading the digests of the repository',
      subject,
      expected: 'sha256',
      found: item.digestType,
    });
  }
  return { type: 'sha256', value: item.digest };
}
