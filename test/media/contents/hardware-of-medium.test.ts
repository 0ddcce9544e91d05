import { expect } from 'chai';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { collectModules } from '../../../src/media/contents/collect-modules.js';
import { readInitramfs } from '../../../src/media/contents/initramfs.js';
import { drives, moduleIndex, tellsAll } from '../../../src/media/contents/module-index.js';
import { hardwareOfMedium, type HardwareOptions } from '../../../src/media/hardware-of-medium.js';
import { hardwareSchema, type MediumHardware } from '../../../src/media/hardware.js';
import { importMedia } from '../../../src/media/import-media.js';
import { removeMedium } from '../../../src/media/remove-medium.js';
import { setAlias } from '../../../src/media/store/aliases.js';
import { diskFiles, type StoreFiles } from '../../../src/media/store/store-files.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { expectError, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { writeCpio, type CpioSpec } from '../../support/media-cpio-writer.js';
import { driverModule, pciAlias } from '../../support/media-kernel-module.js';
import { testPackageSigner, writeRpm } from '../../support/media-rpm-writer.js';
import {
  treeinfoTree,
  xsRepositoryTree,
  type FileTree,
  type SyntheticPackage,
} from '../../support/media-synthetic-tree.js';

const kernel = '4.19.0+1';
const modules = `./lib/modules/${kernel}`;
const i40e = pciAlias(0x8086, 0x1572);
const newI40e = pciAlias(0x8086, 0x37d0);
const megaraid = pciAlias(0x1000, 0x5d);
const id = 'synth-ng-8.3.0';

async function driverPackage(name: string, files: readonly CpioSpec[], payload?: Buffer): Promise<SyntheticPackage> {
  const folders = [...new Set(files.map(({ path }) => path.slice(1, path.lastIndexOf('/') + 1)))];
  const spec = { name, folders, payload: payload ?? gzipSync(writeCpio(files)) };
  return { name, file: writeRpm(spec, { signer: await testPackageSigner() }) };
}

const packages: readonly (SyntheticPackage | Promise<SyntheticPackage>)[] = [
  { name: 'xcp-ng-deps', version: '8.3' },
  driverPackage('kernel', [
    { path: `${modules}/kernel/drivers/net/i40e.ko`, content: driverModule([i40e], '2.1') },
    { path: `${modules}/kernel/drivers/scsi/megaraid_sas.ko`, content: driverModule([megaraid], '07.7') },
  ]),
  driverPackage('intel-i40e', [
    { path: './lib/firmware/x.bin', content: 'firmware' },
    { path: `${modules}/updates/i40e.ko`, content: driverModule([i40e, newI40e], '2.25') },
  ]),
  driverPackage('linux-firmware', [{ path: './lib/firmware/y.bin' }], Buffer.from('never opened')),
];

const image = gzipSync(
  writeCpio([
    { path: 'init', content: '#!/bin/sh' },
    { path: `${modules.slice(2)}/kernel/drivers/net/i40e.ko`, content: driverModule([i40e], '2.1') },
    { path: `${modules.slice(2)}/modules.alias`, content: `alias ${i40e} i40e\n` },
  ]),
);

async function mediumTree(
  changes: Readonly<Record<string, Buffer>> = {},
  extra: readonly Promise<SyntheticPackage>[] = [],
): Promise<FileTree> {
  const tree = await treeinfoTree({ packages: await Promise.all([...packages, ...extra]) });
  for (const [path, bytes] of Object.entries({ 'install.img': image, ...changes })) tree.set(path, bytes);
  return tree;
}

/** Name, version and file of what drives a device in dom0 and in the installer. */
function driversOf({ dom0, installer }: MediumHardware, vendor: number, device: number): Record<string, string[]> {
  const parts = { vendor, device, subvendor: null, subdevice: null, class: null };
  const names = (set: MediumHardware['dom0'] | null): string[] =>
    set === null ? [] : drives(moduleIndex(set), parts).map(({ module }) => `${module.name} ${module.version ?? ''}`);
  return { installer: names(installer), dom0: names(dom0) };
}

describe('The hardware that a medium’s systems can drive', () => {
  const folder = temporaryFolder();
  const importTree = async (tree: FileTree, wanted?: string): Promise<void> => {
    await importMedia({ source: await imageOf(folder(), tree), mediaCache: folder(), id: wanted });
  };
  const hardware = (options: Partial<HardwareOptions> = {}): Promise<MediumHardware> =>
    hardwareOfMedium({ mediaCache: folder(), id, ...options });
  const kept = (): string => join(folder(), 'v1', 'hardware', `${id}.json`);

  it('is that of install.img for the installer, and that of all driver packages for dom0', async () => {
    await importTree(await mediumTree());

    const found = await hardware();

    expect(found.installer?.kernels).to.deep.equal([kernel]);
    expect(found.dom0.kernels).to.deep.equal([kernel]);
    expect(tellsAll(found.dom0) && found.installer !== null && tellsAll(found.installer)).to.equal(true);
    expect(driversOf(found, 0x8086, 0x1572)).to.deep.equal({ installer: ['i40e 2.1'], dom0: ['i40e 2.25'] });
    expect(driversOf(found, 0x8086, 0x37d0)).to.deep.equal({ installer: [], dom0: ['i40e 2.25'] });
    expect(driversOf(found, 0x1000, 0x5d)).to.deep.equal({ installer: [], dom0: ['megaraid_sas 07.7'] });
    expect(found.dom0.modules.find(({ name }) => name === 'i40e')).to.deep.include({
      from: 'Packages/intel-i40e-1.0-1.synth.noarch.rpm',
      replaces: [
        { from: 'Packages/kernel-1.0-1.synth.noarch.rpm', path: 'kernel/drivers/net/i40e.ko', version: '2.1' },
      ],
    });
  });

  it('opens only what can hold modules, and tells how far it is', async () => {
    await importTree(await mediumTree());
    const seen: string[] = [];
    let last = { bytes: 0, totalBytes: 1 };
    await hardware({
      onProgress: (progress) => {
        seen.push(progress.current);
        last = progress;
      },
    });
    expect([...new Set(seen)]).to.deep.equal([
      'install.img',
      'Packages/intel-i40e-1.0-1.synth.noarch.rpm',
      'Packages/kernel-1.0-1.synth.noarch.rpm',
    ]);
    expect(last.bytes).to.equal(last.totalBytes);
  });

  it('is computed once, found by alias, and computed again for another medium of the same name', async () => {
    await importTree(await mediumTree());
    await setAlias({ mediaCache: folder(), alias: 'current', id });
    const first = await hardware();
    let computed = 0;
    const again = await hardware({ id: 'current', onProgress: () => (computed += 1) });
    expect(again).to.deep.equal(first);
    expect(computed).to.equal(0);
    expect(hardwareSchema.parse(JSON.parse(await readFile(kept(), 'utf8')))).to.deep.equal(first);

    const old = await readFile(kept());
    await removeMedium({ mediaCache: folder(), id });
    await importTree(await mediumTree({ EULA: Buffer.from('another') }));
    await mkdir(join(folder(), 'v1', 'hardware'), { recursive: true });
    await writeFile(kept(), old);
    expect((await hardware()).sourceSha256).to.not.equal(first.sourceSha256);
  });

  it('is computed again when what was kept is damaged, or of another generation', async () => {
    await importTree(await mediumTree());
    const first = await hardware();
    for (const content of [
      '{',
      '{}',
      JSON.stringify({ ...first, generation: 2, dom0: { ...first.dom0, modules: [] } }),
    ]) {
      await writeFile(kept(), content);
      expect(await hardware()).to.deep.equal(first);
      expect(JSON.parse(await readFile(kept(), 'utf8'))).to.deep.equal(first);
    }
  });

  it('leaves the store with its medium', async () => {
    await importTree(await mediumTree());
    await hardware();
    expect(await readdir(join(folder(), 'v1', 'hardware'))).to.deep.equal([`${id}.json`]);
    await removeMedium({ mediaCache: folder(), id });
    expect(await readdir(join(folder(), 'v1', 'hardware'))).to.deep.equal([]);
    await expectError(hardware(), 'MEDIA_NOT_FOUND');
  });

  it('is told to one who may not write, or whose disk is full', async () => {
    await importTree(await mediumTree());
    for (const code of ['FILE_WRITE_FAILED', 'DISK_FULL'] as const) {
      const files: StoreFiles = {
        ...diskFiles,
        create: (path) => Promise.reject(new DrydockError(code, { attempted: 'writing a file', subject: path })),
      };
      expect((await hardware({ files })).dom0.modules).to.have.length(2);
      expect(await readdir(join(folder(), 'v1', 'hardware')).catch(() => [])).to.deep.equal([]);
    }
  });

  it('says what could not be read, since "no driver" may be wrong then', async () => {
    const broken = [
      driverPackage('no-cpio', [{ path: `${modules}/extra/a.ko` }], gzipSync(Buffer.from('no archive'))),
      driverPackage(
        'cut-short',
        [{ path: `${modules}/extra/b.ko` }],
        gzipSync(writeCpio([{ path: 'x' }])).subarray(0, 20),
      ),
      driverPackage('odd-module', [{ path: `${modules}/extra/c.ko`, content: 'no module' }]),
    ];
    await importTree(await mediumTree({ 'install.img': Buffer.from('no image') }, broken));

    const { installer, dom0 } = await hardware();

    expect(dom0.modules.map(({ name }) => name)).to.deep.equal(['i40e', 'megaraid_sas']);
    expect(tellsAll(dom0)).to.equal(false);
    expect(dom0.unread.map(({ subject, code }) => `${subject} ${code}`).sort()).to.deep.equal([
      'Packages/cut-short-1.0-1.synth.noarch.rpm MEDIA_ARCHIVE_DAMAGED',
      'Packages/no-cpio-1.0-1.synth.noarch.rpm MEDIA_ARCHIVE_UNSUPPORTED',
      `Packages/odd-module-1.0-1.synth.noarch.rpm: lib/modules/${kernel}/extra/c.ko MEDIA_ARCHIVE_DAMAGED`,
    ]);
    expect(installer).to.deep.include({ kernels: [], modules: [] });
    expect(installer?.unread).to.have.length(1);
  });

  it('of 6.x says that its archives were not looked into', async () => {
    await importTree(xsRepositoryTree(), 'old');
    const { dom0 } = await hardware({ id: 'old' });
    expect(dom0.unread.map(({ subject }) => subject)).to.deep.equal([
      'packages.main/base.tar.bz2',
      'packages.xs/xs.tar.bz2',
    ]);
  });

  it('stops when told to, and keeps nothing', async () => {
    await importTree(await mediumTree());
    const reason = new Error('enough');
    const stop = new AbortController();
    const outcome = await hardware({ signal: stop.signal, onProgress: () => stop.abort(reason) }).catch(
      (error: unknown) => error,
    );
    expect(outcome).to.equal(reason);
    expect(await readdir(join(folder(), 'v1', 'hardware')).catch(() => [])).to.deep.equal([]);
  });
});

describe('Modules in an archive', () => {
  const folder = temporaryFolder();

  it('are taken as long as they have no more aliases, and lists as long as they are no larger, than any kernel', async () => {
    const greedy = driverModule(Array.from({ length: 90_000 }, () => 'x'));
    const archive = writeCpio([
      { path: `${modules}/modules.alias`, content: Buffer.alloc(9_000_000) },
      ...Array.from({ length: 7 }, (_, index) => ({ path: `${modules}/kernel/${index}.ko`, content: greedy })),
      { path: `${modules}/kernel/i40e.ko`, content: driverModule([i40e]) },
    ]);
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(archive);
    };
    const entries = readInitramfs(source(), { subject: 'x', limit: 1e9, signal: undefined });

    const found = await collectModules(entries, { from: 'x', signal: undefined });

    expect(found.modules.map(({ name }) => name)).to.deep.equal(['0', '1', '2', '3', '4', 'i40e']);
    expect(found.unread.map(({ subject }) => subject.replace(/.*\//, ''))).to.deep.equal([
      'modules.alias',
      '5.ko',
      '6.ko',
    ]);
    expect(new Set(found.unread.map(({ code }) => code))).to.deep.equal(new Set(['MEDIA_ARCHIVE_UNSUPPORTED']));
  });

  it('are read compressed, and under all names of a file with several', async () => {
    const module = driverModule([i40e], '2.1');
    const link = { inode: 9, links: 2 };
    const files = [
      { path: `${modules}/kernel/one.ko`, ...link },
      { path: `${modules}/kernel/two.ko`, content: module, ...link },
      { path: `${modules}/kernel/three.ko.gz`, content: gzipSync(module) },
    ];
    const tree = await mediumTree({}, [driverPackage('odd', files)]);
    await importMedia({ source: await imageOf(folder(), tree), mediaCache: folder() });

    const { dom0 } = await hardwareOfMedium({ mediaCache: folder(), id });

    const odd = dom0.modules.filter(({ from }) => from.includes('odd'));
    expect(odd.map(({ name, version, pci }) => [name, version, ...pci])).to.deep.equal([
      ['one', '2.1', '8086:1572'],
      ['three', '2.1', '8086:1572'],
      ['two', '2.1', '8086:1572'],
    ]);
    expect(dom0.unread).to.deep.equal([]);
  });
});
