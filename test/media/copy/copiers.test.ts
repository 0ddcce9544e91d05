import { expect } from 'chai';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ByteThread } from '../../../src/media/copy/byte-thread.js';
import { CopyHere } from '../../../src/media/copy/copy-here.js';
import { Copiers } from '../../../src/media/copy/copiers.js';
import type { Copied, CopyWork } from '../../../src/media/copy/copier.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

/** Longer than a piece that a thread reads, and than what it says of its progress. */
const content = randomBytes(9_000_000);

describe('Those who copy', () => {
  let folder: string;
  let source: number;
  let copiers: Copiers;
  const descriptors: number[] = [];

  const open = (name: string, flags = 'w'): number => {
    const descriptor = openSync(join(folder, name), flags);
    descriptors.push(descriptor);
    return descriptor;
  };
  const copy = async (
    to: string,
    runs: CopyWork['from']['runs'],
    more: Partial<Omit<CopyWork, 'stopped'>> & { readonly flags?: string } = {},
  ): Promise<Copied> => {
    const { descriptor, result } = await copiers.copy({
      from: { name: 'the source', descriptor: source, runs },
      to: { path: join(folder, to), descriptor: openSync(join(folder, to), more.flags ?? 'w') },
      algorithms: ['sha256'],
      keep: 0,
      onBytes: () => undefined,
      ...more,
    });
    descriptors.push(descriptor);
    return result;
  };
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-copy-'));
    writeFileSync(join(folder, 'source'), content);
    source = open('source', 'r');
    copiers = new Copiers(2);
  });
  afterEach(async () => {
    await copiers.close();
    for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  it('copy the runs of a file one behind the other, and give the digests of what they wrote', async () => {
    const runs = [
      { offset: 5_000_001, length: 3_000_000 },
      { offset: 17, length: 1_000_003 },
    ];
    const expected = Buffer.concat(runs.map(({ offset, length }) => content.subarray(offset, offset + length)));

    const { digests } = await copy('copy', runs, { algorithms: ['sha256', 'md5'] });

    expect(readFileSync(join(folder, 'copy')).equals(expected)).to.equal(true);
    expect(digests).to.deep.equal([sha256(expected), createHash('md5').update(expected).digest('hex')]);
  });

  it('copy many files at once without mixing them up', async () => {
    const parts = Array.from({ length: 40 }, (_, index) => ({ offset: index * 200_000, length: 150_000 + index }));

    const copies = await Promise.all(parts.map((part, index) => copy(`part-${index}`, [part])));

    parts.forEach(({ offset, length }, index) => {
      const expected = content.subarray(offset, offset + length);
      expect(readFileSync(join(folder, `part-${index}`)).equals(expected)).to.equal(true);
      expect(copies[index]?.digests).to.deep.equal([sha256(expected)]);
    });
  });

  it('give back the first bytes that are wanted, across runs, and no more than there are', async () => {
    const runs = [
      { offset: 0, length: 10 },
      { offset: 100, length: 300_000 },
    ];
    const expected = Buffer.concat([content.subarray(0, 10), content.subarray(100, 300_100)]);

    const wanted = await copy('wanted', runs, { keep: 280_000 });
    const short = await copy('short', [{ offset: 0, length: 10 }], { keep: 64 });

    expect(Buffer.from(wanted.start).equals(expected.subarray(0, 280_000))).to.equal(true);
    expect(Buffer.from(short.start).equals(content.subarray(0, 10))).to.equal(true);
  });

  it('tell of all bytes, for a large file while it is copied', async () => {
    const told: number[] = [];

    await copy('copy', [{ offset: 0, length: content.length }], { onBytes: (bytes) => told.push(bytes) });

    expect(told.length).to.be.greaterThan(1);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).to.equal(content.length);
  });

  it('say FILE_UNREADABLE of a source that has become shorter', async () => {
    truncateSync(join(folder, 'source'), 1000);

    const error: unknown = await copy('copy', [{ offset: 0, length: 2000 }]).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(DrydockError).with.property('code', 'FILE_UNREADABLE');
    expect((error as DrydockError).details.attempted).to.include('at byte 1000');
  });

  it('give what the system says of a failed writing, with its code', async () => {
    const error: unknown = await copy('source', [{ offset: 0, length: 10 }], { flags: 'r' }).catch(
      (reason: unknown) => reason,
    );

    expect(error).not.to.be.instanceOf(DrydockError);
    expect(error).to.have.property('code', 'EBADF');
  });

  it('say what is wrong where a digest cannot be taken, in this thread and in another', async () => {
    const unknown = { algorithms: ['md4-of-none'] as unknown as CopyWork['algorithms'] };
    const thread = new ByteThread(null);
    for (const runs of [{ runs: [{ offset: 0, length: 10 }] }, { runs: [{ offset: 0, length: 10 }], thread }]) {
      copiers = new Copiers(0);
      const from = { name: 'the source', descriptor: source, ...runs };
      const error: unknown = await copy('copy', [], { ...unknown, from }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(DrydockError).with.property('code', 'FILE_UNREADABLE');
    }
    await thread.close();
  });

  it('copy in this thread where there is no other, which has its turn between the pieces', async () => {
    copiers = new Copiers(0);
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);

    const { digests } = await copy('copy', [{ offset: 0, length: content.length }]);

    clearInterval(count);
    expect(digests).to.deep.equal([sha256(content)]);
    expect(turns).to.be.greaterThan(2);
  });

  it('begin with the next file in this thread while the disk has the one before, and not with many', async () => {
    const here = new CopyHere();
    const stopped = new Int32Array(new SharedArrayBuffer(4));
    const begin = async (to: string): Promise<void> => {
      const work = { algorithms: ['sha256'] as const, keep: 0, stopped, onBytes: () => undefined };
      const from = { name: 'the source', descriptor: source, runs: [{ offset: 0, length: 2_000_000 }] };
      const { descriptor } = await here.copy({
        ...work,
        from,
        to: { path: join(folder, to), descriptor: openSync(join(folder, to), 'w') },
      });
      descriptors.push(descriptor);
    };

    expect(here.hasRoom).to.equal(true);
    const first = begin('a');
    expect(here.hasRoom).to.equal(true);
    const second = begin('b');
    expect(here.hasRoom).to.equal(false);

    await Promise.all([first, second]);
    expect(here.hasRoom).to.equal(true);
    for (const name of ['a', 'b'])
      expect(readFileSync(join(folder, name)).equals(content.subarray(0, 2_000_000))).to.equal(true);
    await here.close();
  });

  it('do all the work where the system gives no other thread', async () => {
    let asked = 0;
    copiers = new Copiers(2, () => {
      asked += 1;
      throw new Error('EAGAIN');
    });
    const runs = [{ offset: 0, length: content.length }];

    const copies = await Promise.all(['a', 'b', 'c'].map((to) => copy(to, runs)));

    expect(copies.map(({ digests }) => digests)).to.deep.equal(Array.from({ length: 3 }, () => [sha256(content)]));
    expect(asked).to.equal(1);
  });

  it('end in what a listener throws, and go on with the next file', async () => {
    copiers = new Copiers(0);
    const onBytes = (): void => {
      throw new Error('no more');
    };

    const error: unknown = await copy('a', [{ offset: 0, length: 10 }], { onBytes }).catch((reason: unknown) => reason);

    expect(error).to.have.property('message', 'no more');
    expect((await copy('b', [{ offset: 0, length: 10 }])).digests).to.deep.equal([sha256(content.subarray(0, 10))]);
  });

  it('give files to the thread that hashes the source as well, and do not end it', async () => {
    copiers = new Copiers(0);
    const thread = new ByteThread(join(folder, 'source'));
    const parts = Array.from({ length: 9 }, (_, index) => ({ offset: index * 1_000_000, length: 1_000_000 }));
    const given: number[] = [];
    const copyInThread = thread.copy.bind(thread);
    thread.copy = (work) => {
      given.push(work.from.runs.length);
      return copyInThread(work);
    };

    const ofThread = (index: number): CopyWork['from'] => ({
      ...{ name: 'the source', descriptor: source, thread },
      runs: parts.slice(index, index + 1),
    });

    const copies = await Promise.all(parts.map((_, index) => copy(`part-${index}`, [], { from: ofThread(index) })));
    await copiers.close();

    expect(copies.map(({ digests }) => digests)).to.deep.equal(
      parts.map(({ offset, length }) => [sha256(content.subarray(offset, offset + length))]),
    );
    expect(given).to.have.lengthOf.within(1, 8);
    copiers = new Copiers(0);
    expect((await copy('again', [], { from: ofThread(0) })).digests).to.deep.equal([
      sha256(content.subarray(0, 1_000_000)),
    ]);
    expect(await thread.hashed).to.include({ sha256: sha256(content) });
    await thread.close();
  });

  it('end a copy that is under way when they are stopped, and touch no descriptor after they are closed', async () => {
    const copied = copy('copy', [{ offset: 0, length: content.length }]).then(
      () => 'copied',
      (error: unknown) => (error instanceof DrydockError ? error.code : String(error)),
    );
    copiers.stop();
    await copiers.close();

    expect(await copied).to.be.oneOf(['copied', 'FILE_UNREADABLE']);
    const later: unknown = await copy('later', [{ offset: 0, length: 10 }]).catch((reason: unknown) => reason);
    expect(String(later)).to.match(/has ended/);
  });
});
