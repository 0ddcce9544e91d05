/** Says by structure what kind of install medium a tree is, and refuses what a host would fail on. */
import type { SourceTree } from '../source/source-tree.js';
import { marks, notRecognised } from './evidence.js';
import { lookAlike } from './not-a-medium.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { noDemand, requireDemanded, type SignatureDemand } from './signature-rules.js';
import { recogniseYumPack } from './supplemental-pack.js';
import { recogniseTreeinfoMedium } from './treeinfo-medium.js';
import { recogniseXsRepositoryTree } from './xs-repository-medium.js';

/**
 * @throws MEDIA_NOT_RECOGNISED, MEDIA_NETINSTALL, MEDIA_PART_ALONE or MEDIA_RELEASE_TOO_OLD with what was looked for, found
 *   and missing; MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_DIGEST_UNSUPPORTED, MEDIA_DIGEST_MISMATCH,
 *   MEDIA_SIGNATURE_REFUSED, MEDIA_KEY_UNREADABLE
 */
export async function recogniseMedium(tree: SourceTree, demand: SignatureDemand = noDemand): Promise<RecognisedMedium> {
  const has = (path: string): boolean => tree.files.has(path);
  if (has(marks.treeinfo)) return recogniseTreeinfoMedium(tree, demand);
  const bootable = has(marks.installImage) || has(marks.kernel);
  if (!bootable && has(marks.updateXml) && has(marks.repomd)) return recogniseYumPack(tree, demand);
  if (hasXsRepository(tree)) {
    const medium = await recogniseXsRepositoryTree(tree);
    requireDemanded(marks.repositoryList, medium.signature, demand);
    return medium;
  }
  if (has(marks.repomd)) {
    // The trap: installers since 2021-12 pass such a tree, format the disk, and find no main repository (reference: 2.4).
    throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {
      expected: '.treeinfo beside repodata/repomd.xml',
      found: bootable
        ? 'a repository without .treeinfo, which an installer would fail on after it formatted the disk'
        : 'a package repository without .treeinfo and without an installer, such as a mirror of updates',
    });
  }
  if (has(marks.installImage) && has(marks.kernel) && !tree.folders.has('Packages')) {
    throw notRecognised('MEDIA_NETINSTALL', tree, {
      expected: '.treeinfo and repodata/repomd.xml',
      found: 'boot files without a repository',
    });
  }
  throw notRecognised('MEDIA_NOT_RECOGNISED', tree, lookAlike(tree) ?? { found: tree.description });
}

/** A list, or a repository at any place: also one that no client would look into, so that this can be said. */
function hasXsRepository(tree: SourceTree): boolean {
  if (tree.files.has(marks.repositoryList)) return true;
  return [...tree.files.keys()].some((path) => /^(?:[^/]+\/)?XS-REPOSITORY$/.test(path));
}
