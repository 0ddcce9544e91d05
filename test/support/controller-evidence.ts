/** What is gathered before a run, in tests: everything known and well, and how to change one thing of it. */
import type { Evidence, LicenceText, PluginAnswer, PluginAnswers } from '../../src/controller/assessments/evidence.js';
import type { PoolFacts } from '../../src/controller/facts/pool-facts.js';
import type {
  HostSurvey,
  InsertedDisc,
  SrSurvey,
  Survey,
  SurveyedInterface,
  VmSurvey,
} from '../../src/controller/facts/survey.js';
import type { VmNeeds } from '../../src/controller/facts/vm-needs.js';
import type { MediumHardware, ModuleSet } from '../../src/media/hardware.js';
import { gigabyte, makePifs, makePool, readAt } from './controller-facts.js';
import { makeSystems } from './controller-systems.js';

/** The card that {@link drivingMedium} drives. */
export const card = { device: 'eth0', vendor: '8086', product: '1572', name: 'X710' };

export function makeInterface(changes: Partial<SurveyedInterface> = {}): SurveyedInterface {
  return {
    device: 'eth0',
    address: '192.0.2.11',
    netmask: '255.255.255.0',
    gateway: '192.0.2.254',
    dns: '192.0.2.53',
    mode: 'Static',
    isManagement: true,
    usesIpv6: false,
    vlan: null,
    bond: null,
    cards: [card],
    ...changes,
  };
}

export function makeHostSurvey(uuid: string, changes: Partial<HostSurvey> = {}): HostSurvey {
  return {
    uuid,
    powerOnMode: '',
    legacyTls: false,
    cpuVendor: 'GenuineIntel',
    networkBackend: 'openvswitch',
    edition: 'xcp-ng',
    licence: {},
    packs: [],
    pending: [],
    inMaintenance: false,
    networks: ['network-1'],
    controlDomainMemory: 8 * gigabyte,
    interfaces: [makeInterface()],
    certificate: { kind: 'read', value: { rsaBits: 2048, notAfter: readAt + 86_400_000 } },
    ...changes,
  };
}

/** A guest that can go anywhere and be taken down in order. */
export const usualNeeds: VmNeeds = {
  tags: [],
  storage: ['sr-shared'],
  networks: ['network-1'],
  devices: [],
  canShutDown: true,
  canSuspend: true,
  suspendStorage: 'sr-shared',
  wholeMemory: 4 * gigabyte,
  order: 0,
};

export function makeVmSurvey(uuid: string, changes: Partial<VmSurvey> = {}): VmSurvey {
  return {
    uuid,
    paravirtual: false,
    excusedFromPvCheck: false,
    vcpus: 4,
    coresPerSocket: 2,
    addresses: ['198.51.100.7'],
    discs: [],
    needs: usualNeeds,
    ...changes,
  };
}

export function makeSrSurvey(uuid: string, changes: Partial<SrSurvey> = {}): SrSurvey {
  return {
    uuid,
    isLibrary: false,
    isTools: false,
    isDefault: uuid === 'sr-shared',
    free: 500 * gigabyte,
    adapter: '',
    disks: [],
    ...changes,
  };
}

export function makeSurvey(pool: PoolFacts = makePool(), changes: Partial<Survey> = {}): Survey {
  return {
    at: readAt,
    networks: [{ uuid: 'network-1', name: 'Pool-wide network' }],
    vswitchController: '',
    healthCheck: {},
    secretRotationPending: false,
    hosts: pool.hosts.map(({ uuid }) => makeHostSurvey(uuid)),
    pifs: makePifs(pool),
    vms: pool.vms.map(({ uuid }) => makeVmSurvey(uuid)),
    srs: pool.srs.map(({ uuid }) => makeSrSurvey(uuid)),
    updates: { kind: 'read', value: [] },
    clusters: { kind: 'read', value: [] },
    ...changes,
  };
}

const modules: ModuleSet = {
  kernels: ['4.19.0+1'],
  modules: [
    {
      name: 'i40e',
      kernel: '4.19.0+1',
      version: '2.9.21',
      from: 'install.img',
      path: 'kernel/drivers/net/i40e.ko',
      pci: ['8086:1572'],
      others: 0,
      replaces: [],
    },
  ],
  builtinUnknown: [],
  unread: [],
};

export function drivingMedium(installer: Partial<ModuleSet> = {}, dom0: Partial<ModuleSet> = {}): MediumHardware {
  return {
    format: 1,
    id: 'xcp-ng-8.3',
    generation: 1,
    sourceSha256: '0'.repeat(64),
    installer: { ...modules, ...installer },
    dom0: { ...modules, ...dom0 },
  };
}

export const agreement: LicenceText = { path: 'EUA', sha256: 'ab'.repeat(32), location: '/media/EUA' };

export function makeAnswers(changes: Partial<PluginAnswers> = {}): PluginAnswers {
  const said = (text: string): PluginAnswer => ({ kind: 'answered', text });
  return {
    getVersion: said('{"product-version": "8.3.0", "platform-version": "3.4.0"}'),
    testSafe2Upgrade: said('true'),
    getDom0DefaultMemory: said(String(8 * gigabyte)),
    getEUA: said('{"eua": "…"}'),
    ...changes,
  };
}

export function makeEvidence(pool: PoolFacts = makePool(), changes: Partial<Evidence> = {}): Evidence {
  return {
    survey: { known: true, value: makeSurvey(pool) },
    plugin: new Map(pool.hosts.map(({ uuid }) => [uuid, makeAnswers()])),
    hardware: { known: true, value: drivingMedium() },
    licence: agreement,
    serverAddresses: ['192.0.2.9'],
    systems: { known: true, value: makeSystems(pool) },
    contents: { packages: new Set(['xapi-core']), bootBytes: 120 * 1024 * 1024 },
    ...changes,
  };
}

/** The same with another survey. */
export function surveyed(pool: PoolFacts, changes: Partial<Survey>): Evidence {
  return makeEvidence(pool, { survey: { known: true, value: makeSurvey(pool, changes) } });
}

/** The same with one host surveyed otherwise; host number N is `host-N`. */
export function hostSurveyed(pool: PoolFacts, number: number, changes: Partial<HostSurvey>): Evidence {
  const hosts = makeSurvey(pool).hosts.map((host) => (host.uuid === `host-${number}` ? { ...host, ...changes } : host));
  return surveyed(pool, { hosts });
}

/** The same with one VM surveyed otherwise, by its name in the tests: `1a`. */
export function vmSurveyed(pool: PoolFacts, name: string, changes: Partial<VmSurvey>): Evidence {
  const vms = makeSurvey(pool).vms.map((vm) => (vm.uuid === `vm-${name}-uuid` ? { ...vm, ...changes } : vm));
  return surveyed(pool, { vms });
}

/** The same with the plugin of one host answering otherwise. */
export function pluginSaying(pool: PoolFacts, number: number, changes: Partial<PluginAnswers>): Evidence {
  const all = makeEvidence(pool);
  return { ...all, plugin: new Map(all.plugin).set(`host-${number}`, makeAnswers(changes)) };
}

export function disc(sr: string): InsertedDisc {
  return { drive: 'drive-1', disc: 'disc-1', discName: 'install.iso', sr };
}
