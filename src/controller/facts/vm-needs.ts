/** What a guest needs of the host that it runs on, and what it says of itself: what ties it, and how it may be taken down. */
import type { VmRecord } from '../../xapi/calls/records.js';
import type { SurveyRecords } from './survey-records.js';

export interface VmNeeds {
  readonly tags: readonly string[];
  /** Uuids of the storage of its disks and of the disc in its drive. */
  readonly storage: readonly string[];
  /** Uuids of its networks. */
  readonly networks: readonly string[];
  /** Devices of its host: it is tied to them. A virtual GPU may be one that can be moved: the pool knows. */
  readonly devices: readonly ('pci' | 'vgpu' | 'usb')[];
  /** Whether its tools let it be shut down and suspended in order; null where nothing tells. */
  readonly canShutDown: boolean | null;
  readonly canSuspend: boolean | null;
  /** Uuid of the storage that a suspension writes to; null where none is set. */
  readonly suspendStorage: string | null;
  /** Bytes that a suspension writes at most. */
  readonly wholeMemory: number;
  /** Its place in the start order; lower ones first. */
  readonly order: number;
}

export function vmNeeds(ref: string, vm: VmRecord, records: SurveyRecords): VmNeeds {
  const devices = { pci: vm.attached_PCIs, vgpu: vm.VGPUs, usb: vm.VUSBs } as const;
  const tied = (['pci', 'vgpu', 'usb'] as const).filter((kind) => devices[kind].length > 0);
  return {
    tags: [...vm.tags].sort(),
    storage: storageOf(ref, records),
    networks: sortedUuids(
      Object.values(records.vifs)
        .filter((vif) => vif.VM === ref)
        .map((vif) => records.networks[vif.network]?.uuid),
    ),
    devices: tied,
    canShutDown: feature('shutdown', vm, records),
    canSuspend: tied.length > 0 ? false : feature('suspend', vm, records),
    suspendStorage: suspendStorage(vm, records),
    wholeMemory: vm.memory_static_max,
    order: vm.order,
  };
}

/** Uuids of the networks that a host has an interface on. */
export function networksOf(host: string, { pifs, networks }: SurveyRecords): readonly string[] {
  const own = Object.values(pifs).filter((pif) => pif.host === host);
  return sortedUuids(own.map(({ network }) => (network === null ? undefined : networks[network]?.uuid)));
}

function storageOf(ref: string, { vbds, vdis, srs }: SurveyRecords): readonly string[] {
  const inserted = Object.values(vbds).filter((vbd) => vbd.VM === ref && !vbd.empty && vbd.VDI !== null);
  return sortedUuids(
    inserted.map(({ VDI: vdi }) => {
      const sr = vdi === null ? undefined : vdis[vdi]?.SR;
      return sr === undefined ? undefined : srs[sr]?.uuid;
    }),
  );
}

/**
 * As xapi decides (`check_op_for_feature` in xapi_vm_lifecycle.ml): a PV guest needs no tools; since 7.1 a guest tells its
 * features, before that tools of any kind were enough.
 */
function feature(name: 'shutdown' | 'suspend', vm: VmRecord, { guestMetrics }: SurveyRecords): boolean | null {
  if (vm.HVM_boot_policy === '') return true;
  const metrics = vm.guest_metrics === null ? undefined : guestMetrics[vm.guest_metrics];
  if (metrics === undefined) return false;
  if (metrics.other[`feature-${name}`] !== undefined) return true;
  return Object.keys(metrics.PV_drivers_version).length > 0 ? null : false;
}

/** The VM's own; else the pool's; else the one of the host that it runs on (`choose_suspend_sr` in xapi_vm_helpers.ml). */
function suspendStorage(vm: VmRecord, { pools, hosts, srs }: SurveyRecords): string | null {
  const [pool] = Object.values(pools);
  const host = vm.resident_on === null ? undefined : hosts[vm.resident_on];
  const chosen = [vm.suspend_SR, pool?.suspend_image_SR ?? null, host?.suspend_image_sr ?? null];
  const found = chosen.map((ref) => (ref === null ? undefined : srs[ref]?.uuid)).find((uuid) => uuid !== undefined);
  return found ?? null;
}

function sortedUuids(uuids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(uuids.filter((uuid) => uuid !== undefined))].sort();
}
