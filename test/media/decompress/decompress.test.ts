import { expect } from 'chai';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { compressionOf, decompress, type Compression } from '../../../src/media/decompress/decompress.js';
import { expectError } from '../../support/media-cases.js';
import {
  bzip2Zeros,
  compressedText,
  compressedTexts,
  fromBase64,
  refusedTexts,
  zstdFrame,
  zstdStored,
  type ZstdBlock,
} from '../../support/media-compressed.js';

const kinds = ['gzip', 'bzip2', 'xz', 'zstd'] as const;
type Kind = (typeof kinds)[number];

function compressed(kind: Kind): Buffer {
  return kind === 'gzip' ? gzipSync(compressedText) : fromBase64(compressedTexts[kind]);
}

async function* pieces(data: Buffer, size = data.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield Promise.resolve(data.subarray(at, at + size));
}

async function text(kind: Compression, source: AsyncIterable<Uint8Array>, limit = 1e9): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of decompress(kind, source, { limit, subject: 'data' })) parts.push(piece);
  return Buffer.concat(parts).toString();
}

const damaged = (kind: Compression, data: Buffer, found?: RegExp): Promise<unknown> =>
  expectError(text(kind, pieces(data)), 'MEDIA_ARCHIVE_DAMAGED', found);
const unsupported = (kind: Compression, data: Buffer, found?: RegExp): Promise<unknown> =>
  expectError(text(kind, pieces(data)), 'MEDIA_ARCHIVE_UNSUPPORTED', found);

describe('Decompressing', () => {
  for (const kind of kinds) {
    describe(kind, () => {
      it('gives what the program was given, in whatever pieces the data comes', async () => {
        for (const size of [1, 7, 100_000])
          expect(await text(kind, pieces(compressed(kind), size))).to.equal(compressedText);
      });

      it('takes streams one behind the other as one, and zeros behind them for nothing', async () => {
        const twice = Buffer.concat([compressed(kind), compressed(kind), Buffer.alloc(512)]);
        expect(await text(kind, pieces(twice))).to.equal(compressedText + compressedText);
        expect(await text(kind, pieces(twice, 50))).to.equal(compressedText + compressedText);
      });

      it('refuses something else behind the data', () =>
        damaged(kind, Buffer.concat([compressed(kind), Buffer.from('and a word')])));

      it('refuses data that is cut short, wherever', async () => {
        const whole = compressed(kind);
        for (let length = 0; length < whole.length; length += 1) await damaged(kind, whole.subarray(0, length));
      });

      it('refuses or gives the same for every byte that is changed, and never something else', async () => {
        const whole = compressed(kind);
        for (let at = 0; at < whole.length; at++) {
          const changed = Buffer.from(whole);
          changed[at] = (changed[at] ?? 0) ^ 0x10;
          const outcome = await text(kind, pieces(changed), 1e7).catch((error: unknown) => error);
          if (outcome !== compressedText) expect(String(outcome), `byte ${at}`).to.match(/^DrydockError: /);
        }
      });

      it('passes on an error of the source as it is', async () => {
        const broken = async function* (): AsyncGenerator<Uint8Array> {
          yield compressed(kind).subarray(0, 20);
          await Promise.reject(new Error('the disk is gone'));
        };
        const outcome = await text(kind, broken()).catch((error: unknown) => error);
        expect(outcome).to.have.property('message', 'the disk is gone');
      });

      it('ends the source when the taker has enough, and reads no further than it must', async () => {
        const seen = { pieces: 0, ended: false };
        const source = async function* (): AsyncGenerator<Uint8Array> {
          try {
            for (;;) {
              seen.pieces += 1;
              yield await Promise.resolve(compressed(kind));
            }
          } finally {
            seen.ended = true;
          }
        };
        for await (const piece of decompress(kind, source(), { limit: 1e9, subject: 'data' }))
          if (piece.length > 0) break;
        expect(seen.ended).to.equal(true);
        // bzip2 has no lengths: the longest block there could be is waited for.
        expect(seen.pieces).to.be.lessThan(kind === 'bzip2' ? 25_000 : 100);
        expect(await text(kind, pieces(compressed(kind))), 'nothing stays locked').to.equal(compressedText);
      });

      it('may be left when all of it was read and not all was taken', async () => {
        for (let most = 1; most <= 4; most++) {
          let taken = 0;
          for await (const piece of decompress(kind, pieces(compressed(kind)), { limit: 1e9, subject: 'data' })) {
            await new Promise((resolve) => setTimeout(resolve, 2));
            expect(piece.length).to.be.greaterThan(0);
            taken += 1;
            if (taken === most) break;
          }
          expect(await text(kind, pieces(compressed(kind))), 'nothing stays locked').to.equal(compressedText);
        }
      });

      it('stops at the limit', () =>
        expectError(
          text(kind, pieces(compressed(kind)), 100_000),
          'MEDIA_ARCHIVE_UNSUPPORTED',
          /at most 100000 bytes/,
        ));

      it('stops when it is told to', async () => {
        const stop = new AbortController();
        const endless = async function* (): AsyncGenerator<Uint8Array> {
          for (let count = 0; ; count++) {
            if (count === 10) stop.abort(new Error('enough'));
            yield await Promise.resolve(compressed(kind));
          }
        };
        const read = async (): Promise<void> => {
          const options = { limit: 1e12, subject: 'data', signal: stop.signal };
          for await (const piece of decompress(kind, endless(), options)) expect(piece.length).to.be.greaterThan(0);
        };
        const outcome = await read().catch((error: unknown) => error);
        expect(outcome).to.have.property('message', 'enough');
      });

      it('is recognised by its first bytes', () => expect(compressionOf(compressed(kind))).to.equal(kind));
    });
  }

  it('tells other data and empty data from compressed data', () => {
    const others = ['', 'BZ', 'BZhello, world', 'PK\x03\x04', '\x1f', ']\0\0\x81\0'.padEnd(13, '\xff'), 'x'.repeat(20)];
    for (const other of others) expect(compressionOf(Buffer.from(other, 'latin1')), other).to.equal(null);
  });

  it('recognises lzma, which only very old packages use, and says that it cannot be read', async () => {
    const lzma = fromBase64(refusedTexts.lzma);
    expect(compressionOf(lzma)).to.equal('lzma');
    await unsupported('lzma', lzma, /lzma data/);
  });

  it('refuses kinds of xz data that the library does not know, by name', async () => {
    await unsupported('xz', fromBase64(refusedTexts.xzMachineCode), /check or filter/);
  });

  describe('xz with SHA-256, as rpm writes it', () => {
    const whole = fromBase64(compressedTexts.xzSha256);

    it('gives what the program was given, in whatever pieces and streams the data comes', async () => {
      for (const size of [1, 7, 100_000]) expect(await text('xz', pieces(whole, size))).to.equal(compressedText);
      const twice = Buffer.concat([whole, Buffer.alloc(8), whole, Buffer.alloc(512)]);
      for (const size of [50, 100_000])
        expect(await text('xz', pieces(twice, size))).to.equal(compressedText + compressedText);
    });

    it('refuses data that is cut short or followed by something else', async () => {
      for (let length = 0; length < whole.length; length += 1) await damaged('xz', whole.subarray(0, length));
      await damaged('xz', Buffer.concat([whole, Buffer.from('and a word')]));
      await damaged('xz', Buffer.concat([whole, fromBase64(compressedTexts.xz)]));
    });

    it('refuses a changed byte wherever it changes anything, its digest among them', async () => {
      let same = 0;
      for (let at = 0; at < whole.length; at++) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        const outcome = await text('xz', pieces(changed), 1e7).catch((error: unknown) => error);
        if (outcome === compressedText) same += 1;
        else expect(String(outcome), `byte ${at}`).to.match(/^DrydockError: /);
      }
      // The first byte of a range coder has no meaning.
      expect(same).to.be.at.most(1);
    });
  });

  it('gives text of a bzip2 bomb in small pieces', async () => {
    let length = 0;
    let longest = 0;
    for await (const piece of decompress('bzip2', pieces(fromBase64(bzip2Zeros)), { limit: 1e9, subject: 'bomb' })) {
      length += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect({ length, longest }).to.deep.equal({ length: 100_000_000, longest: 128 * 1024 });
  });

  it('gives text of a zstd bomb in small pieces', async () => {
    const block: ZstdBlock = { type: 'run', content: Buffer.of(0), times: 128 * 1024 };
    const bomb = zstdFrame(Array.from({ length: 1000 }, () => block));
    let length = 0;
    let longest = 0;
    for await (const piece of decompress('zstd', pieces(bomb), { limit: 1e9, subject: 'bomb' })) {
      length += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect({ bomb: bomb.length, length, longest }).to.deep.equal({
      bomb: 4006,
      length: 131_072_000,
      longest: 128 * 1024,
    });
  });

  it('reads zstd frames that are stored, empty or skippable', async () => {
    const skippable = Buffer.concat([Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')]);
    const empty = zstdFrame([{ type: 'raw', content: Buffer.alloc(0) }]);
    const data = Buffer.concat([
      skippable,
      zstdStored(Buffer.from('one ')),
      empty,
      skippable,
      zstdStored(Buffer.from('two')),
    ]);
    expect(await text('zstd', pieces(data))).to.equal('one two');
    expect(await text('zstd', pieces(data, 3))).to.equal('one two');
  });

  it('refuses zstd data that needs more memory than it may, or a dictionary', async () => {
    await unsupported('zstd', zstdFrame([{ type: 'raw', content: Buffer.from('text') }], 0x90), /window of 256 MiB/);
    const withDictionary = Buffer.from(zstdStored(Buffer.from('text')));
    withDictionary[4] = 0x01;
    await unsupported('zstd', withDictionary, /dictionary/);
  });

  it('compares the checksum of zstd data', async () => {
    const changed = fromBase64(compressedTexts.zstd);
    changed[changed.length - 1] = 0;
    await damaged('zstd', changed, /another checksum/);
  });

  it('keeps nothing of the zstd blocks that were read but the window: 24 MiB take no more than a few', async () => {
    const block = Buffer.alloc(128 * 1024, 'incompressible');
    const data = zstdStored(Buffer.concat(Array.from({ length: 192 }, () => block)));
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = held();
    let bytes = 0;
    let looks = 0;
    let most = 0;
    for await (const piece of decompress('zstd', pieces(data, 100_000), { limit: 1e9, subject: 'data' })) {
      bytes += piece.length;
      if (bytes % (16 * block.length) !== 0) continue;
      looks += 1;
      most = Math.max(most, held() - before);
    }
    expect(bytes).to.equal(192 * block.length);
    expect(looks).to.equal(12);
    expect(most).to.be.lessThan(8 * 1024 * 1024);
  });
});
