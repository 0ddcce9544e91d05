import { expect } from 'chai';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { readRpmHeader, type RpmHeader } from '../../../src/media/formats/rpm-header.js';
import { expectError } from '../../support/media-cases.js';
import {
  testPackageSigner,
  writeRpm,
  writeSection,
  type RpmSigner,
  type TagValues,
} from '../../support/media-rpm-writer.js';

const subject = 'Packages/a.rpm';
const leadSize = 96;

function read(bytes: Buffer): Promise<RpmHeader> {
  return readRpmHeader((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)), subject);
}

/** A package with a main header of its own, so that what rpmbuild never writes can be tried. */
function withHeader(header: Buffer): Buffer {
  return Buffer.concat([writeRpm({ name: 'a' }).subarray(0, leadSize), writeSection(62, new Map()), header]);
}

const identity: TagValues = new Map([
  [1000, { text: 'a' }],
  [1001, { text: '1' }],
  [1002, { text: '2' }],
  [1022, { text: 'noarch' }],
]);

describe('The header of an RPM package', () => {
  let signer: RpmSigner;

  before(async () => {
    signer = await testPackageSigner();
  });

  it('gives who it is, what it provides, and where its payload begins', async () => {
    const payload = Buffer.from('the payload');
    const bytes = writeRpm({
      name: 'kernel',
      version: '4.19.19',
      release: '8.0.37',
      architecture: 'x86_64',
      epoch: 3,
      provides: { kernel: '4.19.19-8.0.37', 'kernel-uname-r': '4.19.0+1', plain: '' },
      payload,
      payloadCompressor: 'xz',
    });
    const header = await read(bytes);
    expect(header).to.deep.include({
      name: 'kernel',
      epoch: '3',
      version: '4.19.19',
      release: '8.0.37',
      architecture: 'x86_64',
      provides: [
        { name: 'kernel', version: '4.19.19-8.0.37' },
        { name: 'kernel-uname-r', version: '4.19.0+1' },
        { name: 'plain', version: null },
      ],
    });
    expect(header.payload).to.deep.equal({
      format: 'cpio',
      compressor: 'xz',
      offset: bytes.length - payload.length,
    });
    expect(header.signed.equals(bytes.subarray(header.signedOffset, header.payload.offset))).to.equal(true);
  });

  it('has the epoch 0 where it names none, and is a source package without the name of one', async () => {
    expect(await read(writeRpm({ name: 'a' }))).to.deep.include({ epoch: '0', architecture: 'noarch' });
    expect(await read(withHeader(writeSection(63, identity)))).to.deep.include({
      architecture: 'src',
      payload: { format: 'cpio', compressor: 'gzip', offset: 96 + 48 + writeSection(63, identity).length },
    });
  });

  it('gives signatures over the header apart from those over header and payload', async () => {
    const both = await read(writeRpm({ name: 'a' }, { signer, signatures: ['header', 'header and payload'] }));
    expect([both.signatures.header.length, both.signatures.headerAndPayload.length]).to.deep.equal([1, 1]);
    const none = await read(writeRpm({ name: 'a' }));
    expect([none.signatures.header.length, none.signatures.headerAndPayload.length]).to.deep.equal([0, 0]);
    expect(none.digests.sha1).to.match(/^[0-9a-f]{40}$/);
    expect(none.digests.sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it('gives the signatures of rpm 6 with those of rpm 4, each once', async () => {
    const other = Buffer.from('no packet');
    const header = await read(writeRpm({ name: 'a' }, { signer, listed: [signer, other] }));
    expect(header.signatures.header).to.have.length(2);
    expect(header.signatures.header[1]?.equals(other)).to.equal(true);
    expect(header.digests.sha3).to.match(/^[0-9a-f]{64}$/);
    const alone = await read(writeRpm({ name: 'a' }, { listed: [signer] }));
    expect(alone.signatures.header).to.have.length(1);
  });

  it('with more signatures than anybody makes is refused', async () => {
    const listed = Array.from({ length: 65 }, (_, index) => Buffer.from([index]));
    await expectError(read(writeRpm({ name: 'a' }, { listed })), 'MEDIA_PACKAGE_INVALID', /65 signatures/);
  });

  it('longer than the first reading is read to its end', async () => {
    const provides = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`provided-name-${index}`, '1']));
    const header = await read(writeRpm({ name: 'a', provides }, { signer }));
    expect(header.signed.length).to.be.greaterThan(100_000);
    expect(header.provides[4999]).to.deep.equal({ name: 'provided-name-4999', version: '1' });
  });

  it('of something that is no package is refused', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('deps'), Buffer.alloc(4096)])
      await expectError(read(bytes), 'MEDIA_PACKAGE_INVALID', /an RPM package/);
  });

  it('cut anywhere is refused', async () => {
    const bytes = writeRpm({ name: 'a' }, { signer });
    const { payload } = await read(bytes);
    for (let length = 0; length < payload.offset; length += 7)
      await expectError(read(bytes.subarray(0, length)), 'MEDIA_PACKAGE_INVALID');
  });

  it('with any byte of its structure changed is refused or read, and never anything else', async () => {
    const bytes = writeRpm({ name: 'a', provides: { b: '1' } }, { signer });
    const { payload } = await read(bytes);
    for (let at = 0; at < payload.offset; at += 3) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 0xff, at);
      const outcome = await read(changed).then(
        () => 'MEDIA_PACKAGE_INVALID',
        (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
      );
      expect(outcome, `byte ${at}`).to.equal('MEDIA_PACKAGE_INVALID');
    }
  });

  it('with more tags or a larger store than rpm takes is refused before it is read', async () => {
    const bytes = writeRpm({ name: 'a' });
    const change = (at: number, value: number): Buffer => {
      const changed = Buffer.from(bytes);
      changed.writeUInt32BE(value, at);
      return changed;
    };
    await expectError(read(change(leadSize + 8, 33)), 'MEDIA_PACKAGE_INVALID', /1 to 32 tags/);
    await expectError(read(change(leadSize + 12, 64 * 1024 * 1024 + 1)), 'MEDIA_PACKAGE_INVALID', /at most 67108864/);
    const { signedOffset } = await read(bytes);
    await expectError(read(change(signedOffset + 8, 65_536)), 'MEDIA_PACKAGE_INVALID', /1 to 65535 tags/);
    await expectError(read(change(signedOffset + 8, 0)), 'MEDIA_PACKAGE_INVALID', /0 tags/);
  });

  it('with a tag outside of the region that is signed is refused, as rpm does', async () => {
    const header = writeSection(63, identity);
    const trailer = header.length - 16;
    header.writeInt32BE(header.readInt32BE(trailer + 8) + 16, trailer + 8);
    await expectError(read(withHeader(header)), 'MEDIA_PACKAGE_INVALID', /outside of the signed region/);
    await expectError(read(withHeader(writeSection(61, identity))), 'MEDIA_PACKAGE_INVALID', /no signed region/);
  });

  it('with a tag of another type, or twice, is refused', async () => {
    const number: TagValues = new Map([...identity, [1000, { int32: 5 }]]);
    await expectError(read(withHeader(writeSection(63, number))), 'MEDIA_PACKAGE_INVALID', /1000 with the type 4/);
    const header = writeSection(63, identity);
    // The index of 1001 follows those of the region and of 1000.
    header.writeUInt32BE(1000, 16 + 2 * 16);
    await expectError(read(withHeader(header)), 'MEDIA_PACKAGE_INVALID', /1000 twice/);
  });

  it('without a name, or with blanks in it, is refused', async () => {
    const nameless: TagValues = new Map([...identity].filter(([tag]) => tag !== 1000));
    await expectError(read(withHeader(writeSection(63, nameless))), 'MEDIA_PACKAGE_INVALID', /text in the tag 1000/);
    const blank: TagValues = new Map([...identity, [1000, { text: 'a b' }]]);
    await expectError(read(withHeader(writeSection(63, blank))), 'MEDIA_PACKAGE_INVALID', /"a b"/);
  });
});
