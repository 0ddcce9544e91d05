/** Says by structure what kind of install medium a tree is, and refuses what a host would fail on. */
import type { SourceTree } from '../source/source-tree.js';
import { marks, notRecognised } from './evidence.js';
import type { RecognisedMedium } from './recognised-medium.js';
import { noDemand, type SignatureDemand } from './signature-rules.js';
import { recogniseXsPack, recogniseYumPack } from './supplemental-pack.js';
import { recogniseTreeinfoMedium } from './treeinfo-medium.js';
import { recogniseXsRepositoryMedium } from './xs-repository-medium.js';

/**
 * @throws MEDIA_NOT_RECOGNISED or MEDIA_NETINSTALL with what was looked for, found and missing; MEDIA_INCOMPLETE,
 *   MEDIA_METADATA_INVALID, MEDIA_DIGEST_UNSUPPORTED, MEDIA_DIGEST_MISMATCH, MEDIA_SIGNATURE_REFUSED, MEDIA_KEY_UNREADABLE
 */
export async function recogniseMedium(tree: SourceTree, demand: SignatureDemand = noDemand): Promise<RecognisedMedium> {
  const has = (path: string): boolean => tree.files.has(path);
  if (has(marks.treeinfo)) return recogniseTreeinfoMedium(tree, demand);
  const bootable = has(marks.installImage) || has(marks.kernel);
  if (has(marks.repositoryList) || has(marks.mainRepository)) return recogniseXsRepositoryMedium(tree);
  if (!bootable && has(marks.updateXml) && has(marks.repomd)) return recogniseYumPack(tree, demand);
  if (!bootable && has(marks.rootRepository)) return recogniseXsPack(tree);
  if (has(marks.repomd)) {
    // The trap: installers since 2021-12 pass such a tree, format the disk, and find no main repository (reference: 2.4).
    throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {
      expected: '.treeinfo beside repodata/repomd.xml',
      found: 'a repository without .treeinfo, which an installer would fail on after it formatted the disk',
    });
  }
  if (has(marks.installImage) && has(marks.kernel) && !tree.folders.has('Packages')) {
    throw notRecognised('MEDIA_NETINSTALL', tree, {
      expected: '.treeinfo and repodata/repomd.xml',
      found: 'boot files without a repository',
    });
  }
  throw notRecognised('MEDIA_NOT_RECOGNISED', tree, { found: tree.description });
}
