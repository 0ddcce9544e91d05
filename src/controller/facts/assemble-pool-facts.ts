/** Puts records together into facts keyed by uuid: references do not promise to survive, so none leaves this file but a task's. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PoolRecord } from '../../xapi/calls/records.js';
import { hostFacts, silentHost, type HostReading } from './host-facts.js';
import type { HostFacts, PbdFacts, PoolFacts, SrFacts, VmFacts } from './pool-facts.js';
import type { PoolRecords } from './pool-records.js';
import { remembered } from './remembered.js';
import { taskFacts } from './task-facts.js';
import { isGuest, vmFacts } from './vm-facts.js';

export interface Surroundings {
  /** When the reading of the records began. */
  readonly readAt: number;
  /** What the clock of the controller's machine showed then. */
  readonly shownAt: number;
  /** What the hosts themselves said, by uuid. */
  readonly readings: ReadonlyMap<string, HostReading>;
  /** References of the SRs that hold the heartbeat's state files. */
  readonly statefileSrs: readonly string[];
}

/** @throws XAPI_REPLY_INVALID when the records do not hold together (no pool, a coordinator that is no host) */
export function assemblePoolFacts(records: PoolRecords, surroundings: Surroundings): PoolFacts {
  const pool = onlyPool(records);
  const hostUuidOf = (ref: string): string | null => records.hosts[ref]?.uuid ?? null;
  const srUuidOf = (ref: string): string | null => records.srs[ref]?.uuid ?? null;
  const coordinator = hostUuidOf(pool.master);
  if (coordinator === null) throw inconsistent('a coordinator that is not among the hosts');
  return {
    readAt: surroundings.readAt,
    shownAt: surroundings.shownAt,
    uuid: pool.uuid,
    // The pool of a standalone host has no name of its own: texts, and answers to findings, need one.
    name: pool.name_label === '' ? (records.hosts[pool.master]?.name_label ?? '') : pool.name_label,
    coordinator,
    haEnabled: pool.ha_enabled,
    haStatefileSrs: sortedUuids(surroundings.statefileSrs.map(srUuidOf)),
    haFailuresToTolerate: pool.ha_host_failures_to_tolerate,
    wlbEnabled: pool.wlb_enabled,
    // Only the presence of the key counts (reference: xapi.md, fact 2).
    rollingUpgradeFlag: 'rolling_upgrade_in_progress' in pool.other_config,
    otherConfig: pool.other_config,
    hosts: byUuid(hostsOf(records, surroundings.readings)),
    vms: guestsOf(records.vms, records.hosts),
    srs: storageOf(records.srs),
    pbds: pbdsOf(records.pbds, records.hosts, records.srs),
    tasks: Object.entries(records.tasks)
      .map(([ref, task]) => taskFacts(ref, task, hostUuidOf))
      .sort((a, b) => compare(a.ref, b.ref)),
  };
}

function onlyPool(records: PoolRecords): PoolRecord {
  const [pool, ...others] = Object.values(records.pools);
  if (pool === undefined || others.length > 0) throw inconsistent(`${Object.keys(records.pools).length} pools`);
  return pool;
}

function hostsOf(records: PoolRecords, readings: ReadonlyMap<string, HostReading>): HostFacts[] {
  const used = memoryUsed(records.vms);
  return Object.entries(records.hosts).map(([ref, host]) => {
    const metrics = host.metrics === null ? undefined : records.hostMetrics[host.metrics];
    return hostFacts(host, metrics, readings.get(host.uuid) ?? silentHost, used.get(ref) ?? 0);
  });
}

/**
 * By every VM that is there and by every one that is on its way there, the control domain too, at the least that each can be
 * brought down to (`host_compute_free_memory_with_policy`, Dynamic_min, in memory_check.ml).
 */
const memoryUsed = remembered((vms: PoolRecords['vms']): ReadonlyMap<string, number> => {
  const used = new Map<string, number>();
  for (const vm of Object.values(vms)) {
    for (const host of [vm.resident_on, vm.scheduled_to_be_resident_on]) {
      if (host !== null) used.set(host, (used.get(host) ?? 0) + vm.memory_dynamic_min + vm.memory_overhead);
    }
  }
  return used;
});

const guestsOf = remembered((vms: PoolRecords['vms'], hosts: PoolRecords['hosts']): readonly VmFacts[] =>
  byUuid(
    Object.values(vms)
      .filter(isGuest)
      .map((vm) => vmFacts(vm, (ref) => hosts[ref]?.uuid ?? null)),
  ),
);

const storageOf = remembered((srs: PoolRecords['srs']): readonly SrFacts[] =>
  byUuid(
    Object.values(srs).map(({ uuid, name_label: name, type, shared, current_operations: operations }) => ({
      ...{ uuid, name, type, shared },
      currentOperations: Object.values(operations),
    })),
  ),
);

/** A PBD whose host or SR has just been forgotten is on its way out itself. */
const pbdsOf = remembered(
  (pbds: PoolRecords['pbds'], hosts: PoolRecords['hosts'], srs: PoolRecords['srs']): readonly PbdFacts[] =>
    byUuid(
      Object.values(pbds).flatMap((pbd) => {
        const host = hosts[pbd.host]?.uuid;
        const sr = srs[pbd.SR]?.uuid;
        return host === undefined || sr === undefined
          ? []
          : [{ uuid: pbd.uuid, host, sr, attached: pbd.currently_attached }];
      }),
    ),
);

function sortedUuids(uuids: readonly (string | null)[]): string[] {
  return [...new Set(uuids.filter((uuid) => uuid !== null))].sort(compare);
}

/** The order of records is not stable on the wire; facts that have not changed should look the same. */
function byUuid<T extends { readonly uuid: string }>(items: T[]): T[] {
  return items.sort((a, b) => compare(a.uuid, b.uuid));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inconsistent(found: string): DrydockError {
  return new DrydockError('XAPI_REPLY_INVALID', { attempted: 'putting the records of the pool together', found });
}
