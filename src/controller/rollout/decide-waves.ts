/** Which wave a running rollout is in, and which pool of it is begun next: soak, approval, windows and the cap on pools. */
import { failuresOf, isAskedAgain, isAtWork, isSettled, type PoolProgress } from './pool-progress.js';
import { mayBeginIn } from '../planning/window/several-windows.js';
import { note, waitFor, type RolloutDecision, type RolloutInput } from './rollout-decision.js';

export function decideWaves(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision {
  const { plan, ledger } = input;
  const index = plan.waves.findIndex((_, number) => !ledger.waveDone.has(number));
  const wave = plan.waves[index];
  const again = retried(input, pools);
  if (again !== undefined) return again;
  if (wave === undefined) return ended(pools);
  if (!ledger.waveBegun.has(index)) {
    return beforeWave(input, index) ?? note('wave-begun', String(index), { name: wave.name, pools: wave.pools });
  }
  const members = pools.filter(({ pool }) => wave.pools.includes(pool.pool));
  if (members.every(isSettled)) {
    const failed = members.filter(({ failedAt }) => failedAt !== null).map(({ pool }) => pool.pool);
    return note('wave-done', String(index), { name: wave.name, failed });
  }
  return beginPool(input, pools, members) ?? waitInWave(input, index, pools, members);
}

/** Why the next wave does not begin yet. */
function beforeWave({ plan, ledger, now }: RolloutInput, index: number): RolloutDecision | undefined {
  const before = ledger.waveDone.get(index - 1);
  const wave = plan.waves[index];
  if (before === undefined || wave === undefined) return undefined;
  const soaked = before.at + plan.soak;
  if (now < soaked) return waitFor('time', `watching the pools of the last wave before ${wave.name}`, soaked);
  const asks =
    plan.approval === 'each-wave' || (plan.approval === 'after-canary' && plan.waves[index - 1]?.canary === true);
  const approved = ledger.commands.some(({ command, sequence }) => command === 'approve' && sequence > before.sequence);
  return asks && !approved
    ? waitFor('person', `${wave.name} (${wave.pools.length} pools) waits for an approval: drydock rollout approve`)
    : undefined;
}

function beginPool(
  input: RolloutInput,
  pools: readonly PoolProgress[],
  candidates: readonly PoolProgress[],
): RolloutDecision | undefined {
  if (pools.filter(isAtWork).length >= input.plan.limits.pools) return undefined;
  const next = candidates.find(
    ({ state, pool }) =>
      state === 'queued' && mayBeginIn(pool.windows, pool.firstTurn, input.shown).verdict === 'begin',
  );
  return next === undefined ? undefined : begin(input, next);
}

function begin(input: RolloutInput, { pool, attempts }: PoolProgress): RolloutDecision {
  const number = input.plan.pools.findIndex((one) => one.pool === pool.pool) + 1;
  const again = attempts === 0 ? '' : `.${attempts + 1}`;
  return note('pool-begun', pool.pool, { run: `${input.plan.rollout}.${number}${again}` });
}

/** A pool that was refused or aborted, and that a person wants tried again: like one whose turn it is, whatever its wave. */
function retried(input: RolloutInput, pools: readonly PoolProgress[]): RolloutDecision | undefined {
  if (pools.filter(isAtWork).length >= input.plan.limits.pools) return undefined;
  const found = pools.find((pool) => isAskedAgain(pool, input.ledger));
  if (found === undefined) return undefined;
  const window = mayBeginIn(found.pool.windows, found.pool.firstTurn, input.shown);
  return window.verdict === 'begin' ? begin(input, found) : undefined;
}

function ended(pools: readonly PoolProgress[]): RolloutDecision {
  const open = pools.filter((pool) => !isSettled(pool)).map(({ pool }) => pool.pool);
  if (open.length > 0) return waitFor('runs', `every wave is through; still at work: ${open.join(', ')}`);
  const failed = pools.filter(({ failedAt }) => failedAt !== null).map(({ pool }) => pool.pool);
  const rest = failed.length === 0 ? '' : `; not upgraded: ${failed.join(', ')}`;
  return { kind: 'state', state: 'done', reason: `every wave is through${rest}` };
}

function waitInWave(
  input: RolloutInput,
  index: number,
  pools: readonly PoolProgress[],
  members: readonly PoolProgress[],
): RolloutDecision {
  const queued = members.filter(({ state }) => state === 'queued');
  const atWork = pools.filter(isAtWork).length;
  const failures = failuresOf(pools, input.ledger).length;
  const windows = queued.map(({ pool }) => ({ pool, window: mayBeginIn(pool.windows, pool.firstTurn, input.shown) }));
  const never = windows.flatMap(({ pool, window }) =>
    window.verdict === 'never' ? [`${pool.pool}: ${window.text}`] : [],
  );
  const counts = [
    `${members.filter(({ state }) => state === 'done').length} of ${members.length} done`,
    ...(atWork > 0 ? [`${atWork} at work`] : []),
    ...(queued.length > 0 ? [`${queued.length} queued`] : []),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ];
  const text = `${input.plan.waves[index]?.name ?? ''}: ${counts.join(', ')}`;
  const others = members.filter((member) => !isSettled(member) && member.state !== 'queued').length;
  if (never.length > 0 && never.length === queued.length && others === 0) {
    return waitFor('person', `${never.join('; ')}: skip such a pool, or abort`);
  }
  const openings = windows.flatMap(({ window }) => (window.verdict === 'wait' ? [window] : []));
  const [next] = [...openings].sort((left, right) => left.until - right.until);
  if (next === undefined || openings.length < queued.length || others > 0)
    return waitFor('runs', text, next === undefined ? null : next.until + input.now - input.shown);
  return waitFor('time', `${text}; ${next.text}`, next.until + input.now - input.shown);
}
