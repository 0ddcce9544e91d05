/** The storage of a new pool: one shared SR, and on each host a local one and a local ISO library. */
import type { Host, StorageRepository, Vdi } from './objects.js';
import type { PoolState } from './pool-state.js';

const gibibyte = 1024 ** 3;

export interface HostStorage {
  readonly sr: StorageRepository;
  readonly cd: Vdi;
}

export function addSharedStorage(state: PoolState, hosts: readonly Host[]): StorageRepository {
  const sr = addSr(state, {
    name: 'Shared NFS storage',
    type: 'nfs',
    contentType: 'user',
    shared: true,
    size: 500 * gibibyte,
  });
  for (const host of hosts) addPbd(state, host, sr);
  return sr;
}

export function addHostStorage(state: PoolState, host: Host): HostStorage {
  const sr = addSr(state, {
    name: `Local storage of ${host.name}`,
    type: 'lvm',
    contentType: 'user',
    shared: false,
    size: host.machine.localStorage,
  });
  const library = addSr(state, {
    name: `Local ISO library of ${host.name}`,
    type: 'iso',
    contentType: 'iso',
    shared: false,
    size: 500 * gibibyte,
  });
  addPbd(state, host, sr);
  addPbd(state, host, library);
  return { sr, cd: addVdi(state, 'guest-tools.iso', library, 10 * 1024 ** 2) };
}

export function addVdi(state: PoolState, name: string, sr: StorageRepository, size: number, resetsOnBoot = false): Vdi {
  const vdi: Vdi = { ...state.newEntity(), name, sr: sr.ref, size, resetsOnBoot };
  state.vdis.set(vdi.ref, vdi);
  return vdi;
}

function addSr(state: PoolState, facts: Omit<StorageRepository, 'ref' | 'uuid'>): StorageRepository {
  const sr: StorageRepository = { ...state.newEntity(), ...facts };
  state.srs.set(sr.ref, sr);
  return sr;
}

function addPbd(state: PoolState, host: Host, sr: StorageRepository): void {
  const pbd = { ...state.newEntity(), host: host.ref, sr: sr.ref, attached: true, pluggable: true };
  state.pbds.set(pbd.ref, pbd);
}
