import { expect } from 'chai';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { collectModules } from '../../src/media/contents/collect-modules.js';
import { driverPackages, modulesOfPackage } from '../../src/media/contents/driver-packages.js';
import type { FoundModules } from '../../src/media/contents/found-modules.js';
import { readInitramfs } from '../../src/media/contents/initramfs.js';
import { modulesOfInstallImage } from '../../src/media/contents/install-image.js';
import { mergeModules } from '../../src/media/contents/merge-modules.js';
import { parseModulesAlias } from '../../src/media/contents/modules-alias.js';
import { compactAlias, isPciAlias } from '../../src/media/contents/pci-alias.js';
import { readRpmHeader } from '../../src/media/formats/rpm-header.js';
import { hardwareOfMedium } from '../../src/media/hardware-of-medium.js';
import { importMedia } from '../../src/media/import-media.js';
import { run } from '../media-builder/programs.js';
import { imageOf } from '../support/media-cases.js';
import { testPackageSigner, writeRpm } from '../support/media-rpm-writer.js';
import { requirePrograms } from '../support/media-interop.js';
import { debianKernelModules } from '../support/media-debian-kernel.js';
import { treeinfoTree } from '../support/media-synthetic-tree.js';

const programs = ['apt-get', 'dpkg-deb', 'modinfo', 'depmod', 'cpio', 'bzip2', 'gzip', 'xz', 'zstd', 'rpmbuild', 'tar'];
const quiet = { signal: undefined, onBytes: () => undefined };

/** What stands behind `name:` lines of modinfo, for each module it was asked for. */
interface Modinfo {
  readonly name: string;
  readonly version: string | null;
  readonly aliases: readonly string[];
}

describe('Kernel modules of Debian, as kmod reads them', function () {
  this.timeout(180_000);
  let folder = '';
  /** Holds `lib/modules/<kernel>`. */
  let root = '';
  let kernel = '';
  let files: string[] = [];

  before(async function () {
    requirePrograms(this, programs);
    folder = await mkdtemp(join(tmpdir(), 'drydock-hardware-'));
    root = join(folder, 'root');
    kernel = await debianKernelModules(this, folder, root);
    const all = await readdir(join(root, 'lib', 'modules', kernel), { recursive: true });
    files = all.filter((path) => path.endsWith('.ko')).sort();
    await run('depmod', ['-b', root, kernel]);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const path = (...parts: string[]): string => join(root, 'lib', 'modules', kernel, ...parts);

  it('have the aliases and versions that modinfo tells', async () => {
    const expected = modinfoOutput(
      await run(
        'modinfo',
        files.map((file) => path(file)),
      ),
    );
    const found = await modulesOf(await archive(root));

    expect(files.length).to.be.greaterThan(50);
    expect(found.unread).to.deep.equal([]);
    const actual = found.modules.map(({ name, version, pci, others }) => [name, version, pci.toSorted(), others]);
    expect(actual.sort(byName)).to.deep.equal(
      expected
        .map(({ name, version, aliases }) => [
          name,
          version,
          pciOf(aliases),
          aliases.length - aliases.filter(isPciAlias).length,
        ])
        .sort(byName),
    );
  });

  it('make the list that depmod writes', async () => {
    const listed = parseModulesAlias(await readFile(path('modules.alias'), 'utf8'));
    const found = await modulesOf(await archive(root));
    const { modules } = mergeModules([{ ...found, lists: new Map() }], kernel);

    const expected = [...listed].map(([name, aliases]) => [name, ...pciOf(aliases)]).filter(({ length }) => length > 1);
    const actual = modules.map(({ name, pci }) => [name, ...pci.toSorted()]).filter(({ length }) => length > 1);
    expect(actual.length).to.be.greaterThan(50);
    expect(actual.sort(byName)).to.deep.equal(expected.sort(byName));
  });

  it('are chosen among several copies as depmod chooses in dom0', async () => {
    const copies = join(folder, 'copies');
    const module = files.find((file) => file.endsWith('virtio_blk.ko')) ?? '';
    await cp(path(module), join(copies, 'lib', 'modules', kernel, module));
    const folders = ['override', 'updates', 'extra', 'weak-updates'];
    for (const name of folders) await cp(path(module), join(copies, 'lib', 'modules', kernel, name, 'virtio_blk.ko'));
    const configuration = join(folder, 'depmod.d');
    await mkdir(configuration);
    await writeFile(join(configuration, 'dist.conf'), 'search override updates extra built-in weak-updates\n');

    for (const removed of ['nothing', 'override', 'updates', 'extra', dirname(module)]) {
      await rm(join(copies, 'lib', 'modules', kernel, removed, 'virtio_blk.ko'), { force: true });
      await run('depmod', ['-C', configuration, '-b', copies, kernel]);
      const dependencies = await readFile(join(copies, 'lib', 'modules', kernel, 'modules.dep'), 'utf8');
      const { modules } = mergeModules([await modulesOf(await archive(copies))], kernel);
      expect(
        modules.map((item) => item.path),
        `without ${removed}`,
      ).to.deep.equal([dependencies.split(':')[0]]);
    }
  });

  describe('in an image or a package', () => {
    let few = '';
    let expected: ReturnType<typeof mergeModules>['modules'] = [];

    /** Some tens of drivers, so that the slowest compressor takes a second. */
    before(async () => {
      few = join(folder, 'few');
      for (const file of files.filter((name) => /drivers\/(?:net|scsi|ata|nvme|block|virtio)\//.test(name)))
        await cp(path(file), join(few, 'lib', 'modules', kernel, file));
      await run('depmod', ['-b', few, kernel]);
      expected = mergeModules([await modulesOf(await archive(few))], kernel).modules;
      expect(expected.length).to.be.greaterThan(50);
    });

    const withoutPlace = (found: FoundModules): unknown =>
      mergeModules([found], kernel).modules.map((module) => ({ ...module, from: 'archive' }));

    for (const [compressor, ...options] of [['bzip2'], ['gzip'], ['xz', '-1'], ['zstd', '-3']]) {
      it(`are found in an image that ${compressor ?? ''} compressed, behind microcode`, async () => {
        const microcode = join(folder, 'microcode');
        await mkdir(join(microcode, 'kernel'), { recursive: true });
        await writeFile(join(microcode, 'kernel', 'GenuineIntel.bin'), 'microcode');
        const packed = await run(compressor ?? '', ['-c', ...options], { input: await archive(few) });
        const location = join(folder, `install.${compressor ?? ''}.img`);
        await writeFile(location, Buffer.concat([await archive(microcode), packed]));

        const found = await modulesOfInstallImage({ ...quiet, location, from: 'install.img' });

        expect(found.unread).to.deep.equal([]);
        expect(withoutPlace(found)).to.deep.equal(expected);
      });
    }

    for (const payload of ['w6.gzdio', 'w6.bzdio', 'w1.xzdio', 'w3.zstdio']) {
      it(`are found in a package that rpmbuild made with ${payload}`, async () => {
        const location = await buildPackage(few, payload);
        const { packages, unread } = await driverPackages([{ path: 'kernel.rpm', location, size: 0 }], undefined);
        expect(unread).to.deep.equal([]);
        const [item] = packages;
        if (item === undefined) throw new Error('the package was not taken for one with modules');

        const found = await modulesOfPackage(item, quiet);

        expect(found.unread).to.deep.equal([]);
        // No depmod ran there.
        const names = expected.filter(({ path: file }) => file !== null).map(({ name, pci }) => [name, pci.toSorted()]);
        expect(mergeModules([found], kernel).modules.map(({ name, pci }) => [name, pci.toSorted()])).to.deep.equal(
          names,
        );
      });
    }

    it('are told to be unreadable in a package with lzma', async () => {
      const location = await buildPackage(few, 'w1.lzdio');
      const { packages } = await driverPackages([{ path: 'kernel.rpm', location, size: 0 }], undefined);
      const found = await Promise.all(packages.map((item) => modulesOfPackage(item, quiet)));
      expect(found.map(({ unread }) => unread.map(({ code }) => code))).to.deep.equal([['MEDIA_ARCHIVE_UNSUPPORTED']]);
    });

    it('are found when they are compressed one by one, in an archive that is compressed the same way', async () => {
      for (const [compressor, ending] of [
        ['xz', '.xz'],
        ['zstd', '.zst'],
        ['gzip', '.gz'],
      ] as const) {
        const compressed = join(folder, `compressed${ending}`);
        for (const { path: file, name } of expected.slice(0, 60)) {
          if (file === null || name === '') continue;
          const target = join(compressed, 'lib', 'modules', kernel, `${file}${ending}`);
          await mkdir(dirname(target), { recursive: true });
          await writeFile(target, await run(compressor, ['-c', '-1'], { input: await readFile(path(file)) }));
        }
        const packed = await run(compressor, ['-c', '-1'], { input: await archive(compressed) });
        const found = await modulesOf(packed);
        expect(found.unread).to.deep.equal([]);
        expect(found.modules.length, compressor).to.be.greaterThan(50);
        for (const { name, pci } of found.modules)
          expect(pci.toSorted(), name).to.deep.equal(expected.find((item) => item.name === name)?.pci.toSorted());
      }
    });

    it('tell what a whole medium can drive', async () => {
      const built = await readFile(await buildPackage(few, 'w2.xzdio'));
      const { payload, folders } = await readRpmHeader(
        (offset, length) => Promise.resolve(built.subarray(offset, offset + length)),
        'kernel.rpm',
      );
      // The same again, signed by the key of the medium.
      const signed = { name: 'kernel', folders, payload: built.subarray(payload.offset), payloadCompressor: 'xz' };
      const file = writeRpm(signed, { signer: await testPackageSigner() });
      const tree = await treeinfoTree({ packages: [{ name: 'xcp-ng-deps' }, { name: 'kernel', file }] });
      tree.set('install.img', await run('bzip2', ['-c'], { input: await archive(few) }));
      const mediaCache = join(folder, 'cache');
      const { manifest } = await importMedia({ source: await imageOf(folder, tree), mediaCache });

      const { installer, dom0 } = await hardwareOfMedium({ mediaCache, id: manifest.id });

      expect([...(installer?.unread ?? []), ...dom0.unread]).to.deep.equal([]);
      expect(installer?.modules.map(({ name, pci }) => [name, pci])).to.deep.equal(
        expected.map(({ name, pci }) => [name, pci]),
      );
      expect(dom0.kernels).to.deep.equal([kernel]);
    });
  });

  /** As the vendors make install.img. */
  async function archive(of: string): Promise<Buffer> {
    const names = (await readdir(of, { recursive: true })).sort();
    return run('cpio', ['-o', '-H', 'newc', '--quiet'], { cwd: of, input: ['.', ...names].join('\n') });
  }

  async function buildPackage(of: string, payload: string): Promise<string> {
    const work = join(folder, payload);
    await mkdir(work, { recursive: true });
    const spec = join(work, 'modules.spec');
    await writeFile(spec, specFile(of));
    const macros = { _topdir: work, _binary_payload: payload, debug_package: '%{nil}', __os_install_post: '%{nil}' };
    const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
    await run('rpmbuild', ['--quiet', ...defines, '-bb', spec]);
    const built = await readdir(join(work, 'RPMS'), { recursive: true });
    return join(work, 'RPMS', built.find((name) => name.endsWith('.rpm')) ?? '');
  }
});

/** depmod's own files stay out, as those of the vendors' kernels do. */
function specFile(of: string): string {
  return `Name: kernel
Version: 6.1
Release: 1
Summary: Kernel modules
License: GPLv2
AutoReqProv: no
%description
Kernel modules.
%install
mkdir -p %{buildroot}
cp -r ${of}/lib %{buildroot}/
find %{buildroot}/lib/modules -maxdepth 2 -type f -delete
%files
/lib/modules
`;
}

async function modulesOf(bytes: Buffer): Promise<FoundModules> {
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 100_000) yield await Promise.resolve(bytes.subarray(at, at + 100_000));
  };
  const entries = readInitramfs(source(), { subject: 'archive', limit: 1e9, signal: undefined });
  return collectModules(entries, { from: 'archive', signal: undefined });
}

function pciOf(aliases: readonly string[]): string[] {
  return [...new Set(aliases.filter(isPciAlias).map(compactAlias))].sort();
}

function byName(left: readonly unknown[], right: readonly unknown[]): number {
  return String(left[0]) < String(right[0]) ? -1 : 1;
}

function modinfoOutput(output: Buffer): Modinfo[] {
  return output
    .toString()
    .split(/^filename:/m)
    .slice(1)
    .map((text) => {
      const [file = '', ...lines] = text.split('\n');
      const values = (key: string): string[] =>
        lines.filter((line) => line.startsWith(`${key}:`)).map((line) => line.slice(key.length + 1).trim());
      const name = basename(file.trim(), '.ko').replaceAll('-', '_');
      return { name, version: values('version')[0] ?? null, aliases: values('alias') };
    });
}
