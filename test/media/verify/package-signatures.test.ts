import { expect } from 'chai';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { generateKey } from 'openpgp';
import { importMedia, type ImportOptions, type ImportOutcome } from '../../../src/media/import-media.js';
import { expectError, expectNothingLeft, imageOf, temporaryFolder } from '../../support/media-cases.js';
import { tree6 } from '../../support/media-release-trees.js';
import { testPackageSigner, type RpmSigner, type RpmWriterOptions } from '../../support/media-rpm-writer.js';
import {
  addRepository,
  packagePath,
  syntheticTreeinfo,
  treeinfoTree,
  type FileTree,
  type SyntheticPackage,
} from '../../support/media-synthetic-tree.js';

const testKey = fileURLToPath(new URL('../../fixtures/media/test-signing-key.pub', import.meta.url));
const testFingerprint = '3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F';

/** Releases by what their installers ask of packages. */
const enforcing = syntheticTreeinfo;
const withBuiltInKey = syntheticTreeinfo.replaceAll('3.4.0', '3.2.1').replaceAll('8.3.0', '8.2.1');
const lax = syntheticTreeinfo.replaceAll('3.4.0', '2.7.0').replaceAll('8.3.0', '7.6.0');

const deps: SyntheticPackage = { name: 'xcp-ng-deps', version: '8.3' };
const probe: SyntheticPackage = { name: 'probe' };
const probePath = packagePath(probe);

describe('The signatures of packages', () => {
  const folder = temporaryFolder();
  let signer: RpmSigner;
  let stranger: RpmSigner;
  let imports = 0;

  before(async () => {
    signer = await testPackageSigner();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    stranger = { key: privateKey, fingerprint: Buffer.alloc(20, 0xab) };
  });

  async function importTree(tree: FileTree, options: Partial<ImportOptions> = {}): Promise<ImportOutcome> {
    return importMedia({ source: await imageOf(folder(), tree), mediaCache: folder(), ...options });
  }

  /** A medium where one package is written in another way. */
  function treeWith(rpm: RpmWriterOptions, treeinfo = enforcing): Promise<FileTree> {
    return treeinfoTree({ treeinfo, packages: [deps, { ...probe, rpm }] });
  }

  async function verdictOf(rpm: RpmWriterOptions, treeinfo = lax): Promise<string | null | undefined> {
    imports += 1;
    const { manifest } = await importTree(await treeWith(rpm, treeinfo), { id: `medium-${imports}` });
    return manifest.files.find((file) => file.path === probePath)?.signature;
  }

  it("are good under the medium's first key, are counted, and name who signed", async () => {
    const { manifest } = await importTree(await treeWith({ signer }));
    expect(manifest.files.filter((file) => file.signature !== null).map((file) => file.signature)).to.deep.equal([
      'good',
      'good',
    ]);
    expect(manifest.verified).to.deep.include({
      packageSignatures: { good: 2, absent: 0, untrustedKey: 0 },
      packagesSignedBy: [testFingerprint],
    });
    expect(manifest.warnings).to.deep.equal([]);
  });

  it('are read in the third and the fourth version of the packet, with SHA-256 and with SHA-1', async () => {
    for (const packetVersion of [3, 4] as const)
      for (const hash of ['sha1', 'sha256'] as const)
        expect(await verdictOf({ signer, packetVersion, hash }, enforcing)).to.equal('good');
  });

  it('are read as rpm 6 writes them: any number, also beside that of one kind of key', async () => {
    // A packet of the sixth version: its first byte tells, and its key is none that a medium of today has.
    const later = Buffer.concat([Buffer.from([0xc2, 40, 6]), Buffer.alloc(39)]);
    expect(await verdictOf({ listed: [signer] }, enforcing)).to.equal('good');
    expect(await verdictOf({ signer, listed: [later, signer] }, enforcing)).to.equal('good');
    expect(await verdictOf({ listed: [later, stranger] })).to.equal('untrusted-key');
    for (const rpm of [{ listed: [Buffer.from('no packet')] }, { listed: [signer], digestOf: Buffer.from('x') }])
      await expectError(importTree(await treeWith(rpm, lax)), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /bad/);
  });

  it('over header and payload count where there is none over the header', async () => {
    expect(await verdictOf({ signer, signatures: ['header and payload'], packetVersion: 3 })).to.equal('good');
  });

  it('that do not fit the header are refused in every release, and nothing is left', async () => {
    const rpm: RpmWriterOptions = {
      signer,
      changeHeader: (header) => void header.write('x', header.indexOf('1.synth.src.rpm')),
    };
    for (const treeinfo of [enforcing, withBuiltInKey, lax]) {
      await expectError(
        importTree(await treeWith(rpm, treeinfo)),
        'MEDIA_PACKAGE_SIGNATURE_REFUSED',
        /probe.*found bad/,
      );
      await expectNothingLeft(folder());
    }
  });

  it('over header and payload that do not fit the payload are refused', async () => {
    const tree = await treeinfoTree({
      treeinfo: lax,
      packages: [
        deps,
        { ...probe, rpm: { signer, signatures: ['header and payload'], signedPayload: Buffer.from('x') } },
      ],
    });
    await expectError(importTree(tree), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /bad/);
  });

  it('by another key are refused where the installer would refuse them, with the packages as data, and told elsewhere', async () => {
    const error = await expectError(
      importTree(await treeWith({ signer: stranger })),
      'MEDIA_PACKAGE_SIGNATURE_REFUSED',
      /untrusted-key/,
    );
    expect(error.details.data).to.deep.equal({ packages: [probePath], count: 1 });
    const { manifest } = await importTree(await treeWith({ signer: stranger }, withBuiltInKey));
    expect(manifest.verified.packageSignatures).to.deep.equal({ good: 1, absent: 0, untrustedKey: 1 });
    expect(manifest.warnings.join()).to.match(/1 of 2 packages is signed by another key than the medium names first/);
  });

  it('that are missing are refused where the installer would refuse them, and told elsewhere', async () => {
    for (const treeinfo of [enforcing, withBuiltInKey])
      await expectError(importTree(await treeWith({}, treeinfo)), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /absent/);
    const { manifest } = await importTree(await treeWith({}, lax));
    expect(manifest.verified.packageSignatures).to.deep.equal({ good: 1, absent: 1, untrustedKey: 0 });
    expect(manifest.warnings.join()).to.match(/1 of 2 packages is not signed/);
  });

  it('must all be good on demand', async () => {
    for (const rpm of [{}, { signer: stranger }]) {
      const refused = importTree(await treeWith(rpm, lax), { requireSignature: true });
      await expectError(refused, 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /probe/);
    }
  });

  it('must all be good on demand also where the medium is here already', async () => {
    const tree = await treeWith({}, lax);
    await importTree(tree);
    await expectError(importTree(tree, { requireSignature: true }), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /absent/);
  });

  it('that nobody relies on count as by an untrusted key', async () => {
    expect(await verdictOf({ signer, hash: 'md5' })).to.equal('untrusted-key');
  });

  it('from before the key was made are not by it', async () => {
    expect(await verdictOf({ signer, signedAt: Date.UTC(2001, 0) })).to.equal('untrusted-key');
  });

  it('that are no OpenPGP packet are refused', async () => {
    const broken = treeWith({ signer, changePacket: (packet) => packet.subarray(0, 40) }, lax);
    await expectError(importTree(await broken), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /bad/);
  });

  it('are refused with a header that is not what its own digest says, signed or not', async () => {
    const tree = await treeWith({ digestOf: Buffer.from('another header') }, lax);
    await expectError(importTree(tree), 'MEDIA_PACKAGE_SIGNATURE_REFUSED', /bad/);
  });

  it('are not judged where the medium names no key', async () => {
    const { manifest } = await importTree(await treeWith({ signer: stranger }, enforcing.replace(/\[keys\][^[]*/, '')));
    expect(manifest.files.every((file) => file.signature === null)).to.equal(true);
    expect(manifest.verified.packageSignatures).to.deep.equal({ good: 0, absent: 0, untrustedKey: 0 });
  });

  it('are judged by the keys given where the medium names none', async () => {
    const tree = await treeWith({ signer: stranger }, enforcing.replace(/\[keys\][^[]*/, ''));
    const { manifest } = await importTree(tree, { keys: [testKey] });
    expect(manifest.verified.packageSignatures).to.deep.equal({ good: 1, absent: 0, untrustedKey: 1 });
    expect(manifest.warnings.join()).to.match(/not among the keys given/);
  });

  describe('under pinned fingerprints', () => {
    const spaced = testFingerprint.replaceAll(/(.{4})/g, '$1 ').toLowerCase();

    it('are good when the key’s is among them, however it is written', async () => {
      const { manifest } = await importTree(await treeWith({ signer }), {
        trustedKeys: [spaced],
        requireSignature: true,
      });
      expect(manifest.verified.signature).to.equal('good');
      expect(manifest.verified.packageSignatures.good).to.equal(2);
    });

    it('are by an untrusted key when it is not, which is told, and refused on demand', async () => {
      const trustedKeys = ['AB'.repeat(20)];
      const tree = await treeWith({ signer });
      await expectError(importTree(tree, { trustedKeys, requireSignature: true }), 'MEDIA_SIGNATURE_REFUSED');
      const { manifest } = await importTree(tree, { trustedKeys });
      expect(manifest.verified.signature).to.equal('untrusted-key');
      expect(manifest.verified.packageSignatures).to.deep.equal({ good: 0, absent: 0, untrustedKey: 2 });
      expect(manifest.warnings.join()).to.match(/2 of 2 packages are signed by a key that is not among the keys given/);
    });

    it('are good when the key is given as a file beside them', async () => {
      const options = { trustedKeys: ['AB'.repeat(20)], keys: [testKey], requireSignature: true };
      const { manifest } = await importTree(await treeWith({ signer }), options);
      expect(manifest.verified.packageSignatures.good).to.equal(2);
    });
  });

  it('of a pack, which names no key, are judged by the keys given alone, and that is told once', async () => {
    const pack: FileTree = new Map();
    pack.set('update.xml', Buffer.from('<update name-label="pack" uuid="u" version="1.0" control="control-pack"/>'));
    await addRepository(pack, { packages: [{ name: 'control-pack' }, { name: 'update-pack' }] });
    const { manifest: unknown } = await importTree(pack, { id: 'unknown' });
    expect(unknown.verified.packageSignatures).to.deep.equal({ good: 0, absent: 0, untrustedKey: 0 });
    expect(unknown.warnings.filter((warning) => /names no key of its own/.test(warning))).to.have.length(1);
    await expectError(importTree(pack, { requireSignature: true, id: 'demanded' }), 'MEDIA_SIGNATURE_REFUSED');
    const { manifest: known } = await importTree(pack, { keys: [testKey], id: 'known', requireSignature: true });
    expect(known.verified.packageSignatures).to.deep.equal({ good: 2, absent: 0, untrustedKey: 0 });
    expect(known.warnings.join()).not.to.match(/key/);
  });

  it('are demanded of no medium that cannot have any', async () => {
    await expectError(
      importTree(tree6('6.2.0', '1.8.0'), { requireSignature: true }),
      'MEDIA_SIGNATURE_REFUSED',
      /absent/,
    );
    const { manifest } = await importTree(tree6('6.2.0', '1.8.0'));
    expect(manifest.files.every((file) => file.signature === null)).to.equal(true);
  });

  it('need every key of the medium to be one', async () => {
    const second = `${enforcing}key2 = RPM-GPG-KEY-second\n`;
    const tree = await treeWith({ signer }, second);
    await expectError(importTree(tree), 'MEDIA_INCOMPLETE', /RPM-GPG-KEY-second/);
    tree.set('RPM-GPG-KEY-second', Buffer.from('no key'));
    await expectError(importTree(tree), 'MEDIA_KEY_UNREADABLE', /RPM-GPG-KEY-second/);
    const { publicKey } = await generateKey({ userIDs: [{ name: 'Second' }], type: 'ecc', format: 'armored' });
    tree.set('RPM-GPG-KEY-second', Buffer.from(publicKey));
    expect((await importTree(tree)).manifest.verified.packageSignatures.good).to.equal(2);
  });
});

/** The metadata fits the file, which is no package. */
function treeWithFalseRpm(): FileTree {
  const tree = tree6('6.2.0', '1.8.0');
  const [path, before] = [...tree].find(([name]) => name.endsWith('.rpm')) ?? ['', Buffer.alloc(0)];
  const after = Buffer.alloc(before.length, 'no package');
  const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
  const list = tree.get('packages.main/XS-PACKAGES')?.toString() ?? '';
  return tree.set(path, after).set('packages.main/XS-PACKAGES', Buffer.from(list.replace(md5(before), md5(after))));
}

describe('The packages of a medium', () => {
  const folder = temporaryFolder();

  async function importTree(tree: FileTree): Promise<ImportOutcome> {
    return importMedia({ source: await imageOf(folder(), tree), mediaCache: folder() });
  }

  it('are RPM packages, in every era', async () => {
    const file = Buffer.from('no package');
    const tree = await treeinfoTree({ packages: [deps, { ...probe, file }] });
    await expectError(importTree(tree), 'MEDIA_PACKAGE_INVALID', /probe.*an RPM package/);
    await expectNothingLeft(folder());
    await expectError(importTree(treeWithFalseRpm()), 'MEDIA_PACKAGE_INVALID', /nic-1\.0/);
  });

  for (const [field, from, to] of [
    ['name', '<name>probe<', '<name>prober<'],
    ['epoch', 'epoch="0" ver="1.0"', 'epoch="1" ver="1.0"'],
    ['version', 'ver="1.0"', 'ver="1.1"'],
    ['release', 'ver="1.0" rel="1.synth"', 'ver="1.0" rel="2.synth"'],
    ['architecture', '<name>probe</name><arch>noarch<', '<name>probe</name><arch>x86_64<'],
  ] as const) {
    it(`have the ${field} that the metadata names`, async () => {
      const changePrimary = (xml: string): string => {
        expect(xml).to.include(from);
        return xml.replace(from, to);
      };
      const tree = await treeinfoTree({ packages: [deps, probe], changePrimary });
      await expectError(importTree(tree), 'MEDIA_METADATA_INVALID', /probe/);
    });
  }
});
