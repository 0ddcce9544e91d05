/**
 * Where the guests of a host go when it is evacuated: a forecast in memory, made the way xapi makes its own plan
 * (xapi.md 6.3), so that a step that cannot fit is seen before the first host is touched.
 */
import type { DownVm, StuckVm } from '../../../contract/plan-forecast.js';
import { compareVersions } from '../../../releases/versions.js';
import { memoryOf, type ForecastRules, type Obstacle, type SimulatedGuest, type SimulatedHost } from './model.js';

export interface ForecastMove {
  readonly vm: string;
  readonly name: string;
  readonly memory: number;
  /** uuid of the host it is expected to go to. */
  readonly to: string;
}

export interface EvacuationForecast {
  readonly moves: readonly ForecastMove[];
  readonly down: readonly DownVm[];
  readonly stuck: readonly StuckVm[];
  /** Bytes of the guests that are to move, and bytes free on the hosts that may take them. */
  readonly needed: number;
  readonly room: number;
  /** The pool afterwards, with the host empty; guests without a place stay where they were. */
  readonly after: readonly SimulatedHost[];
  /** What comes back to the host after its turn. */
  readonly returning: readonly SimulatedGuest[];
}

/**
 * Largest guest first, each to the host with most free memory, never to an older host; a guest that one of these hosts cannot
 * take has no place at all, as xapi sees it.
 */
export function forecastEvacuation(
  hosts: readonly SimulatedHost[],
  uuid: string,
  rules: ForecastRules,
): EvacuationForecast {
  const source = hosts.find((host) => host.uuid === uuid);
  if (source === undefined) return { moves: [], down: [], stuck: [], needed: 0, room: 0, after: hosts, returning: [] };
  const targets = hosts.filter((host) => host !== source && host.inService && isNotOlder(host, source));
  const free = new Map(targets.map((host) => [host, host.free]));
  const placed = new Map<SimulatedGuest, SimulatedHost>();
  const down: DownVm[] = [];
  const stuck: StuckVm[] = [];
  const goesDown = (guest: SimulatedGuest, how: 'stop' | 'suspend', reason: string): void => {
    down.push({ vm: guest.uuid, name: guest.name, how, reason });
  };
  for (const guest of source.guests.toSorted(largestFirst)) {
    if (guest.goesDown !== undefined) {
      goesDown(guest, guest.goesDown, 'its policy');
      continue;
    }
    const obstacle = obstacleOf(guest, targets, rules) ?? lackOfMemory(guest, free);
    if (obstacle === undefined) {
      const best = roomiest(free);
      if (best === undefined) continue;
      free.set(best, (free.get(best) ?? 0) - guest.memory);
      placed.set(guest, best);
    } else if (rules.stopUnmovable && !guest.mustMove) goesDown(guest, 'stop', obstacle.reason);
    else stuck.push({ vm: guest.uuid, name: guest.name, memory: guest.memory, ...obstacle });
  }
  const named = (list: readonly { readonly vm: string }[]): readonly SimulatedGuest[] =>
    source.guests.filter((guest) => list.some(({ vm }) => vm === guest.uuid));
  const left = named(stuck);
  return {
    moves: [...placed].map(([{ uuid: vm, name, memory }, to]) => ({ vm, name, memory, to: to.uuid })),
    down,
    stuck,
    needed: memoryOf(source.guests) - memoryOf(named(down)),
    room: targets.reduce((sum, target) => sum + target.free, 0),
    after: hosts.map((host) => {
      if (host === source) return { ...host, free: host.free + memoryOf(host.guests) - memoryOf(left), guests: left };
      const taken = [...placed].filter(([, to]) => to === host).map(([guest]) => guest);
      return taken.length === 0 ? host : { ...host, free: free.get(host) ?? 0, guests: [...host.guests, ...taken] };
    }),
    returning: named(down),
  };
}

/**
 * The pool after a host was upgraded: its control domain has grown, what was down runs on it again, guests may come to it,
 * and none goes from it to an older one.
 */
export function afterUpgrade(
  hosts: readonly SimulatedHost[],
  uuid: string,
  versions: SimulatedHost['versions'],
  returning: readonly SimulatedGuest[] = [],
): readonly SimulatedHost[] {
  return hosts.map((host) => {
    if (host.uuid !== uuid) return host;
    const free = host.free - host.growth - memoryOf(returning);
    return { ...host, versions, inService: true, growth: 0, free, guests: [...host.guests, ...returning] };
  });
}

/** Each of platform, xapi and xen must be at least as new: two hosts may be such that neither direction works. */
function isNotOlder(target: SimulatedHost, source: SimulatedHost): boolean {
  const keys = ['platform', 'xapi', 'xen'] as const;
  return keys.every(
    (key) => compareVersions(target.versions[key] ?? undefined, source.versions[key] ?? undefined) >= 0,
  );
}

function obstacleOf(
  guest: SimulatedGuest,
  targets: readonly SimulatedHost[],
  rules: ForecastRules,
): Obstacle | undefined {
  if (targets.length === 0) {
    const reason = 'no other host is in service and of the same or a newer version';
    return { code: 'NO_HOSTS_AVAILABLE', reason };
  }
  if (guest.bound !== undefined) return guest.bound;
  const named = (uuid: string): string => `"${rules.names.get(uuid) ?? uuid}"`;
  for (const host of targets) {
    const storage =
      host.storage === undefined ? undefined : guest.storage.find((sr) => host.storage?.has(sr) === false);
    if (storage !== undefined)
      return {
        code: 'VM_REQUIRES_SR',
        reason: `it uses the storage ${named(storage)}, which ${host.name} does not see`,
      };
    const network = guest.networks.find((needed) => host.networks?.has(needed) === false);
    if (network !== undefined)
      return {
        code: 'VM_REQUIRES_NETWORK',
        reason: `it is on the network ${named(network)}, which ${host.name} is not on`,
      };
  }
  return undefined;
}

function lackOfMemory(guest: SimulatedGuest, free: ReadonlyMap<SimulatedHost, number>): Obstacle | undefined {
  const best = roomiest(free);
  const most = best === undefined ? 0 : (free.get(best) ?? 0);
  if (best === undefined || most >= guest.memory) return undefined;
  const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
  const reason = `it takes ${gibibytes(guest.memory)}, and the roomiest host, ${best.name}, has ${gibibytes(Math.max(0, most))} left for it`;
  return { code: 'HOST_NOT_ENOUGH_FREE_MEMORY', reason };
}

function roomiest(free: ReadonlyMap<SimulatedHost, number>): SimulatedHost | undefined {
  let best: SimulatedHost | undefined;
  for (const [host, room] of free) if (best === undefined || room > (free.get(best) ?? 0)) best = host;
  return best;
}

function largestFirst(first: SimulatedGuest, second: SimulatedGuest): number {
  return second.memory - first.memory || (first.uuid < second.uuid ? -1 : 1);
}
