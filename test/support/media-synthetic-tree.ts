/** Trees of install media with real metadata, made in memory: what `npm test` imports without any program. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { createMessage, readPrivateKey, sign } from 'openpgp';
import type { IsoSpec } from './media-iso-writer.js';
import { testPackageSigner, writeRpm, type RpmWriterOptions } from './media-rpm-writer.js';

export type FileTree = Map<string, Buffer>;

export interface SyntheticPackage {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  /** Its payload. */
  readonly content?: string;
  readonly provides?: Readonly<Record<string, string>>;
  /** Signed with the test key, unless this says otherwise. */
  readonly rpm?: RpmWriterOptions;
  /** The file as it is, instead of a package. */
  readonly file?: Buffer;
}

export interface SyntheticOptions {
  readonly treeinfo?: string;
  readonly packages?: readonly SyntheticPackage[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Signed by default. */
  readonly signed?: boolean;
  /** Changes the packages' list before its digest is taken. */
  readonly changePrimary?: (xml: string) => string;
  readonly changeRepomd?: (xml: string) => string;
}

export const syntheticTreeinfo = `[platform]
name = XCP
version = 3.4.0

[branding]
name = Synth-ng
version = 8.3.0

[system-v1]
platform_name = XCP
platform_version = 3.4.0
product_name = Synth-ng
product_version = 8.3.0

[build]
number = cloud

[keys]
key1 = RPM-GPG-KEY-synth
`;

const defaultPackages: readonly SyntheticPackage[] = [
  { name: 'xcp-ng-deps', version: '8.3', content: 'deps' },
  { name: 'xapi-core', version: '24.19.2', content: 'xapi'.repeat(500) },
  { name: 'xen-hypervisor', version: '4.17.5', release: '4.1.synth', content: 'xen'.repeat(700) },
  { name: 'kernel', version: '4.19.19', content: 'kernel'.repeat(900), provides: { 'kernel-uname-r': '4.19.0+1' } },
  { name: 'libstdc++', version: '4.8.5', content: 'library' },
];

const fixtures = new URL('../fixtures/media/', import.meta.url);

/** A medium of 7.0 and later. */
export async function treeinfoTree(options: SyntheticOptions = {}): Promise<FileTree> {
  const tree: FileTree = new Map(Object.entries(bootFiles()));
  tree.set('.treeinfo', Buffer.from(options.treeinfo ?? syntheticTreeinfo));
  tree.set('RPM-GPG-KEY-synth', await readFile(new URL('test-signing-key.pub', fixtures)));
  await addRepository(tree, options);
  return tree;
}

/** Adds packages and their metadata; signs it. */
export async function addRepository(tree: FileTree, options: SyntheticOptions = {}): Promise<void> {
  const packages = options.packages ?? defaultPackages;
  const change = options.changePrimary ?? ((xml: string) => xml);
  const files = new Map<SyntheticPackage, Buffer>();
  for (const item of packages) files.set(item, await packageFile(item));
  for (const [item, bytes] of files) tree.set(packagePath(item), bytes);
  const metadata: [string, Buffer][] = [['primary', gzipSync(change(primaryXml(files)))]];
  if (options.groups !== undefined) metadata.push(['group', Buffer.from(compsXml(options.groups))]);
  const entries = metadata.map(([type, bytes]) => {
    const path = `repodata/${sha256(bytes)}-${type}.xml${type === 'primary' ? '.gz' : ''}`;
    tree.set(path, bytes);
    return `<data type="${type}"><checksum type="sha256">${sha256(bytes)}</checksum><location href="${path}"/><size>${bytes.length}</size></data>`;
  });
  const repomd = (options.changeRepomd ?? ((xml: string) => xml))(
    `<?xml version="1.0"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo">${entries.join('\n')}</repomd>\n`,
  );
  tree.set('repodata/repomd.xml', Buffer.from(repomd));
  if (options.signed !== false) tree.set('repodata/repomd.xml.asc', await signature(repomd));
}

/** A medium of 6.0 to 6.5. */
export function xsRepositoryTree(): FileTree {
  const tree: FileTree = new Map(Object.entries(bootFiles()));
  tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.main\npackages.xs\n'));
  addXsRepository(
    tree,
    'packages.main/',
    { originator: 'xcp', name: 'main', product: 'XCP', version: '1.8.0' },
    { 'base.tar.bz2': 'base'.repeat(300) },
  );
  addXsRepository(
    tree,
    'packages.xs/',
    { originator: 'xs', name: 'main', product: 'XenServer', version: '6.2.0' },
    { 'xs.tar.bz2': 'xs'.repeat(400) },
  );
  return tree;
}

export function addXsRepository(
  tree: FileTree,
  folder: string,
  identity: { originator: string; name: string; product: string; version: string },
  packages: Readonly<Record<string, string>>,
): void {
  const { originator, name, product, version } = identity;
  const lines = Object.entries(packages).map(([file, content]) => {
    tree.set(folder + file, Buffer.from(content));
    const md5 = createHash('md5').update(content).digest('hex');
    return `<package label="${file}" type="tbz2" size="${content.length}" md5="${md5}" root="/">${file}</package>`;
  });
  tree.set(
    `${folder}XS-REPOSITORY`,
    Buffer.from(
      `<?xml version="1.0"?>\n<repository originator="${originator}" name="${name}" product="${product}" version="${version}" build="70446c"><description>Synthetic</description></repository>\n`,
    ),
  );
  tree.set(`${folder}XS-PACKAGES`, Buffer.from(`<?xml version="1.0"?>\n<packages>${lines.join('')}</packages>\n`));
}

/** For the ISO writer. */
export function treeSpecs(tree: FileTree): IsoSpec[] {
  return [...tree].map(([path, content]) => ({ path, content }));
}

export function packagePath({ name, version, release }: SyntheticPackage): string {
  return `Packages/${name}-${version ?? '1.0'}-${release ?? '1.synth'}.noarch.rpm`;
}

function bootFiles(): Record<string, Buffer> {
  const names = [
    'install.img',
    'boot/vmlinuz',
    'boot/xen.gz',
    'boot/isolinux/isolinux.cfg',
    'EFI/xenserver/grub.cfg',
    'EULA',
  ];
  return Object.fromEntries(names.map((name) => [name, Buffer.from(`content of ${name}\n`.repeat(40))]));
}

/** Signing takes most of the time, and the same few packages are in nearly every tree. */
const written = new Map<string, Buffer>();

async function packageFile(item: SyntheticPackage): Promise<Buffer> {
  if (item.file !== undefined) return item.file;
  const { content, rpm, ...spec } = item;
  const payload = Buffer.from(content ?? item.name);
  if (rpm !== undefined) return writeRpm({ ...spec, payload }, rpm);
  const key = JSON.stringify(item);
  const bytes = written.get(key) ?? writeRpm({ ...spec, payload }, { signer: await testPackageSigner() });
  written.set(key, bytes);
  return bytes;
}

function primaryXml(packages: ReadonlyMap<SyntheticPackage, Buffer>): string {
  const entries = [...packages].map(([item, bytes]) => {
    const provides = Object.entries(item.provides ?? {}).map(
      ([name, version]) => `<rpm:entry name="${name}" flags="EQ" epoch="0" ver="${version}"/>`,
    );
    return `<package type="rpm"><name>${item.name}</name><arch>noarch</arch><version epoch="0" ver="${item.version ?? '1.0'}" rel="${item.release ?? '1.synth'}"/><checksum type="sha256" pkgid="YES">${sha256(bytes)}</checksum><summary>A &amp; B</summary><size package="${bytes.length}" installed="1" archive="1"/><location href="${packagePath(item)}"/><format><rpm:provides>${provides.join('')}</rpm:provides></format></package>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${packages.size}">${entries.join('\n')}</metadata>\n`;
}

function compsXml(groups: Readonly<Record<string, readonly string[]>>): string {
  const text = Object.entries(groups).map(
    ([id, names]) =>
      `<group><id>${id}</id><packagelist>${names.map((name) => `<packagereq type="mandatory">${name}</packagereq>`).join('')}</packagelist></group>`,
  );
  return `<?xml version="1.0"?>\n<comps>${text.join('')}</comps>\n`;
}

async function signature(text: string): Promise<Buffer> {
  const key = await readPrivateKey({ armoredKey: await readFile(new URL('test-signing-key.asc', fixtures), 'utf8') });
  const message = await createMessage({ binary: Buffer.from(text) });
  return Buffer.from(await sign({ message, signingKeys: key, detached: true }));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
