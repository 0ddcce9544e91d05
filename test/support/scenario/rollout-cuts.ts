// The crash at a record of the journal: one rollout, whose controller is killed at the n-th record, gone on with by another.
import type { ControlApi } from '../../../src/contract/control.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import type { Journal } from '../../../src/journal/journal.js';
import { brokenInvariants, unboundedWaits } from './invariants.js';
import { brokenPromises } from './rollout-invariants.js';
import type { PoolSide } from './pool-side.js';
import { RolloutSite, type RolloutSiteOptions } from './rollout-site.js';

/** Two waves of one pool each with an approval between them, and two hosts in each pool. */
const options: RolloutSiteOptions = { pools: 2, hosts: 2, paceFactor: 60 };
const described = { canary: ['0'], atOnce: { pools: 2, hosts: 1 }, soak: '10m' };

export interface CutRollout {
  /** Which record it was, as `what of whom`; nowhere if there are not so many. */
  readonly place: string;
  readonly end: readonly string[];
  readonly broken: readonly string[];
}

/** @param cut counts from 1, from the start of the rollout on; undefined: nobody kills the controller */
export async function rolloutCutAt(cut?: number, side: 'before' | 'after' = 'after'): Promise<CutRollout> {
  const site = await RolloutSite.begin(options);
  try {
    await site.plan(described);
    if (cut !== undefined) site.killAt = { record: site.written + cut, side };
    await site.say('start');
    await site.until(({ state }) => state !== 'planned').catch(() => undefined);
    if ((await aliveStatus(site)) === 'planned') await site.say('start');
    await site.until(({ waves }) => waves[1]?.state === 'awaiting-approval');
    await site.say('approve');
    await site.until(() => true);
    // A command that was given in the moment of the crash may be lost with the process that was told: it is given again.
    if ((await site.status()).waves[1]?.state === 'awaiting-approval') await site.say('approve');
    const end = await site.ended();
    return {
      place: site.killed ?? 'nowhere',
      end: end.waves.flatMap(({ pools }) =>
        pools.map(({ pool, state, run, hosts }) => `${pool} ${state} ${run ?? ''} ${hosts.finished}`),
      ),
      broken: await brokenBy(site),
    };
  } finally {
    await site.end();
  }
}

async function aliveStatus(site: RolloutSite): Promise<string> {
  return (await site.until(() => true)).state;
}

/** What promises are judged by. */
export interface JudgedSite extends Pick<RolloutSite, 'rollout' | 'decisions'> {
  readonly options: Pick<RolloutSite['options'], 'pools'>;
  readonly journal: Pick<Journal, 'runs' | 'records'>;
  readonly side: Pick<PoolSide, 'history'>;
  readonly living: Pick<ControlApi, 'run'>;
}

/** Every promise of the rollout and every invariant of its runs that was broken. */
export async function brokenBy(site: JudgedSite): Promise<readonly string[]> {
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
        const status = await site.living.run(run);
        return brokenInvariants({ plan, records: journal.records(run), history, status, secrets: ['practice'] });
      }),
  );
  return [...brokenPromises({ rollout, journal, histories }), ...ofRuns.flat(), ...unboundedWaits(site.decisions)];
}
