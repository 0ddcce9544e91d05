/** A rollout as a person likes to watch it: a line for each wave, and one for each pool that its wave has begun. */
import type {
  RolloutPoolState,
  RolloutPoolStatus,
  RolloutReply,
  RolloutState,
  RolloutStatus,
} from '../../contract/rollout.js';
import { column, fit, type Paint, type Tone } from './style.js';
import { count, duration } from './units.js';

const stateWidth = 9;

const poolTones: Readonly<Record<RolloutPoolState, Tone>> = {
  queued: 'quiet',
  planning: 'busy',
  refused: 'bad',
  running: 'busy',
  waiting: 'quiet',
  paused: 'strong',
  stopped: 'bad',
  undoing: 'busy',
  aborted: 'bad',
  skipped: 'quiet',
  done: 'good',
};

const tones: Readonly<Record<RolloutState, Tone>> = {
  planned: 'plain',
  running: 'busy',
  paused: 'strong',
  stopped: 'bad',
  aborting: 'busy',
  aborted: 'bad',
  done: 'good',
};

/** Each line at most `width` wide; `now` in milliseconds since 1970. */
export function rolloutView(rollout: RolloutStatus, width: number, now: number, paint: Paint): string[] {
  const nameWidth = Math.max(4, ...rollout.waves.flatMap(({ pools }) => pools.map(({ pool }) => pool.length)));
  return [
    paint('strong', fit(heading(rollout, now), width)),
    ...rollout.waves.flatMap((wave) => [
      fit(`  ${wave.name}: ${wave.state}`, width),
      ...(wave.state === 'queued' ? [] : wave.pools.map((pool) => poolLine(pool, nameWidth, width, paint))),
    ]),
    paint(tones[rollout.state], fit(`${rollout.state}: ${rollout.reason}${placeOf(rollout)}`, width)),
  ];
}

/** What to say of a new picture after the previous one; undefined: the first picture. */
export function changedLines(previous: RolloutStatus | undefined, next: RolloutStatus): string[] {
  const before = new Map(previous?.waves.flatMap(({ pools }) => pools.map((pool) => [pool.pool, pool] as const)));
  const pools = next.waves.flatMap(({ pools: all }) => all);
  const lines = pools
    .filter((pool) => {
      const old = before.get(pool.pool);
      return old?.state !== pool.state || old.hosts.finished !== pool.hosts.finished;
    })
    .map(({ pool, state, hosts, reason }) => `${pool}: ${state}, ${hosts.finished} of ${hosts.total} hosts: ${reason}`);
  const waves = next.waves.filter(({ state }, index) => previous?.waves[index]?.state !== state);
  return [
    ...lines,
    ...waves.map(({ name, state }) => `${name}: ${state}`),
    ...(previous?.state === next.state ? [] : [`rollout ${next.rollout}: ${next.state}: ${next.reason}`]),
  ];
}

/** What looking at the pools has told, and what would happen. */
export function rolloutPlanLines({ pools, text }: RolloutReply): string[] {
  const blocked = pools.filter(({ problems }) => problems.length > 0);
  return [
    ...text,
    ...blocked.flatMap(({ pool, problems }) => [`${pool}:`, ...problems.map((problem) => `  ${problem}`)]),
    ...(blocked.length === 0
      ? []
      : [`no go: ${blocked.length} of ${count(pools.length, 'pool')} cannot be upgraded as they are`]),
  ];
}

/** Who drives it, where it is another controller than the one that was asked. */
function placeOf({ controller }: RolloutStatus): string {
  return controller === undefined ? '' : ` (the controller ${controller} drives it)`;
}

function heading(rollout: RolloutStatus, now: number): string {
  const pools = rollout.waves.flatMap(({ pools: all }) => all);
  const done = pools.filter(({ state }) => state === 'done').length;
  const { atWork, limits } = rollout;
  const time = rollout.startedAt === null ? '' : `, ${duration((rollout.endedAt ?? now) - rollout.startedAt)}`;
  const hosts = limits.hosts === null ? '' : `, ${atWork.hosts} of ${limits.hosts} hosts at work`;
  return `rollout ${rollout.name} (${rollout.rollout}): ${done} of ${count(pools.length, 'pool')} done, ${atWork.pools} of ${limits.pools} at work${hosts}, ${atWork.failures} failed of ${limits.failureBudget} that may${time}`;
}

function poolLine(pool: RolloutPoolStatus, nameWidth: number, width: number, paint: Paint): string {
  const start = `    ${column(pool.pool, nameWidth)}  `;
  const hosts = `${pool.hosts.finished}/${pool.hosts.total} hosts`;
  const run = pool.run === null ? '' : `  ${pool.run}`;
  const room = Math.max(0, width - start.length - stateWidth - 2);
  return `${start}${paint(poolTones[pool.state], column(pool.state, stateWidth))}  ${fit(`${hosts}${run}  ${pool.reason}`, room)}`;
}
