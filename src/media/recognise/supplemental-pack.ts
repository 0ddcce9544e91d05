/** Supplemental packs and driver disks: `update.xml` with a yum repository (7.1 on), or `XS-REPOSITORY` at the root (to 7.0). */
import { parseUpdateXml, updateXmlLimit, updateXmlPath } from '../formats/update-xml.js';
import type { FileRole } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { marks, notRecognised, requireComplete } from './evidence.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { findSignature, signatureWarnings, type SignatureDemand } from './signature-rules.js';
import { readXsRepositories } from './xs-repository-medium.js';
import { readYumRepository } from './yum-repository.js';

/** A pack leaves the host's versions alone. */
function packVersions(version: string, build: string | null): Pick<RecognisedMedium, 'platform' | 'target'> {
  return {
    platform: { name: '', version: '' },
    target: { product: version, build, platform: '', xapi: null, xen: null, linux: null },
  };
}

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_DIGEST_…, MEDIA_SIGNATURE_REFUSED */
export async function recogniseYumPack(tree: SourceTree, demand: SignatureDemand): Promise<RecognisedMedium> {
  const update = await parseUpdateXml(await tree.read(updateXmlPath, updateXmlLimit));
  const repository = await readYumRepository(tree);
  const names = new Set(repository.packages.map((item) => item.name));
  // The installer installs these two by name (reference: 1.5).
  const needed = [update.control, `update-${update.name}`];
  requireComplete(
    needed.filter((name) => !names.has(name)).map((name) => `package ${name}`),
    'supplemental-pack',
  );
  const roles = new Map<string, FileRole>();
  for (const path of tree.files.keys()) if (path.startsWith('repodata/')) roles.set(path, 'metadata');
  for (const { path, verifiedBy } of repository.expectations.values()) {
    roles.set(path, verifiedBy === 'repomd' ? 'metadata' : 'package');
  }
  roles.set(marks.repomd, 'discovery').set(updateXmlPath, 'discovery').set(`${updateXmlPath}.asc`, 'metadata');
  // A pack names no key of its own: hosts know the vendor's. Only the user's keys can tell whose it is.
  const options = { signedPath: marks.repomd, signed: repository.repomd, keys: [], enforced: false };
  const signature = await findSignature(tree, options, demand);
  return {
    layout: 'supplemental-pack',
    release: null,
    product: { name: update.name, version: update.version, build: null },
    ...packVersions(update.version, null),
    roles,
    expectations: repository.expectations,
    signature,
    warnings: signatureWarnings(signature, demand.pins.length > 0),
  };
}

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID */
export async function recogniseXsPack(tree: SourceTree): Promise<RecognisedMedium> {
  const { repositories, expectations, roles } = await readXsRepositories(tree, ['']);
  const [pack] = repositories;
  if (pack === undefined) throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {});
  return {
    layout: 'supplemental-pack',
    release: null,
    product: { name: pack.name, version: pack.version, build: pack.build },
    ...packVersions(pack.version, pack.build),
    roles,
    expectations,
    signature: { verdict: 'absent', signedBy: null },
    warnings: [
      'Packs of this age carry no signature; packages were checked against the MD5 that the pack itself names.',
    ],
  };
}
