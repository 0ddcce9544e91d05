/** Does a fault mean this host, this VM, this call? */
import type { Host, Vm } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';

export type HostSelector = string | number;

/** Every host is meant when none is named. */
export function meansHost(wanted: HostSelector | undefined, host: PlaceHost | undefined, state: PoolState): boolean {
  if (wanted === undefined) return true;
  if (host === undefined) return false;
  if (wanted === host.name || wanted === host.uuid || wanted === host.index) return true;
  const coordinator = state.hosts.get(state.pool.coordinator)?.index;
  if (wanted === 'coordinator') return host.index === coordinator;
  if (wanted === 'member') return host.index !== coordinator;
  const [, position] = /^member-(\d+)$/.exec(String(wanted)) ?? [];
  if (position === undefined) return false;
  const members = state.hostList.filter((other) => other.index !== coordinator);
  return members[Number(position) - 1]?.index === host.index;
}

export type PlaceHost = Pick<Host, 'name' | 'uuid' | 'index'>;
export type PlaceVm = Pick<Vm, 'name' | 'uuid'>;

export function meansVm(wanted: string | undefined, vm: PlaceVm | undefined): boolean {
  return wanted === undefined || wanted === vm?.name || wanted === vm?.uuid;
}

/** `host.disable` means both forms, `Async.host.disable` the one, `host.*` a class. */
export function meansMethod(wanted: string | undefined, method: string): boolean {
  if (wanted === undefined || wanted === method) return true;
  const plain = method.replace(/^Async\./, '');
  return wanted === plain || (wanted.endsWith('.*') && plain.startsWith(wanted.slice(0, -1)));
}
