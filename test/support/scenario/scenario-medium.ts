// Small media with true repository metadata, made without any program: what scenario runs install.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Medium } from '../../../src/media/catalogue.js';
import type { Manifest } from '../../../src/media/manifest.js';
import { stubCatalogue, type StubFile } from '../servers-media.js';

interface Product {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly xapi: string;
  readonly xen: string;
}

export const scenarioTargets = ['xcp-ng-8.3', 'xenserver-8'] as const;
export type ScenarioTarget = (typeof scenarioTargets)[number];

const products: Readonly<Record<ScenarioTarget, Product>> = {
  'xcp-ng-8.3': { name: 'XCP-ng', version: '8.3.0', build: 'cloud', xapi: '24.19.2', xen: '4.17.5' },
  'xenserver-8': { name: 'XenServer', version: '8.4.0', build: 'stream', xapi: '24.11.0', xen: '4.17.3' },
};

const packages = ['xcp-ng-deps', 'xapi-core', 'xen-hypervisor', 'kernel', 'libstdc++', 'qemu'];

const made = new Map<ScenarioTarget, Promise<Medium>>();

/** The same medium for every scenario of a process; its folder goes with the process. */
export function scenarioMedium(target: ScenarioTarget = 'xcp-ng-8.3'): Promise<Medium> {
  const medium = made.get(target) ?? make(target);
  made.set(target, medium);
  return medium;
}

async function make(target: ScenarioTarget): Promise<Medium> {
  const product = products[target];
  const { name, version, build, xapi, xen } = product;
  const id = `${target}.0`;
  const catalogue = await stubCatalogue({ [id]: { files: files(product) } });
  process.once('exit', () => rmSync(catalogue.folder, { recursive: true, force: true }));
  const medium = await catalogue.open(id);
  if (medium === undefined) throw new Error('the medium was not made');
  const manifest: Manifest = {
    ...medium.manifest,
    product: { name, version, build },
    platform: { name: 'XCP', version: '3.4.0' },
    target: { product: version, build, platform: '3.4.0', xapi, xen: `${xen}-4`, linux: null },
    release: target,
  };
  return {
    ...medium,
    manifest,
    file: (path) => medium.file(path),
    folder: (path) => medium.folder(path),
    location: (file) => medium.location(file),
  };
}

function files(product: Product): StubFile[] {
  const versions: Readonly<Record<string, string>> = {
    'xapi-core': product.xapi,
    'xen-hypervisor': product.xen,
    kernel: '4.19.0',
  };
  const rpms = packages.map((name) => ({
    name,
    version: versions[name] ?? '1.0',
    path: `Packages/${name}-${versions[name] ?? '1.0'}-4.x86_64.rpm`,
    content: Buffer.alloc(3000 + name.length, name),
  }));
  const primary = gzipSync(
    `<?xml version="1.0" encoding="UTF-8"?><metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${rpms.length}">` +
      rpms.map(({ name, version, path, content }) => packageXml(name, version, path, content)).join('') +
      '</metadata>',
  );
  const comps = Buffer.from(`<?xml version="1.0"?><comps>${group('xenserver_base')}${group('xenserver_dom0')}</comps>`);
  const metadata = [data('primary', 'primary.xml.gz', primary), data('group', 'comps.xml', comps)];
  return [
    { path: '.treeinfo', role: 'discovery', content: treeinfo(product) },
    { path: 'install.img', role: 'boot', content: Buffer.alloc(9000, 'i') },
    { path: 'boot/vmlinuz', role: 'boot', content: Buffer.alloc(5000, 'v') },
    { path: 'boot/xen.gz', role: 'boot', content: Buffer.alloc(4000, 'x') },
    { path: 'boot/isolinux/isolinux.cfg', role: 'boot', content: 'default install\n' },
    { path: 'RPM-GPG-KEY-synth', role: 'key', content: 'key\n' },
    { path: 'EULA', role: 'other', content: 'Licence\n' },
    { path: 'repodata/repomd.xml', role: 'discovery', content: repomd(metadata.map(({ xml }) => xml)) },
    { path: 'repodata/repomd.xml.asc', role: 'metadata', content: 'signature\n' },
    ...metadata.map(({ path, content }): StubFile => ({ path, role: 'metadata', content })),
    ...rpms.map(({ path, content }): StubFile => ({ path, role: 'package', content })),
  ];
}

const treeinfo = ({ name, version, build }: Product): string => `[platform]
name = XCP
version = 3.4.0

[branding]
name = ${name}
version = ${version}

[system-v1]
platform_name = XCP
platform_version = 3.4.0
product_name = ${name}
product_version = ${version}

[build]
number = ${build}

[keys]
key1 = RPM-GPG-KEY-synth
`;

function packageXml(name: string, version: string, path: string, content: Buffer): string {
  const requires =
    name === 'xcp-ng-deps'
      ? `<rpm:requires>${packages
          .slice(1)
          .map((other) => `<rpm:entry name="${other}"/>`)
          .join('')}</rpm:requires>`
      : '';
  return (
    `<package type="rpm"><name>${name}</name><arch>x86_64</arch><version epoch="0" ver="${version}" rel="4"/>` +
    `<checksum type="sha256" pkgid="YES">${sha256(content)}</checksum><summary/><description/><packager/><url/>` +
    `<time file="1" build="1"/><size package="${content.length}" installed="1" archive="1"/><location href="${path}"/>` +
    `<format><rpm:provides><rpm:entry name="${name}"/></rpm:provides>${requires}</format></package>`
  );
}

function group(id: string): string {
  const members = packages.map((name) => `<packagereq type="mandatory">${name}</packagereq>`).join('');
  return `<group><id>${id}</id><packagelist>${members}</packagelist></group>`;
}

function data(type: string, name: string, content: Buffer): { path: string; content: Buffer; xml: string } {
  const path = `repodata/${sha256(content)}-${name}`;
  const xml = `<data type="${type}"><checksum type="sha256">${sha256(content)}</checksum><open-checksum type="sha256">${sha256(content)}</open-checksum><location href="${path}"/><timestamp>1</timestamp><size>${content.length}</size><open-size>1</open-size></data>`;
  return { path, content, xml };
}

function repomd(entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>1</revision>${entries.join('')}</repomd>`;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
