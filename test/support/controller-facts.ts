/** Builders of pool facts for tests: a healthy pool of three hosts, and how to change one thing of it. */
import type {
  HostFacts,
  HostVersions,
  PbdFacts,
  PoolFacts,
  SrFacts,
  VmFacts,
} from '../../src/controller/facts/pool-facts.js';
import type { PifFacts } from '../../src/controller/facts/pif-facts.js';
import type { Medium } from '../../src/controller/planning/medium.js';

export const gigabyte = 1024 ** 3;

/** When the facts were read: 2026-01-01 12:00:00 UTC. */
export const readAt = Date.UTC(2026, 0, 1, 12);

export const versions82: HostVersions = {
  brand: 'XCP-ng',
  product: '8.2.1',
  build: 'release/yangtze/master/58',
  platform: '3.2.1',
  xapi: '1.249.32',
  xen: '4.13.5-9',
  linux: '4.19.0+1',
};

export const versions83: HostVersions = {
  brand: 'XCP-ng',
  product: '8.3.0',
  build: '8.3.0',
  platform: '3.4.0',
  xapi: '24.19.2',
  xen: '4.17.5-3',
  linux: '4.19.0+1',
};

/** A medium that installs {@link versions83}. */
export const medium83: Medium = {
  id: 'xcp-ng-8.3',
  name: 'XCP-ng 8.3.0',
  target: {
    product: '8.3.0',
    build: '8.3.0',
    platform: '3.4.0',
    xapi: '24.19.2',
    xen: '4.17.5-3',
    linux: '4.19.0+1',
  },
  release: { id: 'xcp-ng-8.3', name: 'XCP-ng 8.3', minimumPlatform: '2.1.0' },
  totals: { files: 600, bytes: 620_000_000, packages: 580 },
};

/** Host number N is `xs-N` with the uuid `host-N`; number 1 is the coordinator. */
export function makeHost(number: number, changes: Partial<HostFacts> = {}): HostFacts {
  return {
    uuid: `host-${number}`,
    name: `xs-${number}`,
    address: `192.0.2.${10 + number}`,
    enabled: true,
    live: true,
    bootTime: readAt / 1000 - 86_400,
    agentStartTime: readAt / 1000 - 86_300,
    versions: versions82,
    memoryTotal: 64 * gigabyte,
    memoryFree: 32 * gigabyte,
    currentOperations: [],
    certificateFingerprint: `${number}${number}:AA`,
    editions: null,
    serverTime: readAt / 1000,
    ...changes,
  };
}

/** A running VM of 4 GiB on the host with that number, named `vm-NAME`; `null` for a halted one. */
export function makeVm(name: string, hostNumber: number | null, changes: Partial<VmFacts> = {}): VmFacts {
  return {
    uuid: `vm-${name}-uuid`,
    name: `vm-${name}`,
    powerState: hostNumber === null ? 'Halted' : 'Running',
    residentOn: hostNumber === null ? null : `host-${hostNumber}`,
    memory: 4 * gigabyte,
    currentOperations: [],
    autoPowerOn: false,
    haProtected: false,
    ...changes,
  };
}

export const sharedSr: SrFacts = { uuid: 'sr-shared', name: 'NFS storage', type: 'nfs', shared: true };

/** A pool of `count` hosts with a shared SR, a local SR each, and two running VMs on each host. */
export function makePool(changes: Partial<PoolFacts> = {}, count = 3): PoolFacts {
  const numbers = Array.from({ length: count }, (_unused, index) => index + 1);
  return {
    readAt,
    uuid: 'pool-uuid',
    name: 'lab',
    coordinator: 'host-1',
    haEnabled: false,
    haStatefileSrs: [],
    haFailuresToTolerate: 0,
    wlbEnabled: false,
    rollingUpgradeFlag: false,
    otherConfig: {},
    hosts: numbers.map((number) => makeHost(number)),
    vms: numbers.flatMap((number) => [makeVm(`${number}a`, number), makeVm(`${number}b`, number)]),
    srs: [sharedSr, ...numbers.map(localSr)],
    pbds: numbers.flatMap((number) => [makePbd(number, 'sr-shared'), makePbd(number, `sr-local-${number}`)]),
    tasks: [],
    ...changes,
  };
}

/** The same pool with one host changed. */
export function withHost(pool: PoolFacts, number: number, changes: Partial<HostFacts>): PoolFacts {
  return {
    ...pool,
    hosts: pool.hosts.map((host) => (host.uuid === `host-${number}` ? { ...host, ...changes } : host)),
  };
}

/** The same pool with one PBD detached or attached. */
export function withPbd(pool: PoolFacts, hostNumber: number, sr: string, attached: boolean): PoolFacts {
  const uuid = makePbd(hostNumber, sr).uuid;
  return { ...pool, pbds: pool.pbds.map((pbd) => (pbd.uuid === uuid ? { ...pbd, attached } : pbd)) };
}

/** The management interface `pif-N-eth0` of each host, and a card for guests, `pif-N-eth1`. */
export function makePifs(pool: PoolFacts = makePool()): readonly PifFacts[] {
  const card = { physical: true, managed: true, bondMember: false, bond: false, attached: true };
  return pool.hosts.flatMap(({ uuid: host, address }) => [
    { ...card, uuid: `pif-${host}-eth0`, host, name: 'eth0', isManagement: true, address, wantsAddress: true },
    { ...card, uuid: `pif-${host}-eth1`, host, name: 'eth1', isManagement: false, address: '', wantsAddress: false },
  ]);
}

/** The same interfaces with one changed. */
export function withPif(uuid: string, changes: Partial<PifFacts>): readonly PifFacts[] {
  return makePifs().map((pif) => (pif.uuid === uuid ? { ...pif, ...changes } : pif));
}

function makePbd(hostNumber: number, sr: string): PbdFacts {
  return { uuid: `pbd-${sr}-${hostNumber}`, host: `host-${hostNumber}`, sr, attached: true };
}

function localSr(number: number): SrFacts {
  return { uuid: `sr-local-${number}`, name: `Local storage of xs-${number}`, type: 'ext', shared: false };
}
