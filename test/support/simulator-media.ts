/** A small install medium in memory and a transport to it, so that a simulated host can install without a server. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { MediaAnswer, MediaRequest, MediaTransport } from '../../src/installer/client-script.js';
import type { MediaTransportFactory } from '../../src/simulator/world.js';

export type MediumTree = Map<string, Uint8Array>;

export interface MediumOptions {
  readonly brand?: string;
  readonly product?: string;
  readonly platform?: string;
  readonly xapi?: string;
  readonly xen?: string;
  /** Version of host-upgrade-plugin; the package is left out without it. */
  readonly plugin?: string;
  /** As XenServer 9 boots: boot/xen.efi, and neither boot/xen.gz nor boot/isolinux. */
  readonly uefiOnly?: boolean;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const digest = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** A tree with `.treeinfo`, metadata and three packages, of XCP-ng 8.3 unless told otherwise. */
export function smallMedium(options: MediumOptions = {}): MediumTree {
  const { brand = 'XCP-ng', product = '8.3.0', platform = '3.4.0', xapi = '24.19.2', xen = '4.17.5', plugin } = options;
  const packages = [
    {
      name: 'xcp-ng-deps',
      file: 'Packages/xcp-ng-deps-8.3-1.noarch.rpm',
      requires: ['xapi-core', 'xen-hypervisor', ...(plugin === undefined ? [] : ['host-upgrade-plugin'])],
    },
    { name: 'xapi-core', file: `Packages/xapi-core-${xapi}-1.1.x86_64.rpm`, requires: [] },
    { name: 'xen-hypervisor', file: `Packages/xen-hypervisor-${xen}-4.1.x86_64.rpm`, requires: [] },
    ...(plugin === undefined
      ? []
      : [{ name: 'host-upgrade-plugin', file: `Packages/host-upgrade-plugin-${plugin}-1.noarch.rpm`, requires: [] }]),
  ];
  const tree: MediumTree = new Map();
  for (const { name, file } of packages) tree.set(file, text(`package ${name} ${'x'.repeat(1000)}`));
  const primary = gzipSync(
    `<metadata>${packages.map((entry) => packageXml(entry, tree.get(entry.file)!)).join('')}</metadata>`,
  );
  tree.set('repodata/primary.xml.gz', primary);
  const comps = text(`<comps>${['xenserver_base', 'xenserver_dom0'].map(groupXml).join('')}</comps>`);
  tree.set('repodata/comps.xml', comps);
  tree.set('repodata/repomd.xml', text(repomd({ primary: ['primary.xml.gz', primary], group: ['comps.xml', comps] })));
  tree.set('repodata/repomd.xml.asc', text('signature'));
  tree.set('RPM-GPG-KEY-small', text('key'));
  tree.set('EULA', text('licence'));
  const boot = options.uefiOnly === true ? ['boot/xen.efi'] : ['boot/xen.gz', 'boot/isolinux/isolinux.cfg'];
  for (const path of ['install.img', 'boot/vmlinuz', ...boot, 'EFI/xenserver/grub.cfg']) tree.set(path, text(path));
  tree.set(
    '.treeinfo',
    text(
      `[platform]\nname = XCP\nversion = ${platform}\n[branding]\nname = ${brand}\nversion = ${product}\n[build]\nnumber = small/1\n[keys]\nkey1 = RPM-GPG-KEY-small\n`,
    ),
  );
  return tree;
}

/** Keeps what was asked for; `refuse` says which requests get no answer. */
export function memoryMedia(
  tree: MediumTree,
  options: { log?: MediaRequest[]; refuse?: (request: MediaRequest) => boolean } = {},
): MediaTransportFactory {
  return (): MediaTransport => ({
    request: (request) => {
      options.log?.push(request);
      return Promise.resolve(answer(tree, request, options.refuse?.(request) ?? false));
    },
    close: () => Promise.resolve(),
  });
}

function answer(tree: MediumTree, request: MediaRequest, refused: boolean): MediaAnswer {
  if (refused) return { outcome: 'failed', reason: 'ECONNREFUSED' };
  const body = tree.get(request.path);
  if (body === undefined) return { outcome: 'missing', status: 404 };
  return request.mode === 'probe'
    ? { outcome: 'found', size: body.length }
    : { outcome: 'found', size: body.length, body };
}

function packageXml(entry: { name: string; file: string; requires: string[] }, body: Uint8Array): string {
  const requires = entry.requires.map((name) => `<rpm:entry name="${name}"/>`).join('');
  return (
    `<package type="rpm"><name>${entry.name}</name><checksum type="sha256">${digest(body)}</checksum>` +
    `<size package="${body.length}"/><location href="${entry.file}"/>` +
    `<format><rpm:provides><rpm:entry name="${entry.name}"/></rpm:provides><rpm:requires>${requires}</rpm:requires></format></package>`
  );
}

function groupXml(id: string): string {
  return `<group><id>${id}</id><packagelist><packagereq type="mandatory">xcp-ng-deps</packagereq></packagelist></group>`;
}

function repomd(files: Readonly<Record<string, readonly [string, Uint8Array]>>): string {
  const data = Object.entries(files).map(
    ([type, [name, body]]) =>
      `<data type="${type}"><checksum type="sha256">${digest(body)}</checksum><location href="repodata/${name}"/></data>`,
  );
  return `<repomd>${data.join('')}</repomd>`;
}
