/**
 * What a medium is, from its metadata alone: for a stream that was read only so far. That files are missing says nothing
 * there, so nobody asks whether an installer would find all it needs.
 */
import { findRelease } from '../../releases/find-release.js';
import { parseTreeinfo, treeinfoLimit } from '../formats/treeinfo.js';
import type { SignatureVerdict } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { marks, notRecognised } from './evidence.js';
import { packageFamily } from './package-family.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { enforcesSignature, findSignature, noDemand, readMediumKeys } from './signature-rules.js';
import { targetVersions, xsTargetVersions } from './target-versions.js';
import { findXsFolders } from './xs-folders.js';
import { readXsRepositories } from './xs-repositories.js';
import { readYumRepository } from './yum-repository.js';

export interface IdentifiedMedium extends Pick<
  RecognisedMedium,
  'layout' | 'release' | 'product' | 'platform' | 'target'
> {
  /** Named by the metadata. */
  readonly packages: number;
  /** Null where the signature or its key was not seen. */
  readonly signature: SignatureVerdict | null;
}

/** @throws MEDIA_NOT_RECOGNISED, MEDIA_METADATA_INVALID, MEDIA_DIGEST_…, MEDIA_SIGNATURE_REFUSED, MEDIA_KEY_UNREADABLE */
export async function identifyMedium(tree: SourceTree): Promise<IdentifiedMedium> {
  return tree.files.has(marks.treeinfo) ? identifyTreeinfo(tree) : identifyXsRepository(tree);
}

async function identifyTreeinfo(tree: SourceTree): Promise<IdentifiedMedium> {
  const treeinfo = parseTreeinfo(await tree.read(marks.treeinfo, treeinfoLimit));
  const { product, platform, keys } = treeinfo;
  const { packages, repomd } = await readYumRepository(tree);
  const brand = packageFamily(product.name, packages);
  return {
    layout: 'treeinfo',
    release: findRelease({ product: product.version, platform: platform.version, brand })?.id ?? null,
    product,
    platform,
    target: targetVersions(treeinfo, packages),
    packages: packages.length,
    signature: await seenSignature(tree, repomd, { keys, enforced: enforcesSignature(platform.version, keys) }),
  };
}

async function seenSignature(
  tree: SourceTree,
  signed: Buffer,
  { keys, enforced }: { readonly keys: readonly string[]; readonly enforced: boolean },
): Promise<SignatureVerdict | null> {
  const first = keys.slice(0, 1);
  if (![`${marks.repomd}.asc`, ...first].every((path) => tree.files.has(path))) return null;
  const options = { signedPath: marks.repomd, signed, keys: await readMediumKeys(tree, first), enforced };
  return (await findSignature(tree, options, noDemand)).verdict;
}

async function identifyXsRepository(tree: SourceTree): Promise<IdentifiedMedium> {
  const { repositories } = await readXsRepositories(tree, (await findXsFolders(tree)).looked);
  const main = repositories.find(({ identifier }) => identifier === 'xs:main');
  const platform = repositories.find(({ identifier }) => identifier === 'xcp:main');
  if (main === undefined) throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {});
  const { product, version, build } = main;
  const platformVersion = platform?.version ?? '0.0.0';
  return {
    layout: 'xs-repository',
    release: findRelease({ product: version, platform: platform?.version, brand: product })?.id ?? null,
    product: { name: product, version, build },
    platform: { name: platform?.product ?? 'XCP', version: platformVersion },
    target: xsTargetVersions(main, platformVersion, repositories),
    packages: repositories.reduce((sum, { packages }) => sum + packages.length, 0),
    signature: 'absent',
  };
}
