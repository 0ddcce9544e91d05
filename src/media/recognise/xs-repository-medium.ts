/** Trees of `XS-REPOSITORY` files: install media of 5.6 to 6.5, their separate Linux pack, and packs up to 7.0. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { findRelease } from '../../releases/find-release.js';
import { findMediaRelease } from '../../releases/media/find-media-release.js';
import type { SourceTree } from '../source/source-tree.js';
import { isAtLeast } from '../../releases/versions.js';
import { bootFiles, licenceFiles, missingBootFiles } from './boot-files.js';
import { marks, notRecognised, requireComplete } from './evidence.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { xsPack } from './supplemental-pack.js';
import { xsTargetVersions } from './target-versions.js';
import { findXsFolders, type XsFolders } from './xs-folders.js';
import { readXsRepositories, xsRpmPackages, type FoundRepository, type XsRepositories } from './xs-repositories.js';

/** xapi takes a host without a platform version as 0.0.0; platform versions began with 6.0 (reference: 1.1, xapi 1.10). */
const noPlatform = { name: 'XCP', version: '0.0.0' };

const productMain = 'xs:main';
const platformMain = 'xcp:main';
const linuxPack = 'xs:linux';

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_NOT_RECOGNISED, MEDIA_PART_ALONE, MEDIA_RELEASE_TOO_OLD */
export async function recogniseXsRepositoryTree(tree: SourceTree): Promise<RecognisedMedium> {
  const folders = await findXsFolders(tree);
  const found = await readXsRepositories(tree, folders.looked);
  const identifiers = found.repositories.map(({ identifier }) => identifier);
  const isBase = bootable(tree) || identifiers.includes(productMain) || identifiers.includes(platformMain);
  if (isBase) return baseMedium(tree, folders, found);
  if (isLinuxPack(found)) throw partAlone(found);
  requireComplete(found.missing, 'supplemental-pack');
  return xsPack(tree, found);
}

/** The whole of it is the repository of the Linux guests, in the folder that installers look into without being told. */
function isLinuxPack({ repositories }: XsRepositories): boolean {
  return repositories.length > 0 && repositories.every(({ identifier }) => identifier === linuxPack);
}

function baseMedium(tree: SourceTree, folders: XsFolders, found: XsRepositories): RecognisedMedium {
  const main = find(found, productMain);
  const platform = find(found, platformMain);
  const missing = missingBootFiles(tree).filter((path) => path !== bootFiles.isolinuxConfig);
  // Hosts up to 6.5 look only at the root without the list, and those of 2016 to 2018 fail on its 404 (reference: 1.3).
  if (folders.listed === null) missing.push(marks.repositoryList);
  requireComplete([...missing, ...found.missing], 'xs-repository');
  if (main === undefined) throw noMain(tree, found, productMain);
  const { product, version, build } = main;
  const release = findMediaRelease({ brand: 'XenServer', product: version, build });
  const mains = release?.medium.mainRepositories ?? (isAtLeast(version, '6.0') ? [platformMain] : []);
  if (mains.includes(platformMain) && platform === undefined) throw noMain(tree, found, platformMain);
  const roles = new Map(found.roles);
  for (const path of Object.values(bootFiles)) roles.set(path, 'boot');
  for (const path of [marks.repositoryList, ...licenceFiles]) roles.set(path, 'discovery');
  return {
    layout: 'xs-repository',
    release: findRelease({ product: version, platform: platform?.version, brand: product })?.id ?? null,
    product: { name: product, version, build },
    platform: platform === undefined ? noPlatform : { name: platform.product, version: platform.version },
    target: xsTargetVersions(main, platform?.version ?? noPlatform.version, found.repositories),
    roles,
    expectations: found.expectations,
    signature: { verdict: 'absent', signedBy: null },
    packageRules: { packages: xsRpmPackages(found), keys: [], installerRefuses: [] },
    pack: null,
    warnings: [
      'Media of this age carry no signature; packages were checked against the MD5 that the medium itself names.',
      ...warningsOf(tree, folders, found, release?.medium.linuxPack === 'separate'),
    ],
  };
}

function warningsOf(tree: SourceTree, folders: XsFolders, found: XsRepositories, linuxIsSeparate: boolean): string[] {
  const warnings = folders.overlooked.map(
    (folder) => `${folder} holds a repository that XS-REPOSITORY-LIST does not name: no installer looks there.`,
  );
  if (linuxIsSeparate && find(found, linuxPack) === undefined) {
    warnings.push(
      'The Linux pack of this release is an ISO of its own and is not part of this medium: hosts that have it lose its templates in an upgrade. Import both with --with.',
    );
  }
  if (!tree.files.has(bootFiles.isolinuxConfig)) {
    warnings.push(
      `${bootFiles.isolinuxConfig} is not there: hosts with a plugin of 2013-08 or later (6.2 SP1 on) answer INVALID_URL.`,
    );
  }
  return warnings;
}

function bootable(tree: SourceTree): boolean {
  return [bootFiles.installImage, bootFiles.kernel, bootFiles.hypervisor].some((path) => tree.files.has(path));
}

function find({ repositories }: XsRepositories, identifier: string): FoundRepository | undefined {
  return repositories.find((repository) => repository.identifier === identifier);
}

function noMain(tree: SourceTree, { repositories }: XsRepositories, identifier: string): DrydockError {
  const found = repositories.map((repository) => repository.identifier).join(', ');
  return notRecognised('MEDIA_NOT_RECOGNISED', tree, {
    expected: `a repository ${identifier} among those that XS-REPOSITORY-LIST names`,
    found: found === '' ? 'no repository at all' : `only ${found}`,
  });
}

function partAlone({ repositories }: XsRepositories): DrydockError {
  const [pack] = repositories;
  return new DrydockError('MEDIA_PART_ALONE', {
    attempted: 'recognising the medium',
    expected: `a base medium with ${productMain}`,
    found: `the Linux pack of ${pack?.product ?? ''} ${pack?.version ?? ''} (${linuxPack}) alone`,
  });
}
