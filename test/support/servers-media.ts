/** Media for the tests of the servers: a tree in a temporary folder with a hand-made manifest, and a catalogue of such trees. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MediaCatalogue, Medium } from '../../src/media/catalogue.js';
import type { FileRole, Manifest, ManifestFile, MediaLayout } from '../../src/media/manifest.js';

export interface StubFile {
  readonly path: string;
  readonly role: FileRole;
  readonly content: Uint8Array | string;
}

/** Milliseconds in it, since HTTP dates have none. */
export const stubModified = Date.UTC(2026, 0, 5, 12, 30, 15, 250);

const blob = (size: number): Uint8Array => new Uint8Array(randomBytes(size));

/** The files of a treeinfo medium with all roles, odd names and one package larger than what the kernel takes off a sender's hands. */
export function treeinfoFiles(largeSize = 8 * 1024 * 1024 + 17): StubFile[] {
  return [
    { path: '.treeinfo', role: 'discovery', content: '[platform]\nname = XCP\nversion = 3.9.9\n' },
    { path: 'install.img', role: 'boot', content: blob(300_000) },
    { path: 'boot/vmlinuz', role: 'boot', content: blob(70_000) },
    { path: 'boot/xen.gz', role: 'boot', content: blob(30_000) },
    { path: 'boot/isolinux/isolinux.cfg', role: 'boot', content: 'default install\n' },
    { path: 'repodata/repomd.xml', role: 'discovery', content: '<repomd/>\n' },
    { path: 'repodata/repomd.xml.asc', role: 'metadata', content: 'signature\n' },
    { path: 'repodata/00-primary.xml.gz', role: 'metadata', content: blob(900) },
    { path: 'RPM-GPG-KEY-synth', role: 'key', content: 'key\n' },
    { path: 'Packages/base-1.0-1.noarch.rpm', role: 'package', content: blob(9000) },
    { path: 'Packages/libstdc++-1~2^3.x86_64.rpm', role: 'package', content: blob(12_000) },
    { path: 'Packages/kernel-6.6-1.x86_64.rpm', role: 'package', content: blob(largeSize) },
    { path: 'EULA', role: 'other', content: 'Licence text\n' },
    { path: 'odd names/ä b%20c+"d".txt', role: 'other', content: 'odd\n' },
    { path: 'empty.txt', role: 'other', content: '' },
  ];
}

export function xsRepositoryFiles(): StubFile[] {
  const repository = (name: string): StubFile[] => [
    { path: `${name}/XS-REPOSITORY`, role: 'discovery', content: `<repository name="${name}"/>` },
    { path: `${name}/XS-PACKAGES`, role: 'metadata', content: '<packages/>' },
    { path: `${name}/base.tar.bz2`, role: 'package', content: blob(5000) },
  ];
  return [
    { path: 'install.img', role: 'boot', content: blob(2000) },
    { path: 'boot/vmlinuz', role: 'boot', content: blob(2000) },
    { path: 'boot/xen.gz', role: 'boot', content: blob(2000) },
    { path: 'boot/isolinux/isolinux.cfg', role: 'boot', content: 'default\n' },
    { path: 'XS-REPOSITORY-LIST', role: 'discovery', content: 'packages.main\npackages.xs\npackages.transfer\n' },
    ...['packages.main', 'packages.xs', 'packages.transfer'].flatMap(repository),
  ];
}

export interface StubCatalogue extends MediaCatalogue {
  readonly folder: string;
  content(media: string, path: string): Buffer;
  remove(): Promise<void>;
}

/** A catalogue over trees written to a new temporary folder; `latest` is an alias of the first one. */
export async function stubCatalogue(
  media: Record<string, { layout?: MediaLayout; files: readonly StubFile[] }>,
): Promise<StubCatalogue> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-servers-'));
  const opened = new Map<string, Medium>();
  const contents = new Map<string, Buffer>();
  for (const [id, { layout = 'treeinfo', files }] of Object.entries(media)) {
    const tree = join(folder, id);
    for (const { path, content } of files) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), content);
      contents.set(`${id}:${path}`, Buffer.from(content));
    }
    opened.set(id, stubMedium(id, layout, files, tree));
  }
  const alias = Object.keys(media)[0] ?? '';
  return {
    folder,
    list: () => Promise.resolve([...opened.keys()].sort()),
    open: (name) => Promise.resolve(opened.get(name === 'latest' ? alias : name)),
    content: (id, path) => contents.get(`${id}:${path}`) ?? Buffer.alloc(0),
    remove: () => rm(folder, { recursive: true }),
  };
}

function stubMedium(id: string, layout: MediaLayout, files: readonly StubFile[], tree: string): Medium {
  const entries = files.map(({ path, role, content }): ManifestFile => {
    const bytes = Buffer.from(content);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, size: bytes.length, sha256, role, verifiedBy: 'none', signature: null, modified: stubModified };
  });
  const byPath = new Map(entries.map((file) => [file.path, file]));
  const folders = foldersOf(entries);
  return {
    manifest: stubManifest(id, layout, entries),
    file: (path) => byPath.get(path),
    folder: (path) => folders.get(path),
    location: (file) => join(tree, file.path),
    treeFolder: tree,
  };
}

function foldersOf(files: readonly ManifestFile[]): Map<string, string[]> {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const file of files) {
    const components = file.path.split('/');
    components.forEach((component, index) => {
      const parent = components.slice(0, index).join('/');
      const names = folders.get(parent) ?? new Set();
      folders.set(parent, names.add(index === components.length - 1 ? component : `${component}/`));
    });
  }
  return new Map([...folders].map(([path, names]) => [path, [...names].sort()]));
}

export function stubManifest(id: string, layout: MediaLayout, files: ManifestFile[]): Manifest {
  return {
    format: 2,
    generation: 1,
    id,
    importedAt: stubModified,
    layout,
    product: { name: 'Synth', version: '8.9.0', build: '1' },
    platform: { name: 'XCP', version: '3.9.9' },
    target: { product: '8.9.0', build: '1', platform: '3.9.9', xapi: null, xen: null, linux: null },
    release: null,
    source: { kind: 'folder', label: 'stub', sha256: '0'.repeat(64), bytes: 0 },
    parts: [],
    verified: {
      packages: 0,
      metadata: 0,
      signature: 'absent',
      signedBy: null,
      packageSignatures: { good: 0, absent: 0, untrustedKey: 0 },
      packagesSignedBy: [],
      sourceChecksum: false,
    },
    warnings: [],
    files,
    emptyFolders: [],
  };
}
