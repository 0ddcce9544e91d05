// Rollouts over simulated pools: caps, waves, budget and windows hold, whatever fails and whenever the controller is killed.
import { expect } from 'chai';
import type { RolloutStatus } from '../../src/contract/rollout.js';
import { readPlan } from '../../src/controller/planning/read-plan.js';
import { brokenInvariants, unboundedWaits } from '../support/scenario/invariants.js';
import { brokenPromises } from '../support/scenario/rollout-invariants.js';
import { RolloutSite, type Described, type RolloutSiteOptions } from '../support/scenario/rollout-site.js';

async function during(options: RolloutSiteOptions, story: (site: RolloutSite) => Promise<void>): Promise<void> {
  const site = await RolloutSite.begin(options);
  try {
    await story(site);
    expect(await broken(site)).to.deep.equal([]);
  } finally {
    await site.end();
  }
}

async function broken(site: RolloutSite): Promise<readonly string[]> {
  const names = Array.from({ length: site.options.pools }, (_, index) => String(index));
  const histories = new Map(
    await Promise.all(names.map(async (name) => [name, await site.side.history(Number(name))] as const)),
  );
  const { rollout, journal } = site;
  const ofRuns = await Promise.all(
    journal
      .runs()
      .filter((run) => run !== rollout)
      .map(async (run) => {
        const [planned] = journal.records(run);
        if (planned?.entry.type !== 'planned') return [];
        const plan = readPlan(planned.entry.plan);
        const history = histories.get(planned.entry.pool) ?? [];
        const status = await site.controller?.run(run);
        if (status === undefined) return [`${run} has no status`];
        return brokenInvariants({ plan, records: journal.records(run), history, status, secrets: ['practice'] });
      }),
  );
  return [...brokenPromises({ rollout, journal, histories }), ...ofRuns.flat(), ...unboundedWaits(site.decisions)];
}

function states(status: RolloutStatus): string {
  return status.waves.map(({ pools }) => pools.map(({ state }) => state).join(' ')).join(' | ');
}

const usual: Described = {
  canary: ['5'],
  waves: [{ count: 2 }],
  atOnce: { pools: 2, hosts: 2 },
  soak: '30m',
};

describe('A rollout', function () {
  this.timeout(60_000);

  it('upgrades the canary first, waits for an approval, and then wave after wave within its limits', () =>
    during({}, async (site) => {
      await site.start(usual);
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
    }));
});
