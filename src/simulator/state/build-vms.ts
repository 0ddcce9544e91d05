/** The VMs of a new pool: guests as asked for, and a control domain on each host. */
import { controlDomainMemory } from '../../installer/control-domain-memory.js';
import type { PoolNetworks } from './build-networks.js';
import { addVdi, type HostStorage } from './build-storage.js';
import { commonCpu, usualVmHardware, type VmHardware } from './hardware.js';
import { nullRef, type Host, type StorageRepository, type Vdi, type Vm } from './objects.js';
import type { VmOptions } from './pool-options.js';
import type { PoolState } from './pool-state.js';

const gibibyte = 1024 ** 3;
const diskSize = 20 * gibibyte;

export function addControlDomain(state: PoolState, host: Host): void {
  const memory = controlDomainMemory(host.memoryTotal, host.running.facts.platform.version);
  const vm = blankVm(state, `Control domain on host: ${host.name}`, 'control-domain', memory);
  state.vms.set(vm.ref, { ...vm, powerState: 'Running', residentOn: host.ref });
}

/** What the guests of a new pool are built on. */
export interface GuestSurroundings {
  readonly state: PoolState;
  readonly hosts: readonly Host[];
  readonly shared: StorageRepository;
  readonly storageOf: (host: number) => HostStorage | undefined;
  readonly networks: PoolNetworks;
}

export function addGuest(surroundings: GuestSurroundings, options: VmOptions, index: number): void {
  const { state, hosts, shared, storageOf } = surroundings;
  const host = hosts[options.host ?? 0];
  const local = storageOf(options.host ?? 0);
  if (host === undefined || local === undefined)
    throw new RangeError(`VM ${index}: there is no host ${options.host ?? 0}`);
  const blank = blankVm(state, options.name ?? `vm-${index + 1}`, 'guest', options.memory ?? 2 * gibibyte);
  const vm: Vm = {
    ...blank,
    hardware: hardwareOf(options, blank.memory, host, hosts),
    hasGuestTools: options.guestTools ?? true,
    immobile: options.immobile ?? false,
    powerState: options.powerState ?? 'Running',
    residentOn: isResident(options) ? host.ref : nullRef,
    blockedOperations: { ...options.blockedOperations },
    otherConfig: options.autoPowerOn === true ? { auto_poweron: 'true' } : {},
    haRestartPriority: options.haProtected === true ? 'restart' : '',
  };
  state.vms.set(vm.ref, vm);
  const sr = options.disk === 'local' ? local.sr : shared;
  addVbd(state, vm, 'Disk', addVdi(state, `${vm.name} disk`, sr, diskSize, options.resettingDisk));
  addVbd(state, vm, 'CD', options.localCd === true ? local.cd : undefined);
  addVifs(surroundings, vm, options.networks ?? []);
}

/** Since 7.0 a guest sees what every CPU of the pool has; older pools were built of equal CPUs. */
function hardwareOf(options: VmOptions, memory: number, host: Host, hosts: readonly Host[]): VmHardware {
  const bound = options.boundBy;
  const vgpu = { group: 'Group of GPUs', migratable: false, passthrough: false };
  return {
    ...usualVmHardware(memory),
    bootedCpu:
      options.powerState === 'Halted' ? null : (options.bootedCpu ?? commonCpu(hosts.map((one) => one.hardware.cpu))),
    attachedPcis: bound === 'VM_HAS_PCI_ATTACHED' ? 1 : 0,
    vgpus: options.vgpus ?? (bound === 'VM_HAS_VGPU' ? [vgpu] : []),
    usbHosts: bound === 'VM_HAS_VUSBS' ? [host.ref] : [],
    ...options.hardware,
  };
}

function addVifs({ state, networks }: GuestSurroundings, vm: Vm, names: readonly string[]): void {
  const wanted = names.map((name) => {
    const network = networks.named.get(name);
    if (network === undefined) throw new RangeError(`${vm.name}: there is no network ${name}`);
    return network;
  });
  for (const network of [networks.poolWide, ...wanted]) {
    const vif = { ...state.newEntity(), vm: vm.ref, network: network.ref };
    state.vifs.set(vif.ref, vif);
  }
}

function isResident({ powerState = 'Running' }: VmOptions): boolean {
  return powerState === 'Running' || powerState === 'Paused';
}

export function blankVm(state: PoolState, name: string, kind: Vm['kind'], memory: number): Vm {
  return {
    ...state.newEntity(),
    name,
    kind,
    memory,
    hardware: usualVmHardware(memory),
    hasGuestTools: true,
    immobile: false,
    powerState: 'Halted',
    residentOn: nullRef,
    scheduledOn: nullRef,
    blockedOperations: {},
    currentOperations: {},
    otherConfig: {},
    haRestartPriority: '',
  };
}

function addVbd(state: PoolState, vm: Vm, type: 'Disk' | 'CD', vdi: Vdi | undefined): void {
  const vbd = { ...state.newEntity(), vm: vm.ref, type, vdi: vdi?.ref ?? nullRef };
  state.vbds.set(vbd.ref, vbd);
}
