/** Small media made in memory, of the shapes that the recorded clients were shown. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export type Tree = Map<string, Buffer>;

export interface ModernMedium {
  readonly platformVersion?: string;
  readonly productVersion?: string;
  /** Section `[platform]` and `[branding]`, `[system-v1]`, or both. */
  readonly sections?: 'old' | 'system' | 'both';
  readonly withKeys?: boolean;
  /** Names of the metadata files, when a trace has its own. */
  readonly names?: { readonly primary?: string; readonly filelists?: string; readonly comps?: string };
  readonly withDatabase?: boolean;
}

const packages = [
  { name: 'synth-base', file: 'Packages/synth-base-1.0-1.noarch.rpm', requires: ['rpmlib(PayloadIsZstd)', '/bin/sh'] },
  { name: 'synth-dom0', file: 'Packages/synth-dom0-1.0-1.noarch.rpm', requires: ['synth-base'] },
  { name: 'xcp-ng-deps', file: 'Packages/xcp-ng-deps-8.3.0-1.noarch.rpm', requires: ['synth-base', 'synth-dom0'] },
];

export function modernMedium(options: ModernMedium = {}): Tree {
  const tree: Tree = new Map();
  for (const file of bootFiles) tree.set(file, Buffer.from(`content of ${file}`));
  for (const { name, file } of packages) tree.set(file, Buffer.from(`package ${name}`));
  tree.set('.treeinfo', Buffer.from(treeinfoText(options)));
  tree.set('RPM-GPG-KEY-synth', Buffer.from('public key'));
  addRepository(tree, options);
  return tree;
}

export const bootFiles = ['install.img', 'boot/vmlinuz', 'boot/xen.gz', 'boot/isolinux/isolinux.cfg'];

export function treeinfoText(options: ModernMedium): string {
  const { platformVersion = '3.4.0', productVersion = '8.3.0', sections = 'both', withKeys = true } = options;
  const old = `[platform]\nname = XCP\nversion = ${platformVersion}\n\n[branding]\nname = Synth-ng\nversion = ${productVersion}\n\n`;
  const system =
    `[system-v1]\nplatform_name = XCP\nplatform_version = ${platformVersion}\n` +
    `product_name = Synth-ng\nproduct_version = ${productVersion}\n\n`;
  const keys = withKeys ? '[keys]\nkey1 = RPM-GPG-KEY-synth\n' : '';
  return `${sections === 'system' ? '' : old}${sections === 'old' ? '' : system}${keys}`;
}

/** Metadata for the packages of the tree, with their true digests. */
export function addRepository(tree: Tree, options: ModernMedium): void {
  const primary = gzipSync(primaryXml(tree));
  const filelists = gzipSync('<filelists/>');
  const comps = gzipSync(compsXml);
  const { names = {} } = options;
  const files: [string, string, Buffer][] = [
    ['primary', names.primary ?? 'repodata/1-primary.xml.gz', primary],
    ['filelists', names.filelists ?? 'repodata/2-filelists.xml.gz', filelists],
    ['group_gz', names.comps ?? 'repodata/3-comps.xml.gz', comps],
  ];
  if (options.withDatabase === true)
    files.push(['primary_db', 'repodata/4-primary.sqlite.bz2', Buffer.from('database')]);
  const data = files.map(
    ([type, href, body]) =>
      `<data type="${type}"><checksum type="sha256">${sha256(body)}</checksum><location href="${href}"/></data>`,
  );
  tree.set(
    'repodata/repomd.xml',
    Buffer.from(`<repomd xmlns="http://linux.duke.edu/metadata/repo">${data.join('')}</repomd>`),
  );
  tree.set('repodata/repomd.xml.asc', Buffer.from('signature'));
  for (const [, href, body] of files) tree.set(href, body);
}

/** A supplemental pack: update.xml beside a repository, no `.treeinfo`. */
export function packMedium(options: ModernMedium): Tree {
  const tree = modernMedium(options);
  tree.delete('.treeinfo');
  tree.set('update.xml', Buffer.from('<update name-label="synthpack" control="control-synthpack"/>'));
  return tree;
}

export function xmlMedium(): Tree {
  const tree: Tree = new Map();
  for (const file of bootFiles) tree.set(file, Buffer.from(`content of ${file}`));
  tree.set('XS-REPOSITORY-LIST', Buffer.from('packages.main\npackages.xs\npackages.transfer\n'));
  for (const [directory, originator, name, version] of [
    ['packages.main', 'xcp', 'main', '1.9.9'],
    ['packages.xs', 'xs', 'main', '6.5.9'],
    ['packages.transfer', 'xs', 'synth-transfer', '6.5.9'],
  ] as const) {
    const text = `<repository originator="${originator}" name="${name}" product="XCP" version="${version}"><description>x</description></repository>`;
    tree.set(`${directory}/XS-REPOSITORY`, Buffer.from(text));
    tree.set(`${directory}/XS-PACKAGES`, Buffer.from('<packages/>'));
  }
  return tree;
}

function primaryXml(tree: Tree): string {
  const entries = packages.map(({ name, file, requires }) => {
    const body = tree.get(file)!;
    return (
      `<package type="rpm"><name>${name}</name><checksum type="sha256" pkgid="YES">${sha256(body)}</checksum>` +
      `<size package="${body.length}"/><location href="${file}"/><format>` +
      `<rpm:provides><rpm:entry name="${name}"/></rpm:provides>` +
      `<rpm:requires>${requires.map((entry) => `<rpm:entry name="${entry}"/>`).join('')}</rpm:requires></format></package>`
    );
  });
  return `<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm">${entries.join('')}</metadata>`;
}

const compsXml = `<comps>${[
  ['xenserver_base', 'synth-base'],
  ['xenserver_dom0', 'synth-dom0'],
]
  .map(
    ([id, name]) =>
      `<group><id>${id}</id><packagelist><packagereq type="mandatory">${name}</packagereq>` +
      '<packagereq type="optional">never-asked-for</packagereq></packagelist></group>',
  )
  .join('')}</comps>`;

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
