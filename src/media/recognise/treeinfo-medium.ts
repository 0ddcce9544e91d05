/** Install media of 7.0 and later: `.treeinfo` and a yum repository. */
import { parseTreeinfo, treeinfoLimit, type Treeinfo } from '../formats/treeinfo.js';
import { parseRepositoryList } from '../formats/xs-repository.js';
import type { FileRole } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { findRelease } from '../../releases/find-release.js';
import { isAtLeast } from '../../releases/versions.js';
import { packageFamily, requiredTargets } from './package-family.js';
import { bootFiles, licenceFiles, missingBootFiles } from './boot-files.js';
import { marks, requireComplete } from './evidence.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { enforcesSignature, findSignature, signatureWarnings, type SignatureDemand } from './signature-rules.js';
import { targetVersions } from './target-versions.js';
import { readYumRepository, type YumRepository } from './yum-repository.js';

const listLimit = 64 * 1024;

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_DIGEST_…, MEDIA_SIGNATURE_REFUSED */
export async function recogniseTreeinfoMedium(tree: SourceTree, demand: SignatureDemand): Promise<RecognisedMedium> {
  const treeinfo = parseTreeinfo(await tree.read(marks.treeinfo, treeinfoLimit));
  const { version } = treeinfo.platform;
  const enforced = enforcesSignature(version, treeinfo.keys);
  const missing = [...missingBootFiles(tree), ...treeinfo.keys.filter((path) => !tree.files.has(path))];
  if (!tree.files.has(marks.repomd)) missing.push(marks.repomd);
  if (enforced && !tree.files.has(`${marks.repomd}.asc`)) missing.push(`${marks.repomd}.asc`);
  requireComplete(missing, 'treeinfo');
  const repository = await readYumRepository(tree);
  const family = packageFamily(treeinfo.product.name, repository);
  requireComplete(requiredTargets(family, repository), 'treeinfo');
  const signature = await findSignature(
    tree,
    { signedPath: marks.repomd, signed: repository.repomd, keys: treeinfo.keys, enforced },
    demand,
  );
  return {
    layout: 'treeinfo',
    release: findRelease({ product: treeinfo.product.version, platform: version, brand: family })?.id ?? null,
    product: treeinfo.product,
    platform: treeinfo.platform,
    target: targetVersions(treeinfo, repository.packages),
    roles: rolesOf(tree, treeinfo, repository),
    expectations: repository.expectations,
    signature,
    warnings: [
      ...signatureWarnings(signature, demand.pins.length > 0),
      ...groupWarnings(repository),
      ...(await discoveryWarnings(tree, treeinfo)),
    ],
  };
}

function groupWarnings(repository: YumRepository): string[] {
  const names = new Set(repository.packages.map((item) => item.name));
  return repository.groups
    .flatMap((group) => group.mandatory.filter((name) => !names.has(name)).map((name) => ({ group: group.id, name })))
    .map(({ group, name }) => `The group ${group} names the package ${name}, which is not on the medium.`);
}

async function discoveryWarnings(tree: SourceTree, treeinfo: Treeinfo): Promise<string[]> {
  const warnings: string[] = [];
  if (treeinfo.systemV1Only) {
    warnings.push(
      '.treeinfo has only [system-v1]: hosts whose library is older than 2021-11 (XenServer and XCP-ng 7.x, 8.0, 8.1 and 8.2 without its later updates) refuse this medium with INVALID_URL.',
    );
  }
  if (treeinfo.keys.length === 0 && isAtLeast(treeinfo.platform.version, '2.2')) {
    warnings.push('.treeinfo names no keys: the installer will not check any signature.');
  }
  if (
    tree.files.has(marks.repositoryList) &&
    parseRepositoryList(await tree.read(marks.repositoryList, listLimit)).length > 0
  ) {
    warnings.push(
      'XS-REPOSITORY-LIST is not empty beside .treeinfo: hosts with Python 3 (XenServer 8, XCP-ng 8.3) cannot read the version of such a medium.',
    );
  }
  return warnings;
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
