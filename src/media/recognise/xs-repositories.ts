/** The repositories of a tree of XS-REPOSITORY files: what they are, and what each of their packages must be. */
import {
  parseXsPackages,
  parseXsRepository,
  xsMetadataLimit,
  type XsPackage,
  type XsRepository,
} from '../formats/xs-repository.js';
import type { FileRole } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import type { Expectation } from './recognised-medium.js';
import { joined } from './xs-folders.js';

export interface FoundRepository extends XsRepository {
  readonly folder: string;
  /** `xs:main` */
  readonly identifier: string;
  readonly packages: readonly XsPackage[];
}

export interface XsRepositories {
  readonly repositories: readonly FoundRepository[];
  readonly expectations: ReadonlyMap<string, Expectation>;
  readonly roles: ReadonlyMap<string, FileRole>;
  /** Everything that is named and not there. */
  readonly missing: readonly string[];
}

/** @throws MEDIA_METADATA_INVALID, MEDIA_RELEASE_TOO_OLD */
export async function readXsRepositories(tree: SourceTree, folders: readonly string[]): Promise<XsRepositories> {
  const repositories: FoundRepository[] = [];
  const missing: string[] = [];
  const roles = new Map<string, FileRole>();
  for (const folder of folders) {
    const description = joined(folder, 'XS-REPOSITORY');
    const contents = joined(folder, 'XS-PACKAGES');
    roles.set(description, 'discovery').set(contents, 'discovery');
    const absent = [description, contents].filter((path) => !tree.files.has(path));
    missing.push(...absent);
    if (absent.includes(description)) continue;
    const repository = await parseXsRepository(await tree.read(description, xsMetadataLimit), description);
    const packages = absent.includes(contents)
      ? []
      : await parseXsPackages(await tree.read(contents, xsMetadataLimit), folder, contents);
    repositories.push({ ...repository, folder, identifier: `${repository.originator}:${repository.name}`, packages });
  }
  const expectations = new Map<string, Expectation>();
  for (const { path, size, md5 } of repositories.flatMap((repository) => repository.packages)) {
    expectations.set(path, { path, size, digest: { type: 'md5', value: md5 }, verifiedBy: 'xs-packages' });
    roles.set(path, 'package');
    if (!tree.files.has(path)) missing.push(path);
  }
  return { repositories, expectations, roles, missing };
}

/** Those that are RPM packages; the metadata names no versions of them. */
export function xsRpmPackages(found: XsRepositories | undefined): Map<string, null> {
  const packages = (found?.repositories ?? []).flatMap((repository) => repository.packages);
  return new Map(
    packages.filter(({ type }) => type === 'rpm' || type === 'driver-rpm').map(({ path }) => [path, null]),
  );
}
