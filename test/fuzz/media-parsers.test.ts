import { expect } from 'chai';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readInitramfs } from '../../src/media/contents/initramfs.js';
import { readModinfo } from '../../src/media/contents/elf-modinfo.js';
import { parseBuiltinModinfo, parseModulesAlias } from '../../src/media/contents/modules-alias.js';
import { decompress } from '../../src/media/decompress/decompress.js';
import { parseComps } from '../../src/media/formats/comps.js';
import { parsePrimary } from '../../src/media/formats/primary.js';
import { parseRepomd } from '../../src/media/formats/repomd.js';
import { readRpmHeader } from '../../src/media/formats/rpm-header.js';
import { parseTreeinfo } from '../../src/media/formats/treeinfo.js';
import { parseUpdateXml } from '../../src/media/formats/update-xml.js';
import { parseRepositoryList, parseXsPackages, parseXsRepository } from '../../src/media/formats/xs-repository.js';
import { readIsoImage } from '../../src/media/iso9660/iso-image.js';
import type { ByteReader } from '../../src/media/source/byte-reader.js';
import { parseKeys } from '../../src/media/verify/signature.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { writeCpio } from '../support/media-cpio-writer.js';
import { seededRandom } from '../support/media-durable-model.js';
import { driverModule, pciAlias } from '../support/media-kernel-module.js';
import { writeIso } from '../support/media-iso-writer.js';
import { testPackageSigner, writeRpm } from '../support/media-rpm-writer.js';
import { treeinfoTree, xsRepositoryTree, type FileTree } from '../support/media-synthetic-tree.js';
import { mutated } from './mutate.js';
import { timeBox } from './time-box.js';

/** No round of bytes as few as these may take longer, on a machine that has other things to do. */
const longestRound = 2000;

interface Target {
  readonly name: string;
  /** Honest bytes to begin with. */
  readonly sample: () => Promise<Buffer> | Buffer;
  readonly read: (bytes: Buffer) => unknown;
}

const update = '<update name-label="pack" version="1.0" uuid="u" control="control-pack"/>';
const groups = { xenserver_base_packages: ['xcp-ng-deps', 'kernel'] };

const targets: readonly Target[] = [
  { name: '.treeinfo', sample: () => fileOf(treeinfoTree(), '.treeinfo'), read: parseTreeinfo },
  { name: 'repomd.xml', sample: () => fileOf(treeinfoTree(), 'repomd.xml'), read: parseRepomd },
  {
    name: 'the list of packages, in its gzip',
    sample: () => fileOf(treeinfoTree(), 'primary.xml.gz'),
    read: (bytes) => parsePrimary(bytes, 'primary'),
  },
  {
    name: 'the list of packages, as text',
    sample: async () => gunzipSync(await fileOf(treeinfoTree(), 'primary.xml.gz')),
    read: (bytes) => parsePrimary(gzipSync(bytes, { level: 1 }), 'primary'),
  },
  {
    name: 'the group file',
    sample: () => fileOf(treeinfoTree({ groups }), 'group.xml'),
    read: (bytes) => parseComps(bytes, 'comps'),
  },
  {
    name: 'XS-REPOSITORY',
    sample: () => fileOf(xsRepositoryTree(), 'packages.xs/XS-REPOSITORY'),
    read: (bytes) => parseXsRepository(bytes, 'XS-REPOSITORY'),
  },
  {
    name: 'XS-PACKAGES',
    sample: () => fileOf(xsRepositoryTree(), 'packages.xs/XS-PACKAGES'),
    read: (bytes) => parseXsPackages(bytes, 'packages.xs', 'XS-PACKAGES'),
  },
  { name: 'XS-REPOSITORY-LIST', sample: () => fileOf(xsRepositoryTree(), '-LIST'), read: parseRepositoryList },
  { name: 'update.xml', sample: () => Buffer.from(update), read: parseUpdateXml },
  { name: 'a public key', sample: () => fileOf(treeinfoTree(), 'KEY-synth'), read: (bytes) => parseKeys(bytes, 'key') },
  {
    name: 'the header of a package',
    sample: async () =>
      writeRpm(
        { name: 'kernel', provides: { 'kernel-uname-r': '4.19' }, folders: ['/lib/modules/4.19/'] },
        { signer: await testPackageSigner() },
      ),
    read: (bytes) => readRpmHeader(readAt(bytes), 'package'),
  },
  {
    name: 'the records of an image, with links, long names and moved folders',
    sample: () => structureOf(false),
    read: readImage,
  },
  { name: 'the records of an image, in Joliet', sample: () => structureOf(true), read: readImage },
  {
    name: 'an initial file system',
    sample: () =>
      writeCpio([
        { path: 'lib/modules/4.19/a.ko', content: driver() },
        { path: 'etc/hosts', content: 'h' },
      ]),
    read: readWholeInitramfs,
  },
  { name: 'a kernel module', sample: driver, read: (bytes) => readModinfo(bytes, 'module') },
  {
    name: 'the list of aliases of modules',
    sample: () => Buffer.from('alias pci:v00008086d00001572sv*sd*bc*sc*i* i40e\n'.repeat(5)),
    read: (bytes) => parseModulesAlias(bytes.toString('latin1')),
  },
  {
    name: 'what is built into a kernel',
    sample: () => Buffer.from('ahci.alias=pci:v*d*\0ahci.license=GPL\0'.repeat(5)),
    read: parseBuiltinModinfo,
  },
  { name: 'gzip data', sample: () => gzipSync('content '.repeat(500)), read: readDecompressed },
];

describe('Parsers of media under random changes', function () {
  this.timeout(24 * 3_600_000);

  for (const { name, sample, read } of targets) {
    it(`${name}: read, or refused with an error of ours, and soon`, async () => {
      const honest = await sample();
      await read(Buffer.from(honest));
      await timeBox({ share: 0.4 / targets.length, fewest: 20 }, async (seed) => {
        const bytes = mutated(honest, seededRandom(seed));
        const began = performance.now();
        try {
          await read(bytes);
        } catch (error) {
          if (!(error instanceof DrydockError) || error.code === 'INTERNAL_FAULT') throw error;
        }
        expect(performance.now() - began, 'milliseconds').to.be.lessThan(longestRound);
      });
    });
  }

  it('names the seed of a failure', async () => {
    const failing = timeBox({ share: 0, fewest: 3 }, () => {
      throw new Error('planted');
    });
    expect(await failing.catch((error: unknown) => String(error))).to.match(/DRYDOCK_FUZZ_SEED=\d+: planted/);
  });
});

async function fileOf(tree: FileTree | Promise<FileTree>, end: string): Promise<Buffer> {
  for (const [path, bytes] of await tree) if (path.endsWith(end)) return bytes;
  throw new Error(`no ${end}`);
}

function driver(): Buffer {
  return driverModule([pciAlias(0x8086, 0x1572), pciAlias(0x10de, 0x0001)]);
}

/** So little content that most changes meet structure. */
function structureOf(joliet: boolean): Buffer {
  const { image } = writeIso(
    [
      { path: 'a/b/file', content: 'x' },
      { path: `long/${'n'.repeat(240)}`, content: 'y', extentSize: 2048 },
      { path: 'link', target: 'part/'.repeat(40) },
      { path: 'a/moved', content: '', childLink: 'rr_moved/deep' },
      { path: 'rr_moved/deep', folder: true, relocated: true },
      { path: 'rr_moved/deep/file', content: 'z' },
    ],
    joliet ? { rockRidge: false, joliet } : {},
  );
  // The first sixteen sectors hold nothing and would catch most of the changes.
  return image.subarray(16 * 2048);
}

async function readImage(bytes: Buffer): Promise<void> {
  const image = await readIsoImage(readerOf(Buffer.concat([Buffer.alloc(16 * 2048), bytes])));
  for (const entry of image.entries) if (entry.kind === 'file' && !entry.compressed) await image.content(entry);
  await image.close();
}

async function readWholeInitramfs(bytes: Buffer): Promise<void> {
  for await (const entry of readInitramfs(inPieces(bytes), { subject: 'x', limit: 10_000_000, signal: undefined })) {
    for await (const chunk of entry.content()) expect(chunk.length).to.be.greaterThan(-1);
  }
}

async function readDecompressed(bytes: Buffer): Promise<void> {
  let length = 0;
  for await (const chunk of decompress('gzip', inPieces(bytes), { subject: 'x', limit: 10_000_000 }))
    length += chunk.length;
  expect(length).to.be.at.most(10_000_000);
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 700) yield await Promise.resolve(bytes.subarray(at, at + 700));
}

function readAt(bytes: Buffer): (offset: number, length: number) => Promise<Buffer> {
  return (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length));
}

function readerOf(bytes: Buffer): ByteReader {
  return {
    name: 'fuzz',
    size: bytes.length,
    modified: 0,
    read: (buffer, into, length, position) => {
      const part = bytes.subarray(position, position + length);
      buffer.set(part, into);
      return Promise.resolve(part.length);
    },
    close: () => Promise.resolve(),
  };
}
