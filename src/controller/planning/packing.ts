/**
 * Where the guests of a host would go when it is evacuated: a forecast in memory, made the way xapi makes its own plan,
 * so that a step that cannot fit is seen before the first host is touched.
 */
import { compareVersions } from '../../releases/versions.js';
import type { HostVersions, PoolFacts } from '../facts/pool-facts.js';
import type { PlannedMove } from './plan.js';

export interface SimulatedGuest {
  readonly uuid: string;
  readonly name: string;
  readonly memory: number;
}

/** A host as the forecast moves guests about; a value that each step replaces. */
export interface SimulatedHost {
  readonly uuid: string;
  readonly name: string;
  readonly free: number;
  readonly versions: Pick<HostVersions, 'platform' | 'xapi' | 'xen'>;
  /** False for a host that may take no guests: disabled or dead. */
  readonly inService: boolean;
  readonly guests: readonly SimulatedGuest[];
}

export interface EvacuationForecast {
  readonly moves: readonly PlannedMove[];
  readonly needed: number;
  readonly room: number;
  readonly fits: boolean;
  /** The pool afterwards, with the host empty. Guests without room stay where they were. */
  readonly after: readonly SimulatedHost[];
}

export function simulatedHosts(pool: PoolFacts): readonly SimulatedHost[] {
  return pool.hosts.map((host) => ({
    uuid: host.uuid,
    name: host.name,
    free: host.memoryFree,
    versions: host.versions,
    inService: host.enabled && host.live === true,
    guests: pool.vms
      .filter((vm) => vm.residentOn === host.uuid && (vm.powerState === 'Running' || vm.powerState === 'Paused'))
      .map((vm) => ({ uuid: vm.uuid, name: vm.name, memory: vm.memory })),
  }));
}

/**
 * Largest guest first, each to the host with most free memory, never to an older host: xapi's own way (xapi.md 6.3).
 * Memory overhead, GPUs, disks and networks are not looked at; the pool itself is asked for these before each host.
 */
export function forecastEvacuation(hosts: readonly SimulatedHost[], uuid: string): EvacuationForecast {
  const source = hosts.find((host) => host.uuid === uuid);
  if (source === undefined) return { moves: [], needed: 0, room: 0, fits: true, after: hosts };
  const targets = new Map(
    hosts
      .filter((host) => host.uuid !== uuid && host.inService && isNotOlder(host, source))
      .map((host) => [host.uuid, { host, free: host.free, taken: [] as SimulatedGuest[] }]),
  );
  const room = [...targets.values()].reduce((sum, target) => sum + target.free, 0);
  const moves: PlannedMove[] = [];
  for (const guest of [...source.guests].sort(largestFirst)) {
    const best = [...targets.values()].reduce<
      { host: SimulatedHost; free: number; taken: SimulatedGuest[] } | undefined
    >((found, target) => (found === undefined || target.free > found.free ? target : found), undefined);
    const fits = best !== undefined && best.free >= guest.memory;
    moves.push({ vm: guest.uuid, name: guest.name, memory: guest.memory, to: fits ? best.host.uuid : null });
    if (!fits) continue;
    best.free -= guest.memory;
    best.taken.push(guest);
  }
  const stuck = new Set(moves.filter((move) => move.to === null).map((move) => move.vm));
  const left = source.guests.filter((guest) => stuck.has(guest.uuid));
  const after = hosts.map((host) => {
    if (host.uuid === uuid) return { ...host, free: host.free + memoryOf(host.guests) - memoryOf(left), guests: left };
    const target = targets.get(host.uuid);
    return target === undefined ? host : { ...host, free: target.free, guests: [...host.guests, ...target.taken] };
  });
  return { moves, needed: memoryOf(source.guests), room, fits: stuck.size === 0, after };
}

/** The pool after a host was upgraded: guests may come to it, but no longer go from it to an older one. */
export function afterUpgrade(
  hosts: readonly SimulatedHost[],
  uuid: string,
  versions: SimulatedHost['versions'],
): readonly SimulatedHost[] {
  return hosts.map((host) => (host.uuid === uuid ? { ...host, versions, inService: true } : host));
}

export function memoryOf(guests: readonly SimulatedGuest[]): number {
  return guests.reduce((sum, guest) => sum + guest.memory, 0);
}

/** Each of platform, xapi and xen must be at least as new: two hosts may be such that neither direction works. */
function isNotOlder(target: SimulatedHost, source: SimulatedHost): boolean {
  const keys = ['platform', 'xapi', 'xen'] as const;
  return keys.every(
    (key) => compareVersions(target.versions[key] ?? undefined, source.versions[key] ?? undefined) >= 0,
  );
}

function largestFirst(first: SimulatedGuest, second: SimulatedGuest): number {
  return second.memory - first.memory || (first.uuid < second.uuid ? -1 : 1);
}
