// What a seeded scenario is put together from, by names that a command line takes: with parts left out it is a smaller scenario.
import type { HostOptions, VmOptions } from '../../../../src/simulator/state/pool-options.js';
import type { DrawnScenario } from './draw.js';
import { noTroubles, type OwnTroubles } from './own-troubles.js';

/** In the order in which they are tried to be left out: what takes most away comes first. */
export function partsOf(scenario: DrawnScenario): readonly string[] {
  const { pool, faults, eventFaults, crashes, mediaServerRestarts, meddling, own } = scenario;
  return [
    ...numbered('crash', crashes),
    ...numbered('fault', faults),
    ...numbered('event-fault', eventFaults),
    ...numbered('restart', mediaServerRestarts),
    ...numbered('meddling', meddling),
    ...ownParts(own),
    ...(pool.ha === undefined ? [] : ['ha']),
    ...(pool.wlb === undefined ? [] : ['wlb']),
    ...(scenario.request.approveEachHost === true ? ['approve'] : []),
    ...((scenario.request.soakMinutes ?? 0) > 0 ? ['soak'] : []),
    // The coordinator and one member stay; what a fault says of a host that is gone then strikes nobody.
    ...numbered('host', hostsOf(scenario)).slice(2).reverse(),
    ...numbered('vm', vmsOf(scenario)),
  ];
}

export function without(scenario: DrawnScenario, parts: readonly string[]): DrawnScenario {
  const gone = new Set(parts);
  const kept = <T>(kind: string, of: readonly T[]): readonly T[] =>
    of.filter((_one, index) => !gone.has(`${kind}:${index}`));
  const { ha, wlb, ...pool } = scenario.pool;
  const hosts = kept('host', hostsOf(scenario));
  return {
    ...scenario,
    pool: {
      ...pool,
      hosts,
      vms: kept('vm', vmsOf(scenario)).filter(({ host }) => typeof host !== 'number' || host < hosts.length),
      ...(ha === undefined || gone.has('ha') ? {} : { ha }),
      ...(wlb === undefined || gone.has('wlb') ? {} : { wlb }),
    },
    faults: kept('fault', scenario.faults),
    eventFaults: kept('event-fault', scenario.eventFaults),
    crashes: kept('crash', scenario.crashes),
    mediaServerRestarts: kept('restart', scenario.mediaServerRestarts),
    meddling: kept('meddling', scenario.meddling),
    request: {
      approveEachHost: scenario.request.approveEachHost === true && !gone.has('approve'),
      soakMinutes: gone.has('soak') ? 0 : (scenario.request.soakMinutes ?? 0),
    },
    own: {
      clockOffset: gone.has('clock') ? noTroubles.clockOffset : scenario.own.clockOffset,
      clockSteps: kept('clock-step', scenario.own.clockSteps),
      lostReplies: kept('lost-reply', scenario.own.lostReplies),
      fencedAfter: gone.has('fence') ? noTroubles.fencedAfter : scenario.own.fencedAfter,
      claimTaken: gone.has('claim') ? noTroubles.claimTaken : scenario.own.claimTaken,
    },
  };
}

function ownParts(own: OwnTroubles): readonly string[] {
  return [
    ...(own.clockOffset === 0 ? [] : ['clock']),
    ...numbered('clock-step', own.clockSteps),
    ...numbered('lost-reply', own.lostReplies),
    ...(own.fencedAfter === undefined ? [] : ['fence']),
    ...(own.claimTaken === undefined ? [] : ['claim']),
  ];
}

function numbered(kind: string, of: readonly unknown[]): readonly string[] {
  return of.map((_one, index) => `${kind}:${index}`);
}

function hostsOf({ pool }: DrawnScenario): readonly HostOptions[] {
  return typeof pool.hosts === 'object' ? pool.hosts : [];
}

function vmsOf({ pool }: DrawnScenario): readonly VmOptions[] {
  return typeof pool.vms === 'object' ? pool.vms : [];
}
