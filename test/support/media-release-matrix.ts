/** Every release and every broken variant with what recognition must make of it: the table of docs/media.md and its test. */
import { createHash } from 'node:crypto';
import { findMediaRelease } from '../../src/releases/media/find-media-release.js';
import type { MediaRelease } from '../../src/releases/media/media-release.js';
import type { OutcomeKind } from './media-in-memory.js';
import { linuxPackTree, putXsRepository, tree56, tree6, type XsRepositorySpec } from './media-release-trees.js';
import { addRepository, treeinfoTree, type FileTree, type SyntheticOptions } from './media-synthetic-tree.js';
import { treeinfoOf, treeinfoRelease } from './media-treeinfo-releases.js';

export interface MatrixCase {
  readonly name: string;
  readonly expected: OutcomeKind;
  /** Of a refusal. */
  readonly code?: string;
  readonly tree: () => Promise<FileTree> | FileTree;
}

/** A complete medium of a described release. */
export function releaseTree(release: MediaRelease): Promise<FileTree> | FileTree {
  if (release.medium.layout === 'treeinfo') return treeinfoRelease(release);
  return release.platform === null
    ? tree56(release.product, release.build ?? undefined)
    : tree6(release.product, release.platform);
}

function known(brand: MediaRelease['brand'], product: string): MediaRelease {
  const release = findMediaRelease({ brand, product });
  if (release === undefined) throw new Error(`no release ${brand} ${product}`);
  return release;
}

const xs71 = known('XenServer', '7.1.0');
const xcp83 = known('XCP-ng', '8.3.0');

function changed(tree: FileTree, change: (tree: FileTree) => void): FileTree {
  change(tree);
  return tree;
}

const without = async (paths: RegExp, release = xcp83, options?: SyntheticOptions): Promise<FileTree> =>
  changed(await treeinfoRelease(release, options), (tree) => {
    for (const path of [...tree.keys()]) if (paths.test(path)) tree.delete(path);
  });

const withTreeinfo = (change: (text: string) => string, release = xcp83): Promise<FileTree> =>
  treeinfoRelease(release, { treeinfo: change(treeinfoOf(release)) });

const withPrimary = (start: string): Promise<FileTree> =>
  treeinfoRelease(xcp83).then((tree) =>
    changed(tree, () => {
      const path = [...tree.keys()].find((name) => name.includes('-primary')) ?? '';
      // The digest in repomd.xml must fit, else it would be that which is refused.
      const bytes = Buffer.from(start, 'hex');
      const text = (tree.get('repodata/repomd.xml') ?? Buffer.alloc(0)).toString();
      tree.set(path, bytes);
      tree.set('repodata/repomd.xml', Buffer.from(rewritten(text, path, bytes)));
    }),
  );

function rewritten(repomd: string, path: string, bytes: Buffer): string {
  return repomd
    .replace(
      /(<data type="primary"><checksum type="sha256">)[0-9a-f]{64}(.*?<size>)\d+/s,
      `$1${createHash('sha256').update(bytes).digest('hex')}$2${bytes.length}`,
    )
    .replace(/(<data type="primary">.*?href=")[^"]+/s, `$1${path}`);
}

const six = (change: (tree: FileTree) => void): FileTree => changed(tree6('6.2.0', '1.8.0'), change);

const xsPack = (spec: Partial<XsRepositorySpec> = {}): FileTree =>
  changed(new Map(), (tree) =>
    putXsRepository(tree, { folder: '', identifier: 'example:pack', product: 'XenServer', version: '1.0', ...spec }),
  );

const yumPack = async (name: string, options: SyntheticOptions = {}): Promise<FileTree> => {
  const tree: FileTree = new Map();
  tree.set(
    'update.xml',
    Buffer.from(`<update name-label="${name}" uuid="u" version="1.0" control="control-${name}"/>`),
  );
  const packages = [{ name: `control-${name}` }, { name: `update-${name}` }];
  await addRepository(tree, { packages, signed: false, ...options });
  return tree;
};

const text = (value: string): Buffer => Buffer.from(value);

/** Packs, parts and what people take for a medium. */
export const packCases: readonly MatrixCase[] = [
  { name: 'Linux pack of 5.6 alone', expected: 'refused', code: 'MEDIA_PART_ALONE', tree: () => linuxPackTree() },
  {
    name: 'supplemental pack of 5.6 to 7.0, with what it requires',
    expected: 'recognised',
    tree: () => xsPack({ requires: '<requires originator="xs" name="main" test="ge" version="6.2.0"/>' }),
  },
  {
    name: 'supplemental pack of 5.6 to 7.0 with a list of its own',
    expected: 'recognised',
    tree: () => changed(xsPack({ folder: 'pack' }), (tree) => tree.set('XS-REPOSITORY-LIST', text('pack\n'))),
  },
  {
    name: 'driver disk of 5.6 to 7.0',
    expected: 'recognised',
    tree: () => xsPack({ packages: [{ file: 'nic-1.0-1.noarch.rpm', type: 'driver-rpm', kernel: '3.10.0+2' }] }),
  },
  { name: 'supplemental pack of 7.1 and later', expected: 'recognised', tree: () => yumPack('examplepack') },
  {
    name: 'driver disk of 7.1 and later',
    expected: 'recognised',
    tree: () => yumPack('exampledriver', { groups: { drivers: ['update-exampledriver'] } }),
  },
  { name: 'hotfix of 7.1 and later', expected: 'recognised', tree: () => yumPack('XS71E012') },
  {
    name: 'pack of 7.1 and later without its control package',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => yumPack('examplepack', { packages: [{ name: 'update-examplepack' }] }),
  },
  {
    name: 'hotfix of 5.6 to 7.0',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () =>
      new Map([
        ['XS62E001.xsupdate', text('x')],
        ['XS62E001-src.iso', text('x')],
      ]),
  },
  {
    name: 'disc of source packages',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () => new Map([['SRPMS/xen-4.1-1.src.rpm', text('x')]]),
  },
  {
    name: 'mirror of updates (a repository alone)',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () => without(/^(\.treeinfo|install|boot|EFI)/),
  },
];

/** Media of XS-REPOSITORY files that are not whole. */
export const brokenXsCases: readonly MatrixCase[] = [
  {
    name: '5.5 and before (text form)',
    expected: 'refused',
    code: 'MEDIA_RELEASE_TOO_OLD',
    tree: () =>
      changed(tree56(), (tree) => tree.set('packages.main/XS-REPOSITORY', text('XenServer\n5.5.0\n15119\nxs:main\n'))),
  },
  {
    name: 'Xen Cloud Platform (no product repository)',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () => six((tree) => tree.set('XS-REPOSITORY-LIST', text('packages.main\n'))),
  },
  {
    name: '6.x without its platform repository',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () => changed(tree56('6.2.0'), (tree) => tree.set('XS-REPOSITORY-LIST', text('packages.main\n'))),
  },
  {
    name: 'XS-REPOSITORY-LIST lost',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => six((tree) => tree.delete('XS-REPOSITORY-LIST')),
  },
  {
    name: 'a folder of the list lost',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () =>
      six((tree) => {
        for (const path of [...tree.keys()]) if (path.startsWith('packages.transfer-vm/')) tree.delete(path);
      }),
  },
  {
    name: 'a package lost',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => six((tree) => tree.delete('packages.linux/linux.tar.bz2')),
  },
  {
    name: 'boot files lost',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () =>
      six((tree) => {
        for (const path of [...tree.keys()]) if (/^(boot|install)/.test(path)) tree.delete(path);
      }),
  },
  {
    name: 'isolinux.cfg lost',
    expected: 'flagged',
    tree: () => six((tree) => tree.delete('boot/isolinux/isolinux.cfg')),
  },
  {
    name: 'a repository that the list does not name',
    expected: 'flagged',
    tree: () =>
      six((tree) =>
        putXsRepository(tree, { folder: 'packages.extra', identifier: 'x:extra', product: 'X', version: '1.0' }),
      ),
  },
];

/** Media of 7.0 and later that are not whole, or not as their hosts want them. */
export const brokenTreeinfoCases: readonly MatrixCase[] = [
  {
    name: 'netinstall image',
    expected: 'refused',
    code: 'MEDIA_NETINSTALL',
    tree: () => without(/^(\.treeinfo|repodata|Packages)/),
  },
  {
    name: 'dot files lost in copying',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () => without(/^\.treeinfo/),
  },
  {
    name: 'names in capitals, cut to 8.3',
    expected: 'refused',
    code: 'MEDIA_NOT_RECOGNISED',
    tree: () =>
      new Map(['_TREEINF', 'INSTALL.IMG', 'PACKAGES/SYNTH_BA.RPM', 'BOOT/VMLINUZ'].map((name) => [name, text('x')])),
  },
  { name: 'repodata lost', expected: 'refused', code: 'MEDIA_INCOMPLETE', tree: () => without(/^repodata/) },
  {
    name: 'boot files, a key and packages lost',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => without(/^(boot|RPM-GPG|Packages\/kernel)/),
  },
  { name: 'the list of packages lost', expected: 'refused', code: 'MEDIA_INCOMPLETE', tree: () => without(/-primary/) },
  {
    name: 'the signature lost where it is enforced',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => without(/\.asc$/),
  },
  {
    name: 'XenServer without the groups that its installer asks for',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => treeinfoRelease(xs71, { groups: {} }),
  },
  {
    name: 'XCP-ng without xcp-ng-deps',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: () => treeinfoRelease(xcp83, { packages: [{ name: 'other' }] }),
  },
  ...(
    [
      ['zstd', '28b52ffd00'],
      ['xz', 'fd377a585a00'],
    ] as const
  ).map(([name, start]): MatrixCase => ({
    name: `list of packages in ${name}`,
    expected: 'refused',
    code: 'MEDIA_DIGEST_UNSUPPORTED',
    tree: () => withPrimary(start),
  })),
  {
    name: 'packages with sha512 digests',
    expected: 'refused',
    code: 'MEDIA_DIGEST_UNSUPPORTED',
    tree: () => treeinfoRelease(xcp83, { changePrimary: (xml) => xml.replaceAll('type="sha256"', 'type="sha512"') }),
  },
  {
    name: '.treeinfo with a bare percent sign',
    expected: 'refused',
    code: 'MEDIA_METADATA_INVALID',
    tree: () => withTreeinfo((info) => info.replace('synth', '50%')),
  },
  {
    name: '.treeinfo with a section twice',
    expected: 'refused',
    code: 'MEDIA_METADATA_INVALID',
    tree: () => withTreeinfo((info) => `${info}\n[platform]\nname = XCP\n`),
  },
  {
    name: '.treeinfo with a byte order mark',
    expected: 'refused',
    code: 'MEDIA_METADATA_INVALID',
    tree: () => withTreeinfo((info) => `\uFEFF${info}`),
  },
  {
    name: '.treeinfo with [system-v1] alone',
    expected: 'flagged',
    tree: () => withTreeinfo((info) => info.replace(/\[platform\][^[]*\[branding\][^[]*/, '')),
  },
  {
    name: '8.3 with folders in XS-REPOSITORY-LIST',
    expected: 'flagged',
    tree: async () =>
      changed(await treeinfoRelease(xcp83), (tree) => tree.set('XS-REPOSITORY-LIST', text('packages.x\n'))),
  },
  {
    name: '7.1 with folders in XS-REPOSITORY-LIST',
    expected: 'flagged',
    tree: async () =>
      changed(await treeinfoRelease(xs71), (tree) => tree.set('XS-REPOSITORY-LIST', text('packages.x\n'))),
  },
  {
    name: '7.0 with a pack in XS-REPOSITORY-LIST',
    expected: 'flagged',
    tree: async () =>
      changed(await treeinfoRelease(known('XenServer', '7.0.0')), (tree) => {
        tree.set('XS-REPOSITORY-LIST', text('packages.x\n'));
        putXsRepository(tree, { folder: 'packages.x', identifier: 'x:pack', product: 'X', version: '1.0' });
      }),
  },
  {
    name: '7.0 with a pack in XS-REPOSITORY-LIST that is not there',
    expected: 'refused',
    code: 'MEDIA_INCOMPLETE',
    tree: async () =>
      changed(await treeinfoRelease(known('XenServer', '7.0.0')), (tree) =>
        tree.set('XS-REPOSITORY-LIST', text('packages.x\n')),
      ),
  },
  {
    name: 'a release that nobody described yet',
    expected: 'recognised',
    tree: () =>
      treeinfoTree({
        treeinfo: treeinfoOf({ ...xcp83, product: '12.0.0', platform: '9.0.0' }),
        packages: [{ name: 'xcp-ng-deps' }],
      }),
  },
];
