/**
 * decideRollout(plan, journal, runs, now): the whole of a rollout as one pure function. It gives one thing to do, or a wait
 * with its reason. Everything it knows of the pools stands in the journals of their runs.
 */
import { decideWaves } from './decide-waves.js';
import { failuresOf, isAtWork, poolProgress, type PoolProgress } from './pool-progress.js';
import { note, waitFor, type RolloutDecision, type RolloutInput } from './rollout-decision.js';
import { rolloutCommandSince } from './rollout-ledger.js';

/** How many pools are planned at a time: each asks all of its hosts whether they reach the medium. */
const plannedAtATime = 10;

export function decideRollout(input: RolloutInput): RolloutDecision {
  const pools = poolProgress(input.plan, input.ledger, input.runs);
  switch (input.ledger.state) {
    case 'planned':
      return whenPlanned(input);
    case 'running':
      return (
        aborted(input) ??
        paused(input) ??
        wasRestored(input) ??
        skipped(input, pools) ??
        tooManyFailures(input, pools) ??
        goOnWithBegun(input, pools) ??
        decideWaves(input, pools)
      );
    case 'paused':
      return aborted(input) ?? resumed(input) ?? skipped(input, pools) ?? waitFor('person', input.ledger.stateReason);
    case 'stopped':
      return (
        aborted(input) ??
        skipped(input, pools) ??
        resumed(input) ??
        waitFor('person', `${input.ledger.stateReason}: drydock rollout resume, or abort`)
      );
    case 'aborting':
      return whenAborting(input, pools);
    case 'aborted':
    case 'done':
      return { kind: 'finished' };
  }
}

function whenPlanned(input: RolloutInput): RolloutDecision {
  const start = rolloutCommandSince(input.ledger, 'start');
  if (start !== undefined) return { kind: 'state', state: 'running', reason: `started by ${start.by}` };
  return aborted(input) ?? waitFor('person', 'planned, not started: drydock rollout start');
}

function aborted(input: RolloutInput): RolloutDecision | undefined {
  const abort = rolloutCommandSince(input.ledger, 'abort');
  if (abort === undefined) return undefined;
  return { kind: 'state', state: 'aborting', reason: `aborted by ${abort.by}; no other pool is begun` };
}

function paused(input: RolloutInput): RolloutDecision | undefined {
  const pause = rolloutCommandSince(input.ledger, 'pause');
  if (pause === undefined) return undefined;
  return {
    kind: 'state',
    state: 'paused',
    reason: `paused by ${pause.by}: no pool and no host is begun; hosts at work finish`,
  };
}

function resumed(input: RolloutInput): RolloutDecision | undefined {
  const resume = rolloutCommandSince(input.ledger, 'resume');
  return resume === undefined ? undefined : { kind: 'state', state: 'running', reason: `resumed by ${resume.by}` };
}

/** Pools may have been begun since the backup: whether it goes on is for the person who starts or resumes it afterwards. */
function wasRestored({ ledger }: RolloutInput): RolloutDecision | undefined {
  const { restored } = ledger;
  if (restored === undefined) return undefined;
  const answered = ledger.commands.some(
    ({ command, sequence }) => (command === 'start' || command === 'resume') && sequence > restored.sequence,
  );
  if (answered) return undefined;
  const from = restored.until === undefined ? '' : ` of ${new Date(restored.until).toISOString()}`;
  const reason = `the journal was restored from a backup${from}: what this rollout has done since is not in it`;
  return { kind: 'state', state: 'stopped', reason };
}

/** Takes effect in any state, and may answer a failure: so it is not tied to the state in which it was given. */
function skipped(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision | undefined {
  for (const { pool, state } of pools) {
    const skip = input.ledger.commands.findLast(
      ({ command, detail, sequence }) =>
        command === 'skip' &&
        detail['pool'] === pool.pool &&
        sequence > (input.ledger.begun.get(pool.pool)?.sequence ?? 0),
    );
    if (skip === undefined || !['queued', 'refused', 'aborted', 'stopped'].includes(state)) continue;
    const why = typeof skip.detail['reason'] === 'string' ? `: ${skip.detail['reason']}` : '';
    return note('pool-skipped', pool.pool, { reason: `skipped by ${skip.by}${why}` });
  }
  return undefined;
}

function tooManyFailures(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision | undefined {
  const failures = failuresOf(pools, input.ledger);
  const canaries = new Set(input.plan.waves.flatMap(({ canary, pools: names }) => (canary ? names : [])));
  const canary = failures.find(({ pool }) => canaries.has(pool.pool));
  if (canary !== undefined) {
    return { kind: 'state', state: 'stopped', reason: `the canary ${canary.pool.pool} failed: ${canary.reason}` };
  }
  const budget = input.plan.limits.failureBudget;
  if (failures.length <= budget) return undefined;
  const names = failures.map(({ pool, reason }) => `${pool.pool} (${reason})`).join('; ');
  return { kind: 'state', state: 'stopped', reason: `${failures.length} failed, ${budget} may: ${names}` };
}

/** A pool that was begun is planned, then started: each step is repeated if the controller was lost before it. */
function goOnWithBegun(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision | undefined {
  const begun = pools.filter(({ state, run }) => state === 'planning' && run !== null && !input.planning.has(run));
  const planned = begun.find(({ facts }) => facts?.asked.start === false);
  if (planned?.facts !== undefined) return { kind: 'start-run', pool: planned.pool.pool, run: planned.facts.run };
  const unplanned = begun.find(({ facts }) => facts === undefined);
  if (unplanned?.run == null || input.planning.size >= plannedAtATime) return undefined;
  return { kind: 'plan-run', pool: unplanned.pool.pool, run: unplanned.run };
}

function whenAborting(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision {
  const abort = input.ledger.commands.findLast(({ command }) => command === 'abort');
  for (const { facts } of pools) {
    // A run that was planned and not started is ended in any case: nothing was changed yet, and nobody else would start it.
    const abortable =
      facts?.state === 'planned' ||
      (abort?.detail['runs'] === true && ['running', 'waiting', 'paused'].includes(facts?.state ?? ''));
    if (facts === undefined || !abortable || facts.asked.abort) continue;
    return { kind: 'abort-run', run: facts.run, by: abort?.by ?? 'a rollout' };
  }
  const open = pools.filter((pool) => pool.facts !== undefined && (isAtWork(pool) || pool.state === 'waiting'));
  if (open.length === 0) return { kind: 'state', state: 'aborted', reason: `aborted by ${abort?.by ?? 'somebody'}` };
  const names = open.map(({ pool }) => pool.pool).join(', ');
  return waitFor('runs', `no other pool is begun; the runs under way go on: ${names}`);
}
