/** Imports over the control API: from where, in what order, how they are cancelled, and what is left behind. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MediaJob } from '../../../src/contract/api/media-jobs.js';
import { mediaHandlers } from '../../../src/daemon/control-api/handlers/media-handlers.js';
import { allowedSource, importOffers } from '../../../src/daemon/control-api/media-jobs/import-places.js';
import type { JobMessage, JobOrder } from '../../../src/daemon/control-api/media-jobs/job-messages.js';
import { MediaJobs } from '../../../src/daemon/control-api/media-jobs/media-jobs.js';
import { UploadRoom } from '../../../src/daemon/control-api/media-jobs/upload-room.js';
import { settingsSchema } from '../../../src/daemon/config/schema.js';
import type { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { ApiBench } from '../../support/api-bench.js';

type Last = Exclude<JobMessage, { kind: 'progress' }>;

/** A process of which the test says what it tells. */
class Started {
  cancelled = false;
  end: (last: Last) => void = () => undefined;
  readonly ended = new Promise<Last>((resolve) => (this.end = resolve));

  constructor(
    readonly order: JobOrder,
    readonly heard: (message: JobMessage) => void,
  ) {}

  cancel(): void {
    this.cancelled = true;
    const error = { code: 'INTERRUPTED', summary: '', attempted: '', remedy: '' };
    this.end({ kind: 'failed', error });
  }
}

function jobsBench(): { jobs: MediaJobs; started: Started[]; clock: VirtualClock; seen: MediaJob[] } {
  const started: Started[] = [];
  const seen: MediaJob[] = [];
  const clock = new VirtualClock();
  let count = 0;
  const jobs = new MediaJobs({
    clock,
    newId: () => `job-${(count += 1)}`,
    changed: (job) => seen.push(job),
    start: (order, heard) => {
      const process = new Started(order, heard);
      started.push(process);
      return { ended: process.ended, cancel: () => process.cancel() };
    },
  });
  return { jobs, started, clock, seen };
}

const about = (source: string) => ({ kind: 'import', source, by: 'anna' }) as const;
const order: JobOrder = { kind: 'verify', mediaCache: '/m', id: 'x' };
const done: Last = { kind: 'done', medium: 'xcp-ng-8.3.0', alreadyPresent: false };
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as DrydockError).code,
  );

describe('media jobs', () => {
  it('go on two at a time, and the next when one has ended', async () => {
    const { jobs, started } = jobsBench();
    for (const source of ['a', 'b', 'c']) jobs.begin(jobs.open(about(source)).id, order);
    expect(jobs.list().map(({ state }) => state)).to.deep.equal(['queued', 'running', 'running']);
    started[0]?.end(done);
    await new Promise(setImmediate);

    expect(jobs.list().map(({ state }) => state)).to.deep.equal(['running', 'running', 'done']);
    expect(jobs.get('job-1')).to.include({ medium: 'xcp-ng-8.3.0', error: null });
  });

  it('tell their progress and rate', async () => {
    const { jobs, started, clock } = jobsBench();
    jobs.begin(jobs.open(about('a')).id, order);
    const progress = { phase: 'copying', totalBytes: 100, files: 0, totalFiles: 2, current: 'x' } as const;
    started[0]?.heard({ kind: 'progress', progress: { ...progress, bytes: 10 } });
    await clock.advance(2000);
    started[0]?.heard({ kind: 'progress', progress: { ...progress, bytes: 50 } });

    expect(jobs.get('job-1').rate).to.equal(20);
    started[0]?.end(done);
    await new Promise(setImmediate);
    expect(jobs.get('job-1').progress).to.include({ bytes: 100, files: 2, current: null });
  });

  it('are cancelled at work, in the queue and while their bytes arrive, and clear up after themselves', async () => {
    const { jobs, started } = jobsBench();
    let cleared = 0;
    const clear = (): Promise<void> => Promise.resolve(void (cleared += 1));
    for (const source of ['a', 'b', 'c']) jobs.begin(jobs.open(about(source)).id, order, clear);
    const upload = jobs.open(about('d'));

    expect((await jobs.cancel('job-1')).state).to.equal('cancelled');
    expect(started[0]?.cancelled).to.equal(true);
    expect((await jobs.cancel('job-3')).state).to.equal('cancelled');
    expect((await jobs.cancel(upload.id)).state).to.equal('cancelled');
    expect(cleared).to.equal(2);
    expect((await jobs.cancel('job-1')).state, 'twice is no error').to.equal('cancelled');
  });

  it('that are cancelled twice answer both', async () => {
    const { jobs } = jobsBench();
    jobs.begin(jobs.open(about('a')).id, order);
    const both = await Promise.all([jobs.cancel('job-1'), jobs.cancel('job-1'), jobs.stop()]);

    expect(both[0].state).to.equal('cancelled');
    expect(both[1].state).to.equal('cancelled');
  });

  it('that were cancelled while their bytes arrived never begin, and progress of them is no error', async () => {
    const { jobs, started } = jobsBench();
    const { id } = jobs.open(about('a'));
    await jobs.cancel(id);
    const progress = { phase: 'receiving', bytes: 1, totalBytes: 2, files: 0, totalFiles: 0, current: 'a' } as const;

    expect(() => jobs.begin(id, order))
      .to.throw()
      .with.property('code', 'INTERRUPTED');
    expect(jobs.progress(id, progress)).to.equal(false);
    expect(jobs.progress('forgotten', progress)).to.equal(false);
    expect(started).to.have.length(0);
  });

  it('that have published before they heard of it are done', async () => {
    const { jobs, started } = jobsBench();
    jobs.begin(jobs.open(about('a')).id, order);
    started[0]?.end(done);

    expect((await jobs.cancel('job-1')).state).to.equal('done');
  });

  it('are bounded in number, open and ended', async () => {
    const { jobs } = jobsBench();
    for (let count = 0; count < 20; count += 1) jobs.open(about(String(count)));
    expect(await codeOf(Promise.resolve().then(() => jobs.open(about('more'))))).to.equal('MEDIA_JOBS_TOO_MANY');
    for (let count = 0; count < 100; count += 1) {
      await jobs.cancel(jobs.list().find(({ endedAt }) => endedAt === null)?.id ?? '');
      jobs.open(about(String(count)));
    }
    expect(jobs.list().length).to.be.at.most(71);
  });

  it('all end with the controller', async () => {
    const { jobs, started } = jobsBench();
    for (const source of ['a', 'b', 'c']) jobs.begin(jobs.open(about(source)).id, order);
    await jobs.stop();

    expect(started.map(({ cancelled }) => cancelled)).to.deep.equal([true, true]);
    expect(jobs.list().every(({ state }) => state === 'cancelled')).to.equal(true);
  });
});

describe('places to import from', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-places-'));
    mkdirSync(join(folder, 'iso'));
    mkdirSync(join(folder, 'iso-of-others'));
    for (const path of ['iso/a.iso', 'iso/.hidden', 'iso-of-others/b.iso', 'shadow'])
      writeFileSync(join(folder, path), 'x');
    symlinkSync(join(folder, 'shadow'), join(folder, 'iso', 'link.iso'));
    symlinkSync('/etc', join(folder, 'iso', 'etc'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const places = () => ({ folders: [join(folder, 'iso')], urls: false });

  it('are the allowed folders alone, whatever the path looks like and wherever a link leads', async () => {
    const iso = join(folder, 'iso');
    expect(await allowedSource(join(iso, 'a.iso'), places())).to.equal(join(iso, 'a.iso'));
    expect(await allowedSource(join(iso, '..', 'iso', 'a.iso'), places())).to.equal(join(iso, 'a.iso'));
    const outside = [
      iso,
      join(folder, 'shadow'),
      join(folder, 'iso-of-others', 'b.iso'),
      `${iso}/../shadow`,
      join(iso, 'link.iso'),
      join(iso, 'etc', 'passwd'),
      'iso/a.iso',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://192.0.2.1/a.iso',
      `${iso}/a.iso\0`,
    ];
    for (const path of outside)
      expect(await codeOf(allowedSource(path, places())), path).to.equal('IMPORT_SOURCE_NOT_ALLOWED');
  });

  it('say the same of a file that is there and one that is not', async () => {
    const messageOf = async (path: string): Promise<string> => {
      const error = (await allowedSource(path, places()).catch((reason: unknown) => reason)) as DrydockError;
      return JSON.stringify(error.toJSON()).replaceAll(path, 'PATH');
    };

    expect(await messageOf('/etc/passwd')).to.equal(await messageOf('/etc/no-such-file'));
  });

  it('take addresses where they may', async () => {
    expect(await allowedSource('https://mirror.example/a.iso', { ...places(), urls: true })).to.equal(
      'https://mirror.example/a.iso',
    );
  });

  it('offer what lies in them, without what is hidden', async () => {
    const offers = await importOffers(places());

    expect(offers.map(({ path }) => path.slice(folder.length))).to.deep.equal([
      '/iso/a.iso',
      '/iso/etc',
      '/iso/link.iso',
    ]);
  });
});

describe('upload', () => {
  let bench: ApiBench;
  let folder: string;
  let started: Started[];
  let headers: { authorization: string };
  let room: UploadRoom;
  let stays: boolean;

  beforeEach(async () => {
    room = new UploadRoom();
    stays = true;
    folder = mkdtempSync(join(tmpdir(), 'drydock-upload-'));
    const made = jobsBench();
    ({ started } = made);
    bench = await new ApiBench(
      mediaHandlers({
        media: settingsSchema.parse({ media: { cache: join(folder, 'media') } }).media,
        jobs: made.jobs,
        places: { folders: [], urls: false },
        uploads: { folder: join(folder, 'uploads'), largest: 1000, reserve: 0, stall: 50, room },
        mayStay: () => Promise.resolve(stays),
        installations: () => [],
      }),
    ).open();
    headers = { authorization: `Bearer ${await bench.addToken('ci', 'operator')}` };
  });

  afterEach(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (body: string, more: Record<string, string> = {}) =>
    bench.ask('/v1/media/uploads?name=..%2F..%2Fx.iso', { method: 'PUT', raw: body, headers: { ...headers, ...more } });
  const left = (): string[] => (existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : []);

  it('is imported when it has come, under a name that leads nowhere, and is gone when that has ended', async () => {
    const answer = await put('the bytes');

    expect(answer.status).to.equal(202);
    const [process] = started;
    const source = process?.order.kind === 'import' ? process.order.source : '';
    expect(source).to.match(/\/uploads\/job-1\/[\w.-]+x\.iso$/);
    expect(existsSync(source)).to.equal(true);
    process?.end(done);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(left()).to.deep.equal([]);
  });

  it('is refused before its bytes when it is too large, or does not say how large it is', async () => {
    expect((await put('x'.repeat(1001))).status).to.equal(413);
    expect((await put('x', { 'transfer-encoding': 'chunked', 'content-length': '' })).status).to.be.oneOf([400]);
    expect(started).to.deep.equal([]);
    expect(left()).to.deep.equal([]);
  });

  it('is given up when no more of it comes, and nothing is left behind', async () => {
    const answer = await put('half of it', { 'content-length': '500' });

    expect(answer.code).to.equal('REQUEST_TOO_SLOW');
    expect(left()).to.deep.equal([]);
    expect(started).to.deep.equal([]);
  });

  it('finds no room that others have announced and not sent yet, and gives its own back however it ends', async () => {
    const others = room.promise(Number.MAX_SAFE_INTEGER);
    expect((await put('the bytes')).code).to.equal('DISK_FULL');
    others.release();

    expect((await put('the bytes')).status).to.equal(202);
    expect((await put('half of it', { 'content-length': '500' })).code).to.equal('REQUEST_TOO_SLOW');
    expect(room.promised).to.equal(0);
  });

  it('is not imported when who sent it may no longer come in, and nothing is left behind', async () => {
    stays = false;
    const answer = await put('the bytes');

    expect(answer.code).to.equal('NOT_SIGNED_IN');
    expect([started, left()]).to.deep.equal([[], []]);
  });

  it('needs an operator', async () => {
    const authorization = `Bearer ${await bench.addToken('viewer', 'viewer')}`;

    expect((await put('x', { authorization })).status).to.equal(403);
    expect(left()).to.deep.equal([]);
  });
});
