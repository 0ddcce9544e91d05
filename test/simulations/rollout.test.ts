// Rollouts over simulated pools: caps, waves, budget and windows hold, whatever fails and whenever the controller is killed.
import { expect } from 'chai';
import type { RolloutStatus } from '../../src/contract/rollout.js';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { brokenBy, rolloutCutAt } from '../support/scenario/rollout-cuts.js';
import { RolloutSite, type Described, type RolloutSiteOptions } from '../support/scenario/rollout-site.js';

async function during(options: RolloutSiteOptions, story: (site: RolloutSite) => Promise<void>): Promise<void> {
  const site = await RolloutSite.begin(options);
  try {
    await story(site);
    expect(await brokenBy(site)).to.deep.equal([]);
  } finally {
    await site.end();
  }
}

function states(status: RolloutStatus): string {
  return status.waves.map(({ pools }) => pools.map(({ state }) => state).join(' ')).join(' | ');
}

/** The canary and two waves of two: each pool has two hosts. */
const usual: Described = {
  canary: ['4'],
  waves: [{ count: 2 }],
  atOnce: { pools: 2, hosts: 1 },
  soak: '30m',
  approval: 'never',
};
const small: RolloutSiteOptions = { pools: 5, hosts: 2, paceFactor: 60 };

/** The plugin's main fails once, so that a retry gets through. */
function failing(...pools: readonly number[]): RolloutSiteOptions {
  const faults = [readFaultText('plugin-fails fn=main error=ERROR_PREPARING_HOST')];
  return { ...small, each: (pool) => (pools.includes(pool) ? { faults } : {}) };
}

describe('A rollout', function () {
  this.timeout(60_000);

  it('upgrades the canary first, waits for an approval, and then wave after wave within its limits', () =>
    during({ pools: 6, hosts: 3, paceFactor: 60 }, async (site) => {
      const atOnce = { pools: 3, hosts: 2 };
      await site.start({ canary: ['5'], waves: [{ count: 2 }], atOnce, soak: '30m' });
      const asking = await site.until(({ waves }) => waves[1]?.state === 'awaiting-approval');
      expect(states(asking)).to.equal('done | queued queued | queued queued queued');
      expect(asking.reason).to.match(/wave 1 \(2 pools\) waits for an approval: drydock rollout approve/);
      await site.say('approve');
      const end = await site.ended();
      expect(end.state, end.reason).to.equal('done');
      expect(states(end)).to.equal('done | done done | done done done');
      expect(end.waves.flatMap(({ pools }) => pools.map(({ hosts }) => hosts.finished))).to.deep.equal(
        Array(6).fill(3),
      );
      expect(heldReasons(site), 'runs had to wait for a place').to.match(/2 of 2 hosts are at work/);
      expect(await site.controller?.rollouts.report(site.rollout, 'markdown')).to.match(
        /## the rest: done[\s\S]*\| 2 \| done \| 3 of 3 \|/,
      );
    }));

  it('stops when the canary fails, whatever the budget, and goes on when a person says so', () =>
    during(failing(4), async (site) => {
      await site.start({ ...usual, failureBudget: 3 });
      const stopped = await site.ended();
      expect(stopped.reason).to.match(/^the canary 4 failed: .*ERROR_PREPARING_HOST.*drydock rollout resume, or abort/);
      expect(states(stopped)).to.equal('stopped | queued queued | queued queued');
      await site.say('resume');
      const end = await site.ended();
      expect(`${end.state}: ${end.reason}`).to.equal('done: every wave is through; not upgraded: 4');
    }));

  it('begins no other pool once more have failed than may, while runs under way go on to their end', () =>
    during(failing(0, 1), async (site) => {
      await site.start({ ...usual, canary: [], waves: [], failureBudget: 1, atOnce: { pools: 3 } });
      const stopped = await site.ended();
      expect(stopped.reason).to.match(/^2 failed, 1 may: 0 \(.*; 1 \(/);
      const later = await site.until(({ waves }) => waves[0]?.pools.every(({ state }) => state !== 'running') === true);
      expect(states(later)).to.match(/^stopped stopped done (planning|done|queued) queued$/);
    }));

  it('goes on within the budget, and a pool that a person gets through counts no more', () =>
    during(failing(0), async (site) => {
      await site.start({ ...usual, failureBudget: 1, canary: [], waves: [{ count: 2 }] });
      const rest = await site.until(({ waves }) => waves[1]?.state === 'running');
      expect(states(rest)).to.match(/^stopped done \|/);
      expect(rest.atWork.failures).to.equal(1);
      await site.clock.runUntil(site.living.command(`${site.rollout}.1`, { command: 'retry', by: 'ann' }));
      const end = await site.ended();
      expect(`${end.state}: ${end.reason}`).to.equal('done: every wave is through');
      expect(end.atWork.failures).to.equal(0);
    }));

  it('lets a run wait for its window in a state of its own, and begins a host only if it fits', () =>
    during({ ...small, pools: 2, start: Date.UTC(2026, 2, 28, 20, 0) }, async (site) => {
      // The night on which clocks in Berlin are put forward: 22:00 is 21:00 UTC before it, and 20:00 UTC after.
      await site.start({ atOnce: { pools: 2 }, windows: ['22:00-23:04 Europe/Berlin'] });
      const closed = await site.status();
      expect(closed.waves[0]?.pools[0]?.reason).to.match(/opens Sat 2026-03-28 22:00/);
      const waiting = await site.until(
        ({ waves }) => waves[0]?.pools.every(({ state }) => state === 'waiting') === true,
      );
      expect(waiting.waves[0]?.pools[0]?.reason).to.match(
        /^xs-2: its \d+ min do not fit before its window closes; 22:00-23:04 Europe\/Berlin opens Sun 2026-03-29 22:00$/,
      );
      expect(waiting.atWork).to.deep.equal({ pools: 0, hosts: 0, failures: 0 });
      const end = await site.ended();
      expect(end.state, end.reason).to.equal('done');
      const begun = (await site.side.history(0)).filter(
        ({ event, detail }) => event === 'host-disabled' && 'by' in detail && detail.by === 'call',
      );
      expect(begun.map(({ at }) => new Date(at).toISOString().slice(0, 13))).to.deep.equal([
        '2026-03-28T21',
        '2026-03-29T20',
      ]);
    }));

  it('holds its runs between two hosts while it is paused, and begins nothing after an abort', () =>
    during({ ...small, pools: 3 }, async (site) => {
      await site.start({ ...usual, canary: [], waves: [], atOnce: { pools: 1 } });
      await site.until(({ atWork }) => atWork.hosts === 1);
      await site.say('pause', { reason: 'storage is being moved' });
      await site.clock.advance(4 * 3_600_000);
      const paused = await site.status();
      expect(paused.waves[0]?.pools[0]?.hosts.finished).to.equal(1);
      expect(paused.atWork).to.deep.equal({ pools: 1, hosts: 0, failures: 0 });
      expect(heldReasons(site)).to.match(/the rollout is paused by ann/);
      await site.say('abort');
      const end = await site.ended();
      expect(end.state, end.reason).to.equal('aborted');
      expect(states(end)).to.equal('done queued queued');
    }));

  it('refuses a pool that is blocked at its turn, and tries it again when told to', () =>
    during({ ...small, pools: 2 }, async (site) => {
      await site.start({ ...usual, canary: [], waves: [], atOnce: { pools: 1 }, soak: '0' });
      site.refuseCalls = '1';
      const stopped = await site.ended();
      expect(states(stopped)).to.equal('done refused');
      expect(stopped.waves[0]?.pools[1]?.reason).to.match(/POOL_UNREADABLE|XAPI_UNREACHABLE/);
      site.refuseCalls = undefined;
      await site.say('retry', { pool: '1' });
      await site.say('resume');
      const end = await site.ended();
      expect(`${end.state}: ${states(end)}`).to.equal('done: done done');
      expect(end.waves[0]?.pools[1]?.run).to.equal(`${site.rollout}.2.2`);
    }));

  it('is not planned when a pool is blocked, and says which and why', () =>
    during({ ...small, pools: 2, each: () => ({ ha: { enabled: true, failuresToTolerate: 1 } }) }, async (site) => {
      const blocked = await site.plan({ run: { acceptEua: true } });
      expect(blocked.rollout).to.equal(null);
      expect(blocked.pools.map(({ problems }) => problems.join())).to.deep.equal(
        ['0', '1'].map(
          (name) => `ha-off (pool-${name}): High availability is on (heartbeat storage: 1, failures to tolerate: 1).`,
        ),
      );
      expect(site.journal.runs(), 'nothing was written down').to.deep.equal([]);
      expect((await site.plan({})).text.join('\n')).to.match(/2 pools with 4 hosts in 1 waves/);
      await site.say('abort');
      await site.ended();
    }));

  it('takes what upgrade plan takes about guests and packs: standalone hosts are upgraded by consent, and each tells where it is', () =>
    during({ ...small, pools: 2, hosts: 1 }, async (site) => {
      const run = { fix: true, acceptEua: true };
      const refused = await site.plan({ run });
      expect(refused.pools.map(({ problems }) => problems.join())).to.match(/evacuable .*,evacuable/);
      const missing = await site.plan({ run: { ...run, stopVms: true, packs: ['no-such-pack'] } });
      expect(missing.pools[0]?.problems.join()).to.include('no-such-pack');
      await site.start({ run: { ...run, stopVms: true }, approval: 'never' });
      const installing = /installing: \d+ of \d+ packages fetched/;
      const reasons = ({ waves }: RolloutStatus): string =>
        waves.flatMap(({ pools }) => pools.map(({ reason }) => reason)).join();
      await site.until((status) => installing.test(reasons(status)));
      const end = await site.ended();
      expect(end.state, end.reason).to.equal('done');
    }));

  it('is the same in the end, whenever the controller is killed: no pool is planned, started or left out twice', async () => {
    const undisturbed = await rolloutCutAt();
    expect(undisturbed.broken).to.deep.equal([]);
    // Its own records and those that begin a run; rollout-crash-at-every-boundary.test.ts takes all of them.
    for (const cut of [1, 3, 4, 6, 7]) {
      const after = await rolloutCutAt(cut, cut % 2 === 0 ? 'before' : 'after');
      expect(after.place).not.to.equal('nowhere');
      expect(after.end, after.place).to.deep.equal(undisturbed.end);
      expect(after.broken, after.place).to.deep.equal([]);
    }
  });
});

function heldReasons(site: RolloutSite): string {
  return site.decisions.map((decision) => (decision.kind === 'wait' ? decision.reason : '')).join('\n');
}
