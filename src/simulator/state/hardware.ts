/** What a machine offers and what a guest needs of it: the facts behind the planner's checks of each target. */
import type { Ref } from './objects.js';

/** As in `host.cpu_info` and `VM.last_boot_CPU_flags`: features are 32-bit words in hexadecimal, joined by hyphens. */
export interface CpuModel {
  readonly vendor: string;
  readonly features: string;
}

export interface HostHardware {
  /** An update may mask features (xapi.md 2.9), so it changes. */
  cpu: CpuModel;
  cpuCount: number;
  /** `host.virtual_hardware_platform_versions`. */
  hardwarePlatforms: readonly number[];
  /** The machine can run HVM guests. */
  hvm: boolean;
  /** `host.chipset_info:iommu`. */
  iommu: boolean;
  /** How many more virtual GPUs of each GPU group it has room for. */
  gpus: Readonly<Record<string, number>>;
}

export interface Vgpu {
  /** Name of its GPU group. */
  readonly group: string;
  /** NVIDIA with compatibility data: can be migrated and suspended. */
  readonly migratable: boolean;
  /** A whole GPU: needs an IOMMU. */
  readonly passthrough: boolean;
}

export type DomainType = 'hvm' | 'pv' | 'pvh' | 'pv_in_pvh';

export interface VmHardware {
  domainType: DomainType;
  /** What ballooning can bring it down to; {@link Vm.memory} is its static maximum. */
  memoryDynamicMin: number;
  memoryOverhead: number;
  vcpus: number;
  /** `VM.hardware_platform_version`. */
  hardwarePlatform: number;
  /** The CPU it was booted on; null when it is halted. */
  bootedCpu: CpuModel | null;
  /** PCI devices passed through to it. */
  attachedPcis: number;
  vgpus: readonly Vgpu[];
  /** For each virtual USB device the host that has the physical one. */
  usbHosts: readonly Ref[];
  /** `data-cant-suspend-reason` of its guest metrics. */
  cannotSuspend: string | null;
  /** Name of its VM group with the placement anti_affinity. */
  antiAffinityGroup: string | null;
}

export const usualCpu: CpuModel = {
  vendor: 'GenuineIntel',
  features: '1789c3f5-fffa3223-2d93fbff-00000523-00000000-001c2fbb-00000000-00000000-00000000-0c000000',
};

export function usualHostHardware(): HostHardware {
  return { cpu: usualCpu, cpuCount: 16, hardwarePlatforms: [0, 1, 2], hvm: true, iommu: true, gpus: {} };
}

export function usualVmHardware(memory: number): VmHardware {
  return {
    domainType: 'hvm',
    memoryDynamicMin: memory,
    memoryOverhead: 0,
    vcpus: 1,
    hardwarePlatform: 0,
    bootedCpu: null,
    attachedPcis: 0,
    vgpus: [],
    usbHosts: [],
    cannotSuspend: null,
    antiAffinityGroup: null,
  };
}

/** Is every feature bit of the guest's CPU there? Missing words count as zero, as xenopsd does it. */
export function hasFeatures(host: CpuModel, guest: CpuModel): boolean {
  const offered = host.features.split('-');
  return guest.features.split('-').every((word, index) => {
    const wanted = Number.parseInt(word, 16);
    return (wanted & ~Number.parseInt(offered[index] ?? '0', 16)) === 0;
  });
}

/** What all the given machines have: guests see no more, so that they can move (CPU levelling, 7.0 and later). */
export function commonCpu(cpus: readonly CpuModel[]): CpuModel {
  const [first, ...others] = cpus;
  if (first === undefined) return usualCpu;
  const words = first.features.split('-').map((word, index) => {
    const common = others.reduce(
      (bits, other) => bits & Number.parseInt(other.features.split('-')[index] ?? '0', 16),
      Number.parseInt(word, 16),
    );
    return (common >>> 0).toString(16).padStart(8, '0');
  });
  return { vendor: first.vendor, features: words.join('-') };
}
