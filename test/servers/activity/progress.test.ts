/** What the progress of a grant tells of stalls, failures and the first host, through the media server and over its restart. */
import { expect } from 'chai';
import type { CreateGrant, Grant } from '../../../src/contract/grants.js';
import { quietLimits } from '../../../src/installer/phase-limits.js';
import type { ActivityEntry, RequestOutcome } from '../../../src/servers/activity/activity-entry.js';
import { ActivityJournal } from '../../../src/servers/activity/activity-journal.js';
import type { GrantEntry } from '../../../src/servers/grants/grant-record.js';
import { GrantRegistry } from '../../../src/servers/grants/grant-registry.js';
import { createMediaServer } from '../../../src/servers/media-server.js';
import { memoryLog } from '../../../src/servers/storage/record-log.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { mediaServerContractVersion, type MediaServerApi } from '../../../src/contract/media-server.js';
import { grantRequest } from '../../support/servers-http.js';

const seconds = 1000;
const noMedia = { list: () => Promise.resolve([]), open: () => Promise.resolve(undefined) };

describe('The progress of a grant', () => {
  let clock: VirtualClock;
  let grants: GrantEntry[];
  let activity: ActivityEntry[];
  let journal: ActivityJournal;
  let api: MediaServerApi;
  let registry: GrantRegistry;

  /** What a start of the media server finds is all that it knows. */
  function start(): void {
    journal = new ActivityJournal(memoryLog(activity), clock, silentLogger);
    registry = new GrantRegistry(memoryLog(grants), clock);
    api = createMediaServer({
      ...{ grants: registry, activity: journal, catalogue: noMedia, clock, worker: 'w', publicMedia: true },
      describe: () => ({ contract: mediaServerContractVersion, version: 'test', pid: 1, startedAt: 0, endpoints: [] }),
      end: () => Promise.resolve(),
    }).api;
  }

  beforeEach(() => {
    clock = new VirtualClock();
    [grants, activity] = [[], []];
    start();
  });

  async function armed(overrides: Partial<CreateGrant>): Promise<string> {
    const { id } = await registry.create(grantRequest(overrides));
    for (const state of ['closed', 'armed'] as const) await registry.change(id, { state, epoch: 1 });
    return id;
  }

  const outcome = (grant: string, path: string, more: Partial<RequestOutcome> = {}): RequestOutcome => ({
    ...{ at: clock.now(), grant, state: 'armed', protocol: 'http', client: '192.0.2.1', path, role: 'metadata' },
    ...{ status: 200, bytes: 10, size: 10, complete: true },
    ...more,
  });

  const seen = (grant: string, path: string, more: Partial<RequestOutcome> = {}): void =>
    journal.done(null, outcome(grant, path, more));

  async function progress(id: string): Promise<Grant['progress']> {
    return (await api.grant(id))!.progress;
  }

  async function told(id: string): Promise<readonly string[]> {
    return (await progress(id)).notices.map(({ kind, text }) => `${kind}: ${text}`);
  }

  it('names the last object that failed until it came whole', async () => {
    const id = await armed({});
    expect((await progress(id)).lastFailure).to.equal(null);
    seen(id, 'Packages/a.rpm', { role: 'package', complete: false, bytes: 4 });
    expect((await progress(id)).lastFailure).to.include({
      path: 'Packages/a.rpm',
      reason: 'broke off after 4 of 10 bytes',
    });
    start();
    expect((await progress(id)).lastFailure?.path, 'after a restart').to.equal('Packages/a.rpm');
    seen(id, 'Packages/b.rpm', { role: 'package', status: 500 });
    expect((await progress(id)).lastFailure).to.include({ path: 'Packages/b.rpm', reason: 'answered 500' });
    seen(id, 'Packages/a.rpm', { role: 'package' });
    expect((await progress(id)).lastFailure?.path).to.equal('Packages/b.rpm');
    seen(id, 'Packages/b.rpm', { role: 'package' });
    expect((await progress(id)).lastFailure).to.equal(null);
  });

  it('counts a silence from the last byte of a transfer, and from the last request between two', async () => {
    const id = await armed({});
    expect((await progress(id)).stall).to.equal(null);
    journal.begun('w-1', outcome(id, 'Packages/large.rpm', { role: 'package', bytes: 0, complete: false }));
    await clock.advance(20 * seconds);
    journal.flowed(id, 100);
    await clock.advance(quietLimits.packages.transfer - 1);
    expect((await progress(id)).stall).to.deep.equal({
      since: clock.now() - quietLimits.packages.transfer + 1,
      transfer: 'Packages/large.rpm',
      limit: quietLimits.packages.transfer,
      exceeded: false,
    });
    expect(await told(id)).to.deep.equal([]);
    await clock.advance(1 + 20 * seconds);
    expect(await told(id)).to.deep.equal([
      `stalled: no byte of Packages/large.rpm went out within ${quietLimits.packages.transfer / 1000} s`,
    ]);
    journal.done('w-1', outcome(id, 'Packages/large.rpm', { role: 'package' }));
    expect((await progress(id)).stall).to.include({ transfer: null, exceeded: false });
    await clock.advance(quietLimits.packages.betweenRequests);
    expect((await told(id))[0]).to.match(/^stalled: nothing was asked for within 1200 s$/);
  });

  async function firstHost(run: string, reason: string, more: Partial<CreateGrant> = {}): Promise<void> {
    const id = await armed({ id: `${run}.host1`, run, host: { uuid: 'uuid-1', name: 'host1' }, ...more });
    await clock.advance(60 * seconds);
    for (const path of ['.treeinfo', 'repodata/repomd.xml']) seen(id, path);
    seen(id, 'Packages/a.rpm', { role: 'package' });
    await registry.change(id, { state: 'ended', epoch: 1, reason });
  }

  async function secondHost(run: string): Promise<string> {
    const id = await armed({ id: `${run}.host2`, run, host: { uuid: 'uuid-2', name: 'host2' } });
    await clock.advance(60 * seconds);
    seen(id, '.treeinfo');
    seen(id, 'update.xml', { status: 404, role: null });
    seen(id, 'Packages/a.rpm', { role: 'package' });
    return id;
  }

  it('compares with the first host of the run that was proven, as soon as it asks', async () => {
    await firstHost('run1', 'proven');
    const id = await secondHost('run1');
    for (const when of ['at once', 'after a restart']) {
      expect(await told(id), when).to.deep.equal([
        'missing-request: repodata/repomd.xml was not asked for while looking the medium up; host1 did',
        'extra-request: asked for update.xml; host1 never did',
      ]);
      start();
    }
    await registry.change(id, { state: 'ended', epoch: 1, reason: 'proven' });
    expect(await told(id), 'of a host that is proven itself').to.deep.equal([]);
  });

  it('compares with no host of another run or medium, none that was given up, and none with itself', async () => {
    await firstHost('run2', 'proven');
    await firstHost('run1', 'ann: disk broken');
    expect(await told(await secondHost('run1'))).to.deep.equal([]);
    await firstHost('run3', 'proven', { media: 'other' });
    expect(await told(await secondHost('run3'))).to.deep.equal([]);
  });
});
