import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRpmHeader, type RpmHeader } from '../../src/media/formats/rpm-header.js';
import { checkPackageSignatures } from '../../src/media/verify/package-signatures.js';
import { parseKeys } from '../../src/media/verify/signature.js';
import { signingKeys } from '../../src/media/verify/signing-key.js';
import { buildPackages } from '../media-builder/build-packages.js';
import { findProgram, run } from '../media-builder/programs.js';
import { temporaryFolder } from '../support/media-cases.js';
import { requirePrograms } from '../support/media-interop.js';
import { testPackageSigner, writeRpm } from '../support/media-rpm-writer.js';

const testKey = new URL('../fixtures/media/test-signing-key.pub', import.meta.url);

describe('The signatures of packages, as rpm itself judges them', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let home = '';
  let unsigned: string;

  before(async function () {
    requirePrograms(this, ['rpmbuild', 'rpmsign', 'rpmkeys', 'gpg', 'gpgconf']);
    // The path of the agent's socket must be short.
    home = await mkdtemp(join(tmpdir(), 'drydock-gpg-'));
    await chmod(home, 0o700);
    const spec = { name: 'probe', version: '1.2', release: '3', size: 5000, provides: ['probe-feature = 7'] };
    const [built = ''] = await buildPackages([spec], join(home, 'build'), join(home, 'packages'));
    unsigned = built;
  });

  after(async () => {
    if (home === '') return;
    await run('gpgconf', ['--kill', 'gpg-agent'], { env: { GNUPGHOME: home } });
    await rm(home, { recursive: true, force: true });
  });

  /** The path of the new key's public half. */
  async function makeKey(name: string, algorithm: string): Promise<string> {
    const env = { GNUPGHOME: home };
    const options = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', ''];
    await run('gpg', [...options, '--quick-gen-key', `${name}@drydock.invalid`, algorithm, 'sign', 'never'], { env });
    const path = join(folder(), `${name}.pub`);
    await writeFile(path, await run('gpg', ['--armor', '--export', `${name}@drydock.invalid`], { env }));
    return path;
  }

  /** A copy of the package, signed anew by a key of that name. */
  async function signedBy(name: string, digest = 'sha256', more: readonly string[] = []): Promise<string> {
    const path = join(folder(), `${name}-${digest}${more.join('')}.rpm`);
    await copyFile(unsigned, path);
    // rpmsign does not search the path.
    const macros = {
      __gpg: findProgram('gpg') ?? 'gpg',
      _gpg_name: `${name}@drydock.invalid`,
      _gpg_path: home,
      _gpg_digest_algo: digest,
    };
    const defines = Object.entries(macros).flatMap(([macro, value]) => ['--define', `${macro} ${value}`]);
    await run('rpmsign', [...defines, '--resign', ...more, path]);
    return path;
  }

  async function written(name: string, bytes: Buffer): Promise<string> {
    const path = join(folder(), `${name}.rpm`);
    await writeFile(path, bytes);
    return path;
  }

  /** Ours and rpm's, under one key. */
  async function verdicts(path: string, key: string): Promise<[string, string]> {
    const bytes = await readFile(path);
    const keys = await signingKeys(await parseKeys(await readFile(key), key));
    const header = await headerOf(bytes);
    const finding = await checkPackageSignatures(header, keys, () => [bytes.subarray(header.signedOffset)]);
    return [finding.verdict, await rpmVerdict(path, key)];
  }

  async function rpmVerdict(path: string, key: string): Promise<string> {
    const database = join(folder(), 'rpmdb');
    await rm(database, { recursive: true, force: true });
    await mkdir(database);
    await run('rpmkeys', ['--dbpath', database, '--import', key]);
    // It fails for all that is not good, and says what it found all the same.
    const script = 'rpmkeys --dbpath "$0" --checksig -v "$1" || true';
    const lines = String(await run('sh', ['-c', script, database, path])).split('\n');
    const signatures = lines.filter((line) => /signature/i.test(line) && !line.endsWith('NOTFOUND'));
    if (lines.some((line) => line.endsWith('BAD'))) return 'bad';
    if (signatures.length === 0) return 'absent';
    return signatures.some((line) => line.endsWith('OK')) ? 'good' : 'untrusted-key';
  }

  function headerOf(bytes: Buffer): Promise<RpmHeader> {
    return readRpmHeader((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)), 'probe');
  }

  it('its header is read as rpm queries it', async () => {
    const header = await headerOf(await readFile(unsigned));
    const format = '%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{PAYLOADFORMAT} %{PAYLOADCOMPRESSOR} %{SHA256HEADER}';
    const asked = String(await run('rpm', ['-qp', '--qf', format, unsigned]));
    const { name, version, release, architecture, payload, digests } = header;
    expect(
      [name, version, release, architecture, payload.format, payload.compressor, digests.sha256].join(' '),
    ).to.equal(asked);
    expect(header.provides).to.deep.include({ name: 'probe-feature', version: '7' });
  });

  for (const [name, algorithm] of [
    ['rsa', 'rsa2048'],
    ['dsa', 'dsa2048'],
    ['eddsa', 'ed25519'],
  ] as const) {
    it(`by a key of the kind ${algorithm}: good, and of nobody known under another key`, async () => {
      const key = await makeKey(name, algorithm);
      for (const digest of ['sha256', 'sha512']) {
        const path = await signedBy(name, digest);
        expect(await verdicts(path, key)).to.deep.equal(['good', 'good']);
        expect(await verdicts(path, testKey.pathname)).to.deep.equal(['untrusted-key', 'untrusted-key']);
      }
    });
  }

  it('over header and payload as well, of rpm 3: good', async () => {
    const key = await makeKey('third', 'rsa2048');
    expect(await verdicts(await signedBy('third', 'sha256', ['--rpmv3']), key)).to.deep.equal(['good', 'good']);
  });

  it('none at all: absent', async () => {
    expect(await verdicts(unsigned, testKey.pathname)).to.deep.equal(['absent', 'absent']);
  });

  it('signed again by somebody else: of nobody known', async () => {
    const key = await makeKey('vendor', 'rsa2048');
    await makeKey('somebody', 'rsa2048');
    expect(await verdicts(await signedBy('somebody'), key)).to.deep.equal(['untrusted-key', 'untrusted-key']);
  });

  it('one byte of the header changed: bad, also when every digest in the package was made to fit', async () => {
    const key = await makeKey('changed', 'rsa2048');
    const bytes = await readFile(await signedBy('changed'));
    const before = await headerOf(bytes);
    const at = bytes.indexOf('Synthetic probe', before.signedOffset);
    bytes.write('s', at);
    expect(await verdicts(await written('flipped', bytes), key)).to.deep.equal(['bad', 'bad']);
    for (const algorithm of ['sha1', 'sha256'] as const) {
      const sum = createHash(algorithm).update(before.signed.subarray());
      bytes.write(sum.digest('hex'), bytes.indexOf(before.digests[algorithm] ?? '', 96, 'latin1'), 'latin1');
    }
    expect(await verdicts(await written('fitted', bytes), key)).to.deep.equal(['bad', 'bad']);
  });

  it('packets of the third version, with SHA-1, or over header and payload alone: good', async () => {
    const signer = await testPackageSigner();
    const spec = { name: 'old' };
    for (const hash of ['sha1', 'sha256'] as const) {
      for (const signatures of [['header'], ['header and payload'], ['header', 'header and payload']] as const) {
        const path = await written('old', writeRpm(spec, { signer, packetVersion: 3, hash, signatures }));
        expect(await verdicts(path, testKey.pathname), `${hash} ${signatures.join()}`).to.deep.equal(['good', 'good']);
      }
    }
  });

  it('that is cut: bad', async () => {
    const signer = await testPackageSigner();
    const path = await written(
      'cut',
      writeRpm({ name: 'a' }, { signer, changePacket: (packet) => packet.subarray(0, 40) }),
    );
    const [ours] = await verdicts(path, testKey.pathname);
    expect(ours).to.equal('bad');
    expect(await rpmVerdict(path, testKey.pathname)).to.not.equal('good');
  });
});
