/** What a published medium holds, in a form in which two media of any layout can be compared. */
import { parseTreeinfo, treeinfoLimit } from '../formats/treeinfo.js';
import type { Manifest } from '../manifest.js';
import { licenceFiles } from '../recognise/boot-files.js';
import { marks } from '../recognise/evidence.js';
import { packageOfFileName } from '../recognise/package-file-name.js';
import { findXsFolders } from '../recognise/xs-folders.js';
import { readXsRepositories } from '../recognise/xs-repositories.js';
import { readYumRepository } from '../recognise/yum-repository.js';
import { formatPackageVersion, type PackageVersion } from '../../releases/rpm-version.js';
import type { SourceTree } from '../source/source-tree.js';

export interface ContentPackage extends PackageVersion {
  /** Name and architecture, or repository and file: what is the same package on another medium. */
  readonly key: string;
  readonly shown: string;
  readonly sha256: string | null;
}

export interface MediumContents {
  readonly manifest: Manifest;
  /** Null where the medium has no repository at all. */
  readonly packages: readonly ContentPackage[] | null;
  /** Mandatory members by group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** sha256 by path of the key files, in the order of `[keys]`. */
  readonly keys: ReadonlyMap<string, string>;
  /** sha256 by path of what boots, and of the licence. */
  readonly bootFiles: ReadonlyMap<string, string>;
}

/** @throws MEDIA_METADATA_INVALID, MEDIA_DIGEST_MISMATCH, FILE_UNREADABLE: the store was changed since the import */
export async function readContents(manifest: Manifest, tree: SourceTree): Promise<MediumContents> {
  const digests = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const digestsOf = (paths: readonly string[]): ReadonlyMap<string, string> =>
    new Map(paths.flatMap((path) => (digests.has(path) ? [[path, digests.get(path) ?? ''] as const] : [])));
  const keys = tree.files.has(marks.treeinfo)
    ? parseTreeinfo(await tree.read(marks.treeinfo, treeinfoLimit)).keys
    : manifest.files.filter(({ role }) => role === 'key').map(({ path }) => path);
  const boot = manifest.files.filter(({ role, path }) => role === 'boot' || licenceFiles.some((name) => name === path));
  return {
    manifest,
    ...(await readPackages(tree, digests)),
    keys: digestsOf(keys),
    bootFiles: digestsOf(boot.map(({ path }) => path)),
  };
}

async function readPackages(
  tree: SourceTree,
  digests: ReadonlyMap<string, string>,
): Promise<Pick<MediumContents, 'packages' | 'groups'>> {
  if (tree.files.has(marks.repomd)) {
    const { packages, groups } = await readYumRepository(tree);
    return {
      packages: packages.map(({ name, architecture, epoch, version, release, path }) =>
        contentPackage(`${name}.${architecture}`, { epoch, version, release }, digests.get(path)),
      ),
      groups: new Map(groups.map(({ id, mandatory }) => [id, [...mandatory].sort()])),
    };
  }
  const { looked } = await findXsFolders(tree);
  if (looked.length === 0) return { packages: null, groups: new Map() };
  const { repositories } = await readXsRepositories(tree, looked);
  const packages = repositories.flatMap(({ identifier, version, build, packages: own }) =>
    own.map(({ path }) => {
      const rpm = packageOfFileName(path);
      const file = path.slice(path.lastIndexOf('/') + 1);
      // An archive has no version: it goes by that of its repository.
      return contentPackage(
        `${identifier} ${rpm?.name ?? file}`,
        rpm ?? { epoch: '0', version, release: build ?? '0' },
        digests.get(path),
      );
    }),
  );
  return { packages, groups: new Map() };
}

function contentPackage(key: string, numbers: PackageVersion, sha256: string | undefined): ContentPackage {
  const { epoch, version, release } = numbers;
  return { key, epoch, version, release, shown: formatPackageVersion(numbers), sha256: sha256 ?? null };
}
