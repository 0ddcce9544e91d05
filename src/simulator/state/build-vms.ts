/** The VMs of a new pool: guests as asked for, and a control domain on each host. */
import { controlDomainMemory } from '../../installer/control-domain-memory.js';
import { addVdi, type HostStorage } from './build-storage.js';
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

export function addGuest(
  state: PoolState,
  hosts: readonly Host[],
  options: VmOptions,
  index: number,
  shared: StorageRepository,
  storageOf: (host: number) => HostStorage | undefined,
): void {
  const host = hosts[options.host ?? 0];
  const local = storageOf(options.host ?? 0);
  if (host === undefined || local === undefined)
    throw new RangeError(`VM ${index}: there is no host ${options.host ?? 0}`);
  const vm: Vm = {
    ...blankVm(state, options.name ?? `vm-${index + 1}`, 'guest', options.memory ?? 2 * gibibyte),
    hasGuestTools: options.guestTools ?? true,
    boundBy: options.boundBy ?? null,
    immobile: options.immobile ?? false,
    powerState: options.powerState ?? 'Running',
    residentOn: isResident(options) ? host.ref : nullRef,
    blockedOperations: { ...options.blockedOperations },
    otherConfig: options.autoPowerOn === true ? { auto_poweron: 'true' } : {},
    haRestartPriority: options.haProtected === true ? 'restart' : '',
  };
  state.vms.set(vm.ref, vm);
  const sr = options.disk === 'local' ? local.sr : shared;
  addVbd(state, vm, 'Disk', addVdi(state, `${vm.name} disk`, sr, diskSize));
  addVbd(state, vm, 'CD', options.localCd === true ? local.cd : undefined);
}

function isResident({ powerState = 'Running' }: VmOptions): boolean {
  return powerState === 'Running' || powerState === 'Paused';
}

function blankVm(state: PoolState, name: string, kind: Vm['kind'], memory: number): Vm {
  return {
    ...state.newEntity(),
    name,
    kind,
    memory,
    hasGuestTools: true,
    boundBy: null,
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
