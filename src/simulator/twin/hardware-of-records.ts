/** What machines offer and guests need, as far as their records tell it. */
import {
  usualHostHardware,
  type DomainType,
  type HostHardware,
  type Vgpu,
  type VmHardware,
} from '../state/hardware.js';
import { modelledRecords, type Modelled } from './modelled-fields.js';
import type { PoolRecords } from './pool-records.js';

/** What a record of an old release leaves out is taken to be as on the usual machine. Room on GPUs is not in the records. */
export function hardwareOfHost(record: Modelled<'host'>): HostHardware {
  const usual = usualHostHardware();
  const { vendor, features_hvm: hvm, features_hvm_host: ofMachine, features, cpu_count: count } = record.cpu_info;
  const mask = hvm ?? ofMachine ?? features;
  return {
    cpu: vendor === undefined || mask === undefined ? usual.cpu : { vendor, features: mask },
    cpuCount: count === undefined ? usual.cpuCount : Number(count),
    hardwarePlatforms: record.virtual_hardware_platform_versions ?? usual.hardwarePlatforms,
    hvm: record.capabilities?.some((capability) => capability.startsWith('hvm')) ?? usual.hvm,
    iommu: record.chipset_info['iommu'] === undefined ? usual.iommu : record.chipset_info['iommu'] === 'true',
    gpus: usual.gpus,
  };
}

type GuestMetrics = Modelled<'VM_guest_metrics'> | undefined;

/** A function of the VM's own records, made once for all of a pool. */
export function hardwareOfVms(records: PoolRecords): (vm: Modelled<'VM'>, metrics: GuestMetrics) => VmHardware {
  const groups = new Map(modelledRecords(records, 'VM_group'));
  const gpuGroups = new Map(modelledRecords(records, 'GPU_group'));
  const vgpus = new Map(modelledRecords(records, 'VGPU'));
  // A virtual GPU is taken for one that stays: whether it can move is a property of its driver.
  const vgpuOf = (ref: string): Vgpu => {
    const group = gpuGroups.get(vgpus.get(ref)?.GPU_group ?? '')?.name_label ?? '';
    return { group, migratable: false, passthrough: false };
  };
  return (vm, metrics) => {
    const { vendor, features } = vm.last_boot_CPU_flags;
    const apart = vm.groups.map((ref) => groups.get(ref)).find((group) => group?.placement === 'anti_affinity');
    return {
      domainType: domainTypeOf(vm),
      memoryDynamicMin: vm.memory_dynamic_min,
      memoryOverhead: vm.memory_overhead,
      vcpus: vm.VCPUs_max,
      hardwarePlatform: vm.hardware_platform_version,
      bootedCpu: vendor === undefined || features === undefined ? null : { vendor, features },
      attachedPcis: vm.attached_PCIs.length,
      vgpus: vm.VGPUs.map(vgpuOf),
      usbHosts: vm.VUSBs.map(() => vm.resident_on),
      cannotSuspend: metrics?.other['data-cant-suspend-reason'] ?? null,
      antiAffinityGroup: apart?.name_label ?? null,
    };
  };
}

const domainTypes: readonly DomainType[] = ['hvm', 'pv', 'pvh', 'pv_in_pvh'];

/** Before 7.4 the boot policy alone says it. */
function domainTypeOf({ domain_type: type, HVM_boot_policy: policy }: Modelled<'VM'>): DomainType {
  return domainTypes.find((known) => known === type) ?? (policy === '' ? 'pv' : 'hvm');
}
