/** Trees of XS-REPOSITORY media as every release from 5.6 to 6.5 has them, and of what belongs to them. */
import { createHash } from 'node:crypto';
import { writeRpm } from './media-rpm-writer.js';
import type { FileTree } from './media-synthetic-tree.js';

export interface XsPackageSpec {
  readonly file: string;
  readonly type?: 'tbz2' | 'rpm' | 'driver-rpm' | 'driver' | 'firmware';
  readonly kernel?: string;
  readonly content?: string;
}

export interface XsRepositorySpec {
  /** `packages.main`; empty for the root. */
  readonly folder: string;
  /** `xs:main` */
  readonly identifier: string;
  readonly product: string;
  readonly version: string;
  readonly build?: string;
  readonly packages?: readonly XsPackageSpec[];
  /** `<requires …/>` elements. */
  readonly requires?: string;
}

export function putXsRepository(tree: FileTree, spec: XsRepositorySpec): void {
  const { folder, identifier, product, version, build = '70446c', requires = '' } = spec;
  const [originator = '', name = ''] = identifier.split(':');
  const at = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  const lines = (spec.packages ?? [{ file: `${name}.tar.bz2` }]).map(({ file, type = 'tbz2', kernel, content }) => {
    const text = Buffer.from(content ?? `${identifier} ${version} ${file} `.repeat(40));
    const bytes = type === 'rpm' || type === 'driver-rpm' ? writeRpm({ name: file, payload: text }) : text;
    tree.set(at(file), bytes);
    const md5 = createHash('md5').update(bytes).digest('hex');
    const attributes = kernel === undefined ? '' : ` kernel="${kernel}"`;
    return `<package label="${file}" type="${type}" size="${bytes.length}" md5="${md5}" root="/"${attributes}>${file}</package>`;
  });
  tree.set(
    at('XS-REPOSITORY'),
    Buffer.from(
      `<?xml version="1.0"?>\n<repository originator="${originator}" name="${name}" product="${product}" version="${version}" build="${build}"><description>Synthetic</description>${requires}</repository>\n`,
    ),
  );
  tree.set(at('XS-PACKAGES'), Buffer.from(`<?xml version="1.0"?>\n<packages>${lines.join('')}</packages>\n`));
}

function putBootFiles(tree: FileTree): void {
  for (const name of ['install.img', 'boot/vmlinuz', 'boot/xen.gz', 'boot/isolinux/isolinux.cfg', 'EULA'])
    tree.set(name, Buffer.from(`content of ${name}\n`.repeat(20)));
}

/** A base medium of 5.6: its product alone, no platform; the Linux pack is another image. */
export function tree56(version = '5.6.0', build = '31188p'): FileTree {
  const tree: FileTree = new Map();
  putBootFiles(tree);
  tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.main\n'));
  putXsRepository(tree, { folder: 'packages.main', identifier: 'xs:main', product: 'XenServer', version, build });
  return tree;
}

/** The second image of 5.6. */
export function linuxPackTree(version = '5.6.0', build = '31188p'): FileTree {
  const tree: FileTree = new Map();
  tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.linux\n'));
  putXsRepository(tree, { folder: 'packages.linux', identifier: 'xs:linux', product: 'XenServer', version, build });
  return tree;
}

/** A medium of 6.0 to 6.5: four repositories, of which the list names all but one that is always looked at. */
export function tree6(product: string, platform: string): FileTree {
  const tree: FileTree = new Map();
  putBootFiles(tree);
  tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.main\npackages.xs\npackages.transfer-vm\n'));
  const xs = { product: 'XenServer', version: product };
  putXsRepository(tree, {
    ...{ folder: 'packages.main', identifier: 'xcp:main', product: 'XCP', version: platform },
    packages: [
      { file: 'base.tar.bz2' },
      { file: 'nic-1.0-1.noarch.rpm', type: 'driver-rpm', kernel: '2.6.32.43-0.4.1.xs1.8.0.835.170778xen' },
    ],
  });
  putXsRepository(tree, { folder: 'packages.xs', identifier: 'xs:main', ...xs });
  putXsRepository(tree, { folder: 'packages.transfer-vm', identifier: 'xs:xenserver-transfer-vm', ...xs });
  putXsRepository(tree, { folder: 'packages.linux', identifier: 'xs:linux', ...xs });
  return tree;
}
