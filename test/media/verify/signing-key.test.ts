import { expect } from 'chai';
import { createMessage, generateKey, revokeKey, sign, type PrivateKey, type PublicKey } from 'openpgp';
import { readRpmHeader } from '../../../src/media/formats/rpm-header.js';
import { checkPackageSignatures } from '../../../src/media/verify/package-signatures.js';
import { signingKeys, type SigningKey } from '../../../src/media/verify/signing-key.js';
import { writeRpm } from '../../support/media-rpm-writer.js';

const made = new Date('2024-01-01T00:00:00Z');
const later = new Date('2024-06-01T00:00:00Z');
const muchLater = new Date('2025-06-01T00:00:00Z');
const year = 365 * 24 * 3600;
const noDigests = { sha1: null, sha256: null, sha3: null };

interface KeyPair {
  readonly privateKey: PrivateKey;
  readonly publicKey: PublicKey;
}

describe('The keys that packages are signed with', () => {
  function makeKey(options: Partial<Parameters<typeof generateKey>[0]>): Promise<KeyPair> {
    const userIDs = [{ name: 'Vendor' }];
    return generateKey({ userIDs, date: made, type: 'curve25519', ...options, format: 'object' });
  }

  /** The verdict on a package that the key signed at that time; on one that was changed since, it is never good. */
  async function verdict(
    { privateKey, publicKey }: KeyPair,
    date: Date,
    known?: readonly SigningKey[],
  ): Promise<string> {
    const keys = known ?? (await signingKeys([publicKey]));
    const bytes = writeRpm({ name: 'a' });
    const header = await readRpmHeader((at, length) => Promise.resolve(bytes.subarray(at, at + length)), 'a.rpm');
    const message = await createMessage({ binary: new Uint8Array(header.signed) });
    const packet = Buffer.from(
      await sign({ message, signingKeys: privateKey, detached: true, format: 'binary', date }),
    );
    const signed = { ...header, signatures: { header: [packet], headerAndPayload: [] } };
    const finding = await checkPackageSignatures(signed, keys, () => []);
    const changed = { ...signed, signed: Buffer.concat([header.signed, Buffer.alloc(1)]), digests: noDigests };
    expect((await checkPackageSignatures(changed, keys, () => [])).verdict).to.not.equal('good');
    if (finding.verdict === 'good') expect(finding.signedBy).to.equal(publicKey.getFingerprint().toUpperCase());
    return finding.verdict;
  }

  for (const [kind, options] of Object.entries({
    'Ed25519 in its own form': { type: 'curve25519' },
    'Ed25519 as GnuPG writes it': { type: 'ecc', curve: 'ed25519Legacy' },
    'ECDSA on P-256': { type: 'ecc', curve: 'nistP256' },
    'ECDSA on P-521': { type: 'ecc', curve: 'nistP521' },
    'RSA of 2048 bits': { type: 'rsa', rsaBits: 2048 },
  } as const)) {
    it(`may be ${kind}`, async () => {
      expect(await verdict(await makeKey(options), later)).to.equal('good');
    });
  }

  it('may be the subkey for signing of the key that is named', async () => {
    expect(await verdict(await makeKey({ subkeys: [{ sign: true }] }), later)).to.equal('good');
  });

  it('count when they were valid at the time of signing, though they expired since', async () => {
    const key = await makeKey({ keyExpirationTime: year });
    expect(await verdict(key, later)).to.equal('good');
  });

  it('do not count for what was signed after they expired', async () => {
    const expiring = await makeKey({ keyExpirationTime: year });
    const [ends] = await signingKeys([expiring.publicKey]);
    expect(ends?.validUntil).to.equal(made.getTime() + year * 1000);
    const key = await makeKey({});
    const keys = await signingKeys([key.publicKey]);
    expect(await verdict(key, muchLater, keys)).to.equal('good');
    const ended = keys.map((one) => ({ ...one, validUntil: ends?.validUntil ?? 0 }));
    expect(await verdict(key, muchLater, ended)).to.equal('untrusted-key');
  });

  it('do not count when they were revoked', async () => {
    const key = await makeKey({});
    const { publicKey } = await revokeKey({ key: key.privateKey, format: 'object' });
    expect(await verdict(key, later, await signingKeys([publicKey]))).to.equal('untrusted-key');
  });
});
