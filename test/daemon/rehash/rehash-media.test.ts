import { expect } from 'chai';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import { startRehashing, type Rehashing } from '../../../src/daemon/rehash/rehash-media.js';
import { rehashSettings } from '../../../src/daemon/rehash/rehash-settings.js';
import { importMedia } from '../../../src/media/import-media.js';
import { showMedium } from '../../../src/media/list-media.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { Logger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { waitUntil } from '../../../src/shared/wait-until.js';
import { imageOf, temporaryFolder } from '../../support/media-cases.js';
import { treeinfoTree } from '../../support/media-synthetic-tree.js';

const hour = 3_600_000;
const day = 24 * hour;

describe('The re-hashing of media in the background', () => {
  const folder = temporaryFolder();
  let clock: VirtualClock;
  let logged: string[];
  let open: Rehashing[];

  const start = (more: Partial<Parameters<typeof startRehashing>[0]> = {}): Rehashing => {
    const mayBegin = (): Promise<boolean> => Promise.resolve(true);
    const log = recordingLogger(logged);
    const rehashing = startRehashing({
      ...{ mediaCache: folder(), every: 7 * day, rate: 50_000_000, clock, log, mayBegin },
      ...more,
    });
    open.push(rehashing);
    return rehashing;
  };
  const bring = async (id: string): Promise<unknown> =>
    importMedia({ source: await imageOf(folder(), await treeinfoTree()), mediaCache: folder(), id, clock });
  const checkedAt = async (id: string): Promise<number | undefined> =>
    (await showMedium({ mediaCache: folder(), id })).lastCheck?.checkedAt;

  /** Its files are hashed in real time, however slow this machine is at the moment. */
  const hashed = async (id: string): Promise<number> => {
    const at = async (): Promise<number | undefined> => {
      await clock.advance(hour / 60);
      return checkedAt(id);
    };
    return waitUntil(at, { clock: systemClock, deadline: 20_000, every: 5, waitingFor: `${id} to be hashed` });
  };

  beforeEach(async () => {
    clock = new VirtualClock();
    logged = [];
    open = [];
    await bring('first');
  });

  afterEach(() => Promise.all(open.map((rehashing) => rehashing.stop())));

  it('waits until the last hashing is old enough, the import being the first one, and leaves its date', async () => {
    const imported = clock.now();
    start();
    await clock.advance(7 * day - hour);
    expect(await checkedAt('first')).to.equal(undefined);

    expect(await hashed('first')).to.be.within(imported + 7 * day, imported + 7 * day + hour);
    expect(logged).to.deep.equal([
      'info: a medium is being hashed again',
      'info: a medium was hashed again and is whole',
    ]);
  });

  it('takes the medium whose hashing is the longest ago, one at a time', async () => {
    await clock.advance(hour);
    await bring('second');
    start();
    await clock.advance(7 * day - 2 * hour);
    const first = await hashed('first');
    expect(await checkedAt('second')).to.equal(undefined);
    expect(await hashed('second')).to.be.greaterThan(first);
  });

  it('goes on by the stored dates after a restart', async () => {
    await start().stop();
    await clock.advance(8 * day);
    expect(await checkedAt('first')).to.equal(undefined);
    const again = start();
    const checked = await hashed('first');
    await again.stop();

    start();
    await clock.advance(6 * day);
    expect(await checkedAt('first')).to.equal(checked);
    const later = async (): Promise<true | undefined> => {
      await clock.advance(hour);
      return (await checkedAt('first')) === checked ? undefined : true;
    };
    await waitUntil(later, { clock: systemClock, deadline: 20_000, every: 5, waitingFor: 'another hashing' });
    expect(await checkedAt('first')).to.be.greaterThan(checked + 7 * day - 1);
  });

  it('says damage as an error, with the names of the files', async () => {
    await writeFile(join(folder(), 'v1', 'media', 'first', 'tree', 'install.img'), 'damaged');
    start();
    await clock.advance(7 * day);
    await hashed('first');
    expect(logged).to.include(
      'error: a published medium is no longer what was verified at its import first damaged=install.img',
    );
    expect((await showMedium({ mediaCache: folder(), id: 'first' })).lastCheck?.damaged).to.deep.equal(['install.img']);
  });

  it('reads no faster than it may', async () => {
    const { bytes } = (await showMedium({ mediaCache: folder(), id: 'first' })).summary;
    await clock.advance(7 * day);
    const began = clock.now();
    start({ rate: bytes / 600 });
    expect((await hashed('first')) - began).to.be.greaterThan(590_000);
  });

  it('does not begin while it may not, and stops in the middle when told to', async () => {
    let may = false;
    const rehashing = start({ mayBegin: () => Promise.resolve(may), rate: 1 });
    await clock.advance(9 * day);
    expect(logged).to.deep.equal([]);
    may = true;
    await clock.advance(hour);
    expect(logged).to.deep.equal(['info: a medium is being hashed again']);
    await rehashing.stop();
    expect(await checkedAt('first')).to.equal(undefined);
    expect(clock.sleeping).to.equal(0);
  });

  it('goes on after a store that cannot be read, and is off when told so', async () => {
    start({ every: 0 });
    expect(clock.sleeping).to.equal(0);
    await writeFile(join(folder(), 'v1', 'format.json'), '{"format":99}');
    start();
    await clock.advance(8 * day);
    expect(new Set(logged)).to.deep.equal(new Set(['warn: media could not be hashed again']));
    await rm(join(folder(), 'v1', 'format.json'));
    expect(await hashed('first')).to.be.a('number');
  });

  it('is set in words of the configuration', () => {
    const settings = (media: object): object => rehashSettings(settingsSchema.parse({ media }).media);
    expect(settings({})).to.deep.equal({ every: 7 * day, rate: 50_000_000 });
    expect(settings({ rehashEvery: '12h', rehashRate: 1.5 })).to.deep.equal({ every: 12 * hour, rate: 1_500_000 });
    expect(settings({ rehashEvery: '30m' })).to.deep.include({ every: hour / 2 });
    expect(settings({ rehashEvery: '0' })).to.deep.include({ every: 0 });
    for (const rehashEvery of ['7', '7 days', '-1d', '', '1w']) {
      expect(settingsSchema.safeParse({ media: { rehashEvery } }).success, rehashEvery).to.equal(false);
    }
  });
});

function recordingLogger(lines: string[]): Logger {
  const say =
    (level: string) =>
    (fields: object, message: string): void => {
      const { media, damaged } = fields as { media?: string; damaged?: string[] };
      const detail = damaged === undefined ? '' : ` ${media ?? ''} damaged=${damaged.join()}`;
      lines.push(`${level}: ${message}${detail}`);
    };
  const logger: Logger = {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: () => logger,
  };
  return logger;
}
