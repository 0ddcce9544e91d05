/** Media whose description of themselves lies, of both eras, and what is no medium at all. */
import { linuxPackTree, tree56 } from '../../support/media-release-trees.js';
import { syntheticTreeinfo, xsRepositoryTree, type FileTree } from '../../support/media-synthetic-tree.js';
import { changed, edit, medium, xmlAttacks, type Outcome } from './changed-media.js';
import type { HostileCase } from './hostile-case.js';

const treeinfo = (name: string, text: string | Buffer, outcome: Outcome = 'MEDIA_METADATA_INVALID'): HostileCase =>
  medium(
    `.treeinfo with ${name}`,
    outcome,
    changed((tree) => tree.set('.treeinfo', Buffer.from(text as string))),
  );

const xs = (name: string, change: (tree: FileTree) => unknown, outcome: Outcome): HostileCase =>
  medium(name, outcome, () => {
    const tree = xsRepositoryTree();
    change(tree);
    return tree;
  });

export const releaseCases: readonly HostileCase[] = [
  treeinfo('a byte order mark', `\uFEFF${syntheticTreeinfo}`),
  treeinfo('a section twice', `${syntheticTreeinfo}[platform]\nname = X\n`),
  treeinfo('a key twice', syntheticTreeinfo.replace('[branding]', 'NAME = other\n[branding]')),
  treeinfo('a bare percent sign', `${syntheticTreeinfo}key2 = %(x)s\n`),
  treeinfo('a section for all others', `[DEFAULT]\nname = x\n${syntheticTreeinfo}`),
  treeinfo('nothing in it', ''),
  treeinfo('other bytes than UTF-8', Buffer.from([0x5b, 0xff, 0xfe, 0x5d])),
  treeinfo('70,000 lines', 'a = b\n'.repeat(70_000)),
  treeinfo('a version of letters', syntheticTreeinfo.replaceAll('8.3.0', 'latest')),
  treeinfo('a key out of the tree', syntheticTreeinfo.replace('RPM-GPG-KEY-synth', '../canary'), 'MEDIA_INCOMPLETE'),
  treeinfo(
    'a key at an absolute path',
    syntheticTreeinfo.replace('RPM-GPG-KEY-synth', '/etc/passwd'),
    'MEDIA_INCOMPLETE',
  ),
  treeinfo(
    'a key that is not there',
    syntheticTreeinfo.replace('RPM-GPG-KEY-synth', 'RPM-GPG-KEY-none'),
    'MEDIA_INCOMPLETE',
  ),
  treeinfo('the name of a prototype as a section', `${syntheticTreeinfo}[__proto__]\npolluted = yes\n`, 'accepted'),
  treeinfo('a product name that is a path', syntheticTreeinfo.replaceAll('Synth-ng', '../../canary'), 'accepted'),

  medium('nothing of a medium', 'MEDIA_NOT_RECOGNISED', () => new Map([['README', Buffer.from('none')]])),
  medium(
    'a repository without .treeinfo',
    'MEDIA_NOT_RECOGNISED',
    changed((tree) => tree.delete('.treeinfo')),
  ),
  medium(
    'boot files alone',
    'MEDIA_NETINSTALL',
    () =>
      new Map([
        ['install.img', Buffer.from('i')],
        ['boot/vmlinuz', Buffer.from('k')],
      ]),
  ),
  xs(
    'XS-REPOSITORY-LIST with a way out',
    (tree) => tree.set('XS-REPOSITORY-LIST', Buffer.from('../../etc\n')),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-REPOSITORY-LIST with an absolute name',
    (tree) => tree.set('XS-REPOSITORY-LIST', Buffer.from('/etc\n')),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-REPOSITORY-LIST with a folder that is not there',
    (tree) => tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.none\n')),
    'MEDIA_INCOMPLETE',
  ),
  xs(
    'XS-REPOSITORY-LIST of other bytes than UTF-8',
    (tree) => tree.set('XS-REPOSITORY-LIST', Buffer.from([0xff, 0xfe])),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-PACKAGES with a way out',
    (tree) => edit(tree, 'packages.xs/XS-PACKAGES', (text) => text.replace('>xs.tar.bz2', '>../../canary')),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-PACKAGES with a negative size',
    (tree) => edit(tree, 'packages.xs/XS-PACKAGES', (text) => text.replace(/size="\d+/, 'size="-1')),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-PACKAGES with another digest',
    (tree) =>
      edit(tree, 'packages.xs/XS-PACKAGES', (text) => text.replace(/md5="[0-9a-f]{32}/, `md5="${'0'.repeat(32)}`)),
    'MEDIA_DIGEST_MISMATCH',
  ),
  xs(
    'XS-PACKAGES with the billion laughs',
    (tree) => edit(tree, 'packages.xs/XS-PACKAGES', xmlAttacks.laughs),
    'MEDIA_METADATA_INVALID',
  ),
  xs(
    'XS-REPOSITORY of a version of letters',
    (tree) => edit(tree, 'packages.xs/XS-REPOSITORY', (text) => text.replace('6.2.0', 'six')),
    'MEDIA_METADATA_INVALID',
  ),
  medium('a release from before 5.6', 'MEDIA_RELEASE_TOO_OLD', () =>
    edit(tree56(), 'packages.main/XS-REPOSITORY', () => 'xs:main\n5.5.0\n'),
  ),
  medium('the Linux pack of 5.6 alone', 'MEDIA_PART_ALONE', () => linuxPackTree()),
];
