/** Install media of 7.0 and later: `.treeinfo` and a yum repository. */
import { parseTreeinfo, treeinfoLimit, type Treeinfo } from '../formats/treeinfo.js';
import type { FileRole } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { findRelease } from '../../releases/find-release.js';
import { findMediaRelease, hostsThat, releaseRange } from '../../releases/media/find-media-release.js';
import type { MediaRelease } from '../../releases/media/media-release.js';
import { isAtLeast } from '../../releases/versions.js';
import { packageFamily, requiredTargets } from './package-family.js';
import { bootFiles, licenceFiles, missingBootFiles } from './boot-files.js';
import { marks, requireComplete } from './evidence.js';
import type { RecognisedMedium } from './recognised-medium.js';
import {
  enforcesSignature,
  findSignature,
  readMediumKeys,
  refusedPackages,
  signatureWarnings,
  trustedKeys,
  type SignatureDemand,
} from './signature-rules.js';
import { targetVersions } from './target-versions.js';
import { findXsFolders } from './xs-folders.js';
import { readXsRepositories, xsRpmPackages, type XsRepositories } from './xs-repositories.js';
import { readYumRepository, rpmPackages, type YumRepository } from './yum-repository.js';

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_DIGEST_…, MEDIA_SIGNATURE_REFUSED */
export async function recogniseTreeinfoMedium(tree: SourceTree, demand: SignatureDemand): Promise<RecognisedMedium> {
  const treeinfo = parseTreeinfo(await tree.read(marks.treeinfo, treeinfoLimit));
  const { product, platform, keys } = treeinfo;
  const enforced = enforcesSignature(platform.version, keys);
  const repository = tree.files.has(marks.repomd) ? await readYumRepository(tree) : undefined;
  const family = packageFamily(product.name, repository?.packages ?? []);
  const release = findMediaRelease({ brand: family, product: product.version, build: product.build });
  const packs = await readListedPacks(tree, release);
  const missing = [
    ...missingBootFiles(tree, release),
    ...keys,
    marks.repomd,
    ...(enforced ? [`${marks.repomd}.asc`] : []),
  ];
  requireComplete(
    [
      ...new Set(missing.filter((path) => !tree.files.has(path))),
      ...(repository?.missing ?? []),
      ...(packs?.missing ?? []),
      ...(repository?.listed === true ? requiredTargets(family, repository) : []),
    ],
    'treeinfo',
  );
  if (repository === undefined) throw new Error('a medium without repomd.xml is not complete');
  const mediumKeys = await readMediumKeys(tree, keys);
  const signature = await findSignature(
    tree,
    { signedPath: marks.repomd, signed: repository.repomd, keys: mediumKeys, enforced },
    demand,
  );
  return {
    layout: 'treeinfo',
    release: findRelease({ product: product.version, platform: platform.version, brand: family })?.id ?? null,
    product,
    platform,
    target: targetVersions(treeinfo, repository.packages),
    roles: new Map([...(packs?.roles ?? []), ...rolesOf(tree, treeinfo, repository)]),
    expectations: new Map([...(packs?.expectations ?? []), ...repository.expectations]),
    signature,
    packageRules: {
      packages: new Map([...xsRpmPackages(packs), ...rpmPackages(repository)]),
      keys: trustedKeys(mediumKeys, demand),
      installerRefuses: refusedPackages(platform.version, keys, family),
    },
    pack: null,
    warnings: [
      ...signatureWarnings(signature, demand),
      ...groupWarnings(repository),
      ...treeinfoWarnings(treeinfo),
      ...(await listWarnings(tree, treeinfo, packs)),
    ],
  };
}

/** The installer of 7.0 still reads packs of the older form, where the list names them (reference: 1.5). */
async function readListedPacks(
  tree: SourceTree,
  release: MediaRelease | undefined,
): Promise<XsRepositories | undefined> {
  if (release?.installer.repositoryList !== 'read' || !tree.files.has(marks.repositoryList)) return undefined;
  return readXsRepositories(tree, (await findXsFolders(tree)).looked);
}

function groupWarnings(repository: YumRepository): string[] {
  const names = new Set(repository.packages.map((item) => item.name));
  return repository.groups
    .flatMap((group) => group.mandatory.filter((name) => !names.has(name)).map((name) => ({ group: group.id, name })))
    .map(({ group, name }) => `The group ${group} names the package ${name}, which is not on the medium.`);
}

function treeinfoWarnings({ systemV1Only, keys, platform }: Treeinfo): string[] {
  const warnings: string[] = [];
  const refusing = hostsThat((hosts) => !hosts.readsSystemSectionAlone, { platform: platform.version });
  if (systemV1Only && refusing.length > 0) {
    warnings.push(
      `.treeinfo has only [system-v1], which the hosts' library knows since 2021-11: hosts of ${releaseRange(refusing)} refuse this medium with INVALID_URL.`,
    );
  }
  if (keys.length === 0 && isAtLeast(platform.version, '2.2')) {
    warnings.push('.treeinfo names no keys: the installer will not check any signature.');
  }
  return warnings;
}

/** What comes of a list that names folders beside `.treeinfo`. */
async function listWarnings(
  tree: SourceTree,
  { platform }: Treeinfo,
  packs: XsRepositories | undefined,
): Promise<string[]> {
  const { listed } = await findXsFolders(tree);
  if (listed === null || listed.length === 0) return [];
  if (packs !== undefined) {
    const names = packs.repositories.map(({ identifier }) => identifier).join(', ');
    return [`XS-REPOSITORY-LIST names packs that this installer adds: ${names}. They carry no signature.`];
  }
  const failing = hostsThat((hosts) => hosts.failsOnRepositoryList, { platform: platform.version });
  return failing.length === 0
    ? [
        'XS-REPOSITORY-LIST is not empty beside .treeinfo: this installer does not read it, so the packs it names are not installed.',
      ]
    : [
        `XS-REPOSITORY-LIST is not empty beside .treeinfo: the library of hosts with Python 3 (${releaseRange(failing)}) raises on it when it looks for repositories.`,
      ];
}

function rolesOf(tree: SourceTree, treeinfo: Treeinfo, repository: YumRepository): Map<string, FileRole> {
  const roles = new Map<string, FileRole>();
  for (const path of tree.files.keys()) if (path.startsWith('repodata/')) roles.set(path, 'metadata');
  for (const { path, verifiedBy } of repository.expectations.values()) {
    roles.set(path, verifiedBy === 'repomd' ? 'metadata' : 'package');
  }
  for (const path of Object.values(bootFiles)) roles.set(path, 'boot');
  for (const path of treeinfo.keys) roles.set(path, 'key');
  // The licence agreement is read by the prechecks (getEUA), before anything is staged: it goes with discovery.
  for (const path of [marks.treeinfo, marks.repomd, marks.repositoryList, ...licenceFiles])
    roles.set(path, 'discovery');
  return roles;
}
