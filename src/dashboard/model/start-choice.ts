/** What a person has chosen for a run: the same that `upgrade plan` takes as options, as one value that the form changes. */
import type { PoolReading } from '../../contract/api/pools.js';
import type { PlanRequest } from '../../contract/control.js';
import { windowText, type WindowChoice } from './window-choice.js';

export const vmPolicies = ['migrate', 'stop', 'suspend', 'leave'] as const;
export type VmPolicy = (typeof vmPolicies)[number];

export interface StartChoice {
  readonly pool: string;
  readonly media: string;
  readonly fix: boolean;
  readonly approveEachHost: boolean;
  readonly stopVms: boolean;
  readonly allowSuspend: boolean;
  readonly soakMinutes: number;
  /** Null: hosts are begun at any time. */
  readonly window: WindowChoice | null;
  readonly manual: boolean;
  /** Manual mode: Drydock reboots each host into the installer, rather than the person. */
  readonly drydockReboots: boolean;
  /** Hosts by uuid as somebody has put them; empty: Drydock's own order. */
  readonly order: readonly string[];
  /** Hosts by uuid that are left as they are. */
  readonly leftOut: readonly string[];
  /** VMs by uuid. */
  readonly vmPolicies: ReadonlyMap<string, VmPolicy>;
  readonly hardStop: readonly string[];
  /** Packs in the store, by id. */
  readonly packs: readonly string[];
}

export function firstChoice(pool: string, media: string): StartChoice {
  return {
    ...{ pool, media, fix: true, approveEachHost: false, stopVms: false, allowSuspend: false, soakMinutes: 0 },
    ...{ window: null, manual: false, drydockReboots: false, packs: [] },
    ...aboutNoPool,
  };
}

/** What was chosen about hosts and VMs means nothing in another pool. */
export function forPool(choice: StartChoice, pool: string): StartChoice {
  return { ...choice, pool, ...aboutNoPool };
}

const aboutNoPool = { order: [], leftOut: [], vmPolicies: new Map<string, VmPolicy>(), hardStop: [] } as const;

type Hosts = PoolReading['hosts'];

/** As somebody has put them, else the coordinator first and the others by name: the form shows Drydock's order only in the plan. */
export function hostsInOrder(hosts: Hosts, order: readonly string[]): Hosts {
  const place = ({ uuid }: Hosts[number]): number => (order.includes(uuid) ? order.indexOf(uuid) : order.length);
  return [...hosts].sort(
    (left, right) =>
      Number(right.coordinator) - Number(left.coordinator) ||
      place(left) - place(right) ||
      left.name.localeCompare(right.name, 'en', { numeric: true }),
  );
}

/**
 * The order with one host at another place, counted from 0; the others keep theirs.
 * @param hosts as they are shown now
 */
export function placedAt(hosts: Hosts, uuid: string, place: number): readonly string[] {
  const others = hosts.map((host) => host.uuid).filter((each) => each !== uuid);
  return [...others.slice(0, place), uuid, ...others.slice(place)];
}

/** @param reading of the pool; absent: it could not be read, and nothing about its hosts and VMs was chosen */
export function planRequestOf(
  choice: StartChoice,
  reading: PoolReading | undefined,
  accept: readonly string[],
  acceptEua: boolean,
): Omit<PlanRequest, 'by'> {
  const { pool, media, fix, approveEachHost, soakMinutes } = choice;
  return {
    ...{ pool, media, accept: [...accept], fix, approveEachHost, soakMinutes },
    ...hostsOf(choice, reading),
    ...guestsOf(choice, reading),
    ...(acceptEua ? { acceptEua } : {}),
    ...(choice.window === null ? {} : { window: windowText(choice.window) }),
    ...(choice.packs.length === 0 ? {} : { packs: [...choice.packs] }),
    ...(choice.manual ? { mode: 'manual', rebootBy: choice.drydockReboots ? 'drydock' : 'person' } : {}),
  };
}

function hostsOf(
  { order, leftOut }: StartChoice,
  reading: PoolReading | undefined,
): Pick<PlanRequest, 'order' | 'only'> {
  if (reading === undefined) return { order: [], only: [] };
  const chosen = hostsInOrder(reading.hosts, order).filter(({ uuid }) => !leftOut.includes(uuid));
  const named = chosen.map((host) => nameOf(host, reading.hosts));
  return { order: order.length === 0 ? [] : named, only: leftOut.length === 0 ? [] : named };
}

function guestsOf(choice: StartChoice, reading: PoolReading | undefined): Partial<PlanRequest> {
  const vms = reading?.vms ?? [];
  const policies = vms.flatMap((vm) => {
    const policy = choice.vmPolicies.get(vm.uuid);
    return policy === undefined ? [] : [`${nameOf(vm, vms)}=${policy}`];
  });
  const hardStop = vms.filter(({ uuid }) => choice.hardStop.includes(uuid)).map((vm) => nameOf(vm, vms));
  return {
    ...(choice.stopVms ? { stopVms: true } : {}),
    ...(choice.allowSuspend ? { allowSuspend: true } : {}),
    ...(policies.length === 0 ? {} : { vmPolicies: policies }),
    ...(hardStop.length === 0 ? {} : { hardStop }),
  };
}

interface Named {
  readonly uuid: string;
  readonly name: string;
}

/** The plan and the report repeat it, so it is the name where that says which is meant. */
function nameOf({ uuid, name }: Named, all: readonly Named[]): string {
  return name !== '' && all.filter((each) => each.name === name).length === 1 ? name : uuid;
}
