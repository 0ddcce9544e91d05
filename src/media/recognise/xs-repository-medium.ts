/** Install media of 5.6 to 6.5: `XS-REPOSITORY-LIST` and folders with `XS-REPOSITORY` and `XS-PACKAGES`. */
import { findRelease } from '../../releases/find-release.js';
import {
  parseRepositoryList,
  parseXsPackages,
  parseXsRepository,
  xsMetadataLimit,
  type XsRepository,
} from '../formats/xs-repository.js';
import type { FileRole } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { bootFiles, licenceFiles, missingBootFiles } from './boot-files.js';
import { marks, notRecognised, requireComplete } from './evidence.js';
import type { Expectation, RecognisedMedium } from './recognised-medium.js';

/** xapi takes a host without a platform version as 0.0.0; platform versions began with 6.0 (reference: 1.1, xapi 1.10). */
const noPlatform = { name: 'XCP', version: '0.0.0' };

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_NOT_RECOGNISED */
export async function recogniseXsRepositoryMedium(tree: SourceTree): Promise<RecognisedMedium> {
  const missing = missingBootFiles(tree).filter((path) => path !== bootFiles.isolinuxConfig);
  // Hosts up to 6.5 look only at the root without the list, and those of 2016 to 2018 fail on its 404 (reference: 1.3).
  if (!tree.files.has(marks.repositoryList)) missing.push(marks.repositoryList);
  requireComplete(missing, 'xs-repository');
  const folders = parseRepositoryList(await tree.read(marks.repositoryList, xsMetadataLimit));
  const { repositories, expectations, roles } = await readXsRepositories(tree, [...new Set(folders)]);
  const main = find(repositories, 'xs', 'main');
  if (main === undefined) {
    throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {
      expected: 'a repository xs:main among those that XS-REPOSITORY-LIST names',
      found: repositories.map(({ originator, name }) => `${originator}:${name}`).join(', '),
    });
  }
  const platform = find(repositories, 'xcp', 'main');
  for (const path of Object.values(bootFiles)) roles.set(path, 'boot');
  for (const path of [marks.repositoryList, ...licenceFiles]) roles.set(path, 'discovery');
  return {
    layout: 'xs-repository',
    release: findRelease({ product: main.version, platform: platform?.version, brand: main.product })?.id ?? null,
    product: { name: main.product, version: main.version, build: main.build },
    platform: platform === undefined ? noPlatform : { name: platform.product, version: platform.version },
    target: {
      product: main.version,
      build: main.build,
      platform: platform?.version ?? noPlatform.version,
      // Packages of these releases are archives without versions of their own.
      xapi: null,
      xen: null,
      linux: null,
    },
    roles,
    expectations,
    signature: { verdict: 'absent', signedBy: null },
    warnings: [
      'Media of this age carry no signature; packages were checked against the MD5 that the medium itself names.',
    ],
  };
}

export interface XsRepositories {
  readonly repositories: readonly XsRepository[];
  readonly expectations: Map<string, Expectation>;
  readonly roles: Map<string, FileRole>;
}

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID */
export async function readXsRepositories(tree: SourceTree, folders: readonly string[]): Promise<XsRepositories> {
  const repositories: XsRepository[] = [];
  const expectations = new Map<string, Expectation>();
  const roles = new Map<string, FileRole>();
  for (const folder of folders) {
    const description = joined(folder, 'XS-REPOSITORY');
    const contents = joined(folder, 'XS-PACKAGES');
    requireComplete(
      [description, contents].filter((path) => !tree.files.has(path)),
      'xs-repository',
    );
    repositories.push(await parseXsRepository(await tree.read(description, xsMetadataLimit), description));
    for (const item of await parseXsPackages(await tree.read(contents, xsMetadataLimit), folder, contents)) {
      const digest = { type: 'md5', value: item.md5 } as const;
      expectations.set(item.path, { path: item.path, size: item.size, digest, verifiedBy: 'xs-packages' });
      roles.set(item.path, 'package');
    }
    roles.set(description, 'discovery').set(contents, 'discovery');
  }
  requireComplete(
    [...expectations.keys()].filter((path) => !tree.files.has(path)),
    'xs-repository',
  );
  return { repositories, expectations, roles };
}

function find(repositories: readonly XsRepository[], originator: string, name: string): XsRepository | undefined {
  return repositories.find((repository) => repository.originator === originator && repository.name === name);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
