/** What keeps the servers fast: files in memory, descriptors, looks at the catalogue, and where a chunk is read. */
import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Medium } from '../../src/media/catalogue.js';
import { HotFiles } from '../../src/servers/site/hot-files.js';
import { OpenFiles } from '../../src/servers/site/open-files.js';
import { readChunks } from '../../src/servers/site/read-file.js';
import { ReadingPace } from '../../src/servers/site/reading-pace.js';
import { recentCatalogue } from '../../src/servers/site/recent-catalogue.js';
import type { ServedFile } from '../../src/servers/site/resolution.js';
import { createSite } from '../../src/servers/site/site.js';
import { systemClock } from '../../src/shared/clock.js';
import { codeOf } from '../support/servers-errors.js';
import { slowReads } from '../support/slow-reads.js';
import { stubCatalogue } from '../support/servers-media.js';

const served = (name: string, size: number, generation: object): ServedFile => ({
  ...{ name, size, sha256: '', modified: 0, location: `/nowhere/${name}`, generation },
});

describe('Files kept in memory', () => {
  const generation = {};

  it('stay within their bound, and the ones that are asked for stay longest', () => {
    const hot = new HotFiles({ file: 10, total: 30 });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => served(name, 10, generation));
    for (const file of [a!, b!, c!]) hot.put(file, Buffer.alloc(10));
    hot.get(a!);
    hot.put(d!, Buffer.alloc(10));
    expect([hot.get(a!), hot.get(b!), hot.get(c!), hot.get(d!)].map((bytes) => bytes !== undefined)).to.deep.equal([
      ...[true, false, true, true],
    ]);
    expect(hot.total).to.equal(30);
    for (let round = 0; round < 100; round++) {
      hot.put(served(`f${round}`, 10, generation), Buffer.alloc(10));
      expect(hot.total).to.be.at.most(30);
    }
  });

  it('are dropped when their medium was repaired, and put again once', () => {
    const hot = new HotFiles({ file: 10, total: 30 });
    hot.put(served('a', 5, generation), Buffer.alloc(5));
    expect(hot.get(served('a', 5, {}))).to.equal(undefined);
    expect(hot.total).to.equal(0);
    hot.put(served('a', 5, generation), Buffer.alloc(5));
    hot.put(served('a', 5, generation), Buffer.alloc(5));
    expect(hot.total).to.equal(5);
  });

  it('are only whole ones that are small', () => {
    const hot = new HotFiles({ file: 10, total: 30 });
    expect([hot.wants(served('a', 10, generation)), hot.wants(served('b', 11, generation))]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('are read again from the disk after a repair, and told as damaged when they are short', async () => {
    const catalogue = await stubCatalogue({ m: { files: [{ path: 'a', role: 'other', content: 'before' }] } });
    const medium = (await catalogue.open('m'))!;
    const file = { ...served('a', 6, medium), location: medium.location(medium.file('a')!) };
    const files = new OpenFiles();
    expect((await files.read(file, 0, 6)).toString()).to.equal('before');
    await writeFile(file.location, 'after!');
    expect((await files.read(file, 1, 3)).toString(), 'from memory').to.equal('ef');
    expect((await files.read({ ...file, generation: {} }, 0, 6)).toString()).to.equal('after!');
    await writeFile(file.location, 'x');
    expect(await codeOf(Promise.resolve(files.read({ ...file, generation: {} }, 0, 6)))).to.equal('STATE_CORRUPT');
    files.close();
    await catalogue.remove();
  });
});

describe('The answer of /readyz', () => {
  it('says no while a medium is known to be damaged, without naming it, and serves it all the same', async () => {
    const catalogue = await stubCatalogue({ m: { files: [{ path: 'a', role: 'other', content: 'bytes' }] } });
    let damaged: readonly string[] = [];
    const resolve = createSite({
      grants: { byToken: () => undefined },
      activity: { begun: () => undefined, flowed: () => undefined, done: () => undefined },
      ...{ catalogue, clock: systemClock, worker: 'w', publicMedia: true },
      damagedMedia: () => Promise.resolve(damaged),
    });
    const asker = { protocol: 'http', client: '192.0.2.1' } as const;
    const ready = async (): Promise<unknown> => resolve(['readyz'], asker);
    expect(await ready()).to.deep.equal({ kind: 'text', status: 200, text: 'ready, 1 media' });
    damaged = ['m'];
    expect(await ready()).to.deep.equal({ kind: 'text', status: 503, text: '1 of 1 media found damaged' });
    expect(await resolve(['media', 'm', 'a'], asker)).to.include({ kind: 'file' });
    await catalogue.remove();
  });
});

describe('A look at the catalogue', () => {
  it('is shared by all who ask within a tenth of a second, and then taken again', async () => {
    let now = 1000;
    let looks = 0;
    const medium = {} as Medium;
    const open = (name: string): Promise<Medium | undefined> => {
      looks += 1;
      return Promise.resolve(name === 'm' ? medium : undefined);
    };
    const recent = recentCatalogue({ list: () => Promise.resolve([]), open }, { now: () => now });
    await Promise.all([recent.open('m'), recent.open('m')]);
    expect(recent.open('m'), 'at once').to.equal(medium);
    expect(looks).to.equal(1);
    now += 100;
    await recent.open('m');
    expect(looks).to.equal(2);
    now -= 5000;
    await recent.open('m');
    expect(looks, 'with a clock that was set back').to.equal(3);
    expect(await recent.open('other')).to.equal(undefined);
  });

  it('that failed is not kept', async () => {
    let now = 0;
    let broken = true;
    const open = (): Promise<undefined> => (broken ? Promise.reject(new Error('no disk')) : Promise.resolve(undefined));
    const recent = recentCatalogue({ list: () => Promise.resolve([]), open }, { now: () => now });
    await Promise.resolve(recent.open('m')).catch(() => (broken = false));
    now += 100;
    expect(await recent.open('m')).to.equal(undefined);
  });
});

describe('A chunk of a transfer', () => {
  it('of a failing transfer is given up only when its write and its read are over', async () => {
    const catalogue = await stubCatalogue({ m: { files: [{ path: 'a', role: 'other', content: 'x'.repeat(2e6) }] } });
    const medium = (await catalogue.open('m'))!;
    const file = { ...served('a', 2_000_000, medium), location: medium.location(medium.file('a')!) };
    const files = new OpenFiles();
    const reads = slowReads(50);
    let writes = 0;
    const failing = (): Promise<boolean> => {
      writes += 1;
      return Promise.reject(new Error('a defect'));
    };
    const range = { start: 0, end: file.size };
    const ended = await files.with(file, (handle) => readChunks(handle, file, range, failing)).catch(String);
    expect([ended, writes, reads.underWay]).to.deep.equal(['Error: a defect', 1, 0]);
    reads.restore();
    files.close();
    await catalogue.remove();
  });

  it('is read on the spot only while the disk is not waited for', () => {
    const pace = new ReadingPace();
    expect(pace.onTheSpot).to.equal(false);
    pace.took(0.1);
    expect(pace.onTheSpot).to.equal(true);
    pace.took(12);
    expect(pace.onTheSpot).to.equal(false);
  });
});
