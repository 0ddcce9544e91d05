// Checks what a rollout promises from two things only: the journal and the histories of the simulated pools.
import { readRolloutPlan, type RolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import { openingAt } from '../../../src/controller/planning/window/window.js';
import type { Journal, JournalRecord } from '../../../src/journal/journal.js';
import type { PoolEvent } from '../../../src/simulator/history.js';

export interface RolloutEvidence {
  readonly rollout: string;
  readonly journal: Pick<Journal, 'records' | 'runs'>;
  /** By the name of the pool. */
  readonly histories: ReadonlyMap<string, readonly PoolEvent[]>;
}

/** Each broken promise as a sentence. */
export function brokenPromises(evidence: RolloutEvidence): string[] {
  const plan = planOf(evidence);
  return [
    ...poolsAtOnce(evidence, plan),
    ...hostsAtOnce(evidence, plan),
    ...wavesInOrder(evidence, plan),
    ...failureBudget(evidence, plan),
    ...insideWindows(evidence, plan),
    ...oneRunForEachAttempt(evidence),
  ];
}

function planOf({ rollout, journal }: RolloutEvidence): RolloutPlan {
  const entry = journal.records(rollout)[0]?.entry;
  return readRolloutPlan(entry?.type === 'rollout' ? entry.plan : undefined);
}

/** Begun, and not yet ended, failed, or waiting for its window. Whom a person sets going again after a failure goes at once. */
function poolsAtOnce({ rollout, journal }: RolloutEvidence, plan: RolloutPlan): string[] {
  const atWork = new Set<string>();
  const broken: string[] = [];
  for (const { run, entry, sequence } of inOrder(journal)) {
    const before = atWork.size;
    let retried = false;
    if (run === rollout && entry.type === 'noted') {
      const about = String(entry.detail['run']);
      if (entry.what === 'pool-begun') atWork.add(about);
      if (entry.what === 'pool-refused') atWork.delete(about);
    }
    if (entry.type === 'state' && run.startsWith(`${rollout}.`)) {
      retried = entry.reason.startsWith('tried again by');
      if (['stopped', 'waiting', 'done', 'aborted'].includes(entry.state)) atWork.delete(run);
      else atWork.add(run);
    }
    if (!retried && atWork.size > before && atWork.size > plan.limits.pools)
      broken.push(`${atWork.size} pools are at work from record ${sequence}, ${plan.limits.pools} may`);
  }
  return broken;
}

/** Out of service by our call until it is back in service, by what the pools themselves saw; or until its run has stopped. */
function hostsAtOnce({ rollout, journal, histories }: RolloutEvidence, { limits }: RolloutPlan): string[] {
  const bounds = [limits.hosts, limits.link].filter((bound) => bound !== null);
  const most = Math.min(...bounds);
  const out = new Map<string, string>();
  const broken: string[] = [];
  const stops = inOrder(journal)
    .filter(({ run, entry }) => run.startsWith(`${rollout}.`) && entry.type === 'state' && entry.state === 'stopped')
    .map(({ at, run }) => ({ at, stopped: poolOfRun(rollout, journal, run) }));
  const events = [...histories].flatMap(([pool, history]) => history.map((event) => ({ at: event.at, pool, event })));
  for (const what of [...stops, ...events].sort((left, right) => left.at - right.at)) {
    if ('stopped' in what) {
      for (const [host, pool] of out) if (pool === what.stopped) out.delete(host);
      continue;
    }
    const { event, host, detail } = what.event;
    if (event === 'host-enabled' || event === 'host-lost') out.delete(host ?? '');
    if (event !== 'host-disabled' || detail.by !== 'call') continue;
    out.set(host ?? '', what.pool);
    if (out.size > most) broken.push(`${out.size} hosts are out of service at ${time(what.at)}, ${most} may`);
  }
  return broken;
}

function poolOfRun(rollout: string, journal: RolloutEvidence['journal'], run: string): string {
  const begun = journal
    .records(rollout)
    .find(({ entry }) => entry.type === 'noted' && entry.what === 'pool-begun' && entry.detail['run'] === run);
  return begun?.entry.type === 'noted' ? begun.entry.key : '';
}

/** No host of a wave is touched before the wave before it is through, has been watched, and was approved where it must be. */
function wavesInOrder({ rollout, journal, histories }: RolloutEvidence, plan: RolloutPlan): string[] {
  const records = journal.records(rollout);
  return plan.waves.flatMap((wave, index) => {
    const first = Math.min(...wave.pools.flatMap((pool) => disabled(histories.get(pool) ?? []).map(({ at }) => at)));
    if (index === 0 || !Number.isFinite(first)) return [];
    const before = plan.waves[index - 1];
    const through = records.find(
      ({ entry }) => entry.type === 'noted' && entry.what === 'wave-done' && entry.key === String(index - 1),
    );
    const open = (before?.pools ?? []).filter((pool) => !wasSettled(rollout, journal, pool, through?.sequence ?? 0));
    const broken = open.map((pool) => `${wave.name} began before ${pool} was through`);
    if (first < (through?.at ?? Infinity) + plan.soak)
      broken.push(`${wave.name} began at ${time(first)}, before the wave before it was watched`);
    const asks = plan.approval === 'each-wave' || (plan.approval === 'after-canary' && before?.canary === true);
    const approved = records.some(
      ({ entry, at }) =>
        entry.type === 'command' && entry.command === 'approve' && at <= first && at >= (through?.at ?? Infinity),
    );
    if (asks && !approved) broken.push(`${wave.name} began at ${time(first)} without an approval`);
    return broken;
  });
}

/** Had the pool come to an end, or failed, or been left out, before that record? */
function wasSettled(rollout: string, journal: RolloutEvidence['journal'], pool: string, until: number): boolean {
  const noted = journal
    .records(rollout)
    .findLast(({ entry, sequence }) => entry.type === 'noted' && entry.key === pool && sequence < until);
  if (noted?.entry.type !== 'noted') return false;
  if (noted.entry.what !== 'pool-begun') return true;
  const run = String(noted.entry.detail['run']);
  const last = journal.records(run).findLast(({ entry, sequence }) => entry.type === 'state' && sequence < until);
  return last?.entry.type === 'state' && ['done', 'stopped', 'aborted'].includes(last.entry.state);
}

/** After the last failure that may be, or one of a canary, no pool is begun until a person has said so. */
function failureBudget({ rollout, journal }: RolloutEvidence, plan: RolloutPlan): string[] {
  const canaries = new Set(plan.waves.flatMap(({ canary, pools }) => (canary ? pools : [])));
  const poolOfRun = new Map<string, string>();
  let failed = new Set<string>();
  const broken: string[] = [];
  for (const { run, entry, sequence } of inOrder(journal)) {
    if (run === rollout && entry.type === 'command' && entry.command === 'resume') failed = new Set();
    if (run === rollout && entry.type === 'noted' && entry.what === 'pool-begun') {
      const tooMany = failed.size > plan.limits.failureBudget || [...failed].some((pool) => canaries.has(pool));
      if (tooMany)
        broken.push(`${entry.key} was begun at record ${sequence} after ${[...failed].join(', ')} had failed`);
      poolOfRun.set(String(entry.detail['run']), entry.key);
      failed.delete(entry.key);
    }
    if (run === rollout && entry.type === 'noted' && entry.what === 'pool-refused') failed.add(entry.key);
    const pool = poolOfRun.get(run);
    if (pool === undefined || entry.type !== 'state') continue;
    if (entry.state === 'stopped' || entry.state === 'aborted') failed.add(pool);
    else failed.delete(pool);
  }
  return broken;
}

/** A host is taken out of service inside a window of its pool, and is back in service before it closes. */
function insideWindows({ histories }: RolloutEvidence, plan: RolloutPlan): string[] {
  return plan.pools.flatMap(({ pool, windows }) => {
    const history = histories.get(pool) ?? [];
    if (windows.length === 0) return [];
    return disabled(history).flatMap(({ at, host }) => {
      const open = windows
        .map((window) => openingAt(window, at))
        .find((opening) => opening !== undefined && opening.start <= at);
      if (open === undefined) return [`a host of ${pool} was begun at ${time(at)}, outside its windows`];
      const back = history.find((event) => event.event === 'host-enabled' && event.host === host && event.at > at);
      return back === undefined || back.at > open.end
        ? [`a host of ${pool} that was begun at ${time(at)} was not back before its window closed`]
        : [];
    });
  });
}

function oneRunForEachAttempt({ rollout, journal }: RolloutEvidence): string[] {
  const begun = journal
    .records(rollout)
    .flatMap(({ entry }) =>
      entry.type === 'noted' && entry.what === 'pool-begun' ? [String(entry.detail['run'])] : [],
    );
  const twice = begun.filter((run, index) => begun.indexOf(run) !== index).map((run) => `${run} was begun twice`);
  const plannedTwice = begun.filter(
    (run) => journal.records(run).filter(({ entry }) => entry.type === 'planned').length > 1,
  );
  return [...twice, ...plannedTwice.map((run) => `${run} was planned twice`)];
}

function disabled(history: readonly PoolEvent[]): readonly PoolEvent[] {
  return history.filter(({ event, detail }) => event === 'host-disabled' && 'by' in detail && detail.by === 'call');
}

function inOrder(journal: RolloutEvidence['journal']): readonly JournalRecord[] {
  return journal
    .runs()
    .flatMap((run) => journal.records(run))
    .sort((left, right) => left.sequence - right.sequence);
}

function time(at: number): string {
  return new Date(at).toISOString();
}
