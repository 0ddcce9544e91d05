/** Finds the modules of a set that drive a device, as udev and modprobe find them: by the device's modalias. */
import type { HardwareModule, ModuleSet } from '../hardware.js';
import { matchAlias, namesDevice, vendorOf, type AliasMatch, type PciDevice } from './pci-alias.js';

interface IndexedAlias {
  readonly alias: string;
  readonly module: HardwareModule;
}

export interface ModuleIndex {
  /** The kernel whose modules these are; null where there are none. */
  readonly kernel: string | null;
  readonly byVendor: ReadonlyMap<number, readonly IndexedAlias[]>;
  /** Those that take devices of any vendor, by class. */
  readonly anyVendor: readonly IndexedAlias[];
}

/** A module that drives a device. */
export interface Driver {
  readonly module: HardwareModule;
  /** False where a part of the device decides that is not known, such as its subsystem. */
  readonly certain: boolean;
}

/** @param kernel the one that is booted when left out */
export function moduleIndex(set: ModuleSet, kernel: string | null = set.kernels[0] ?? null): ModuleIndex {
  const byVendor = new Map<number, IndexedAlias[]>();
  const anyVendor: IndexedAlias[] = [];
  for (const module of set.modules) {
    if (module.kernel !== kernel) continue;
    for (const alias of module.pci) {
      const vendor = vendorOf(alias);
      const list = vendor === null ? anyVendor : (byVendor.get(vendor) ?? []);
      list.push({ alias, module });
      if (vendor !== null) byVendor.set(vendor, list);
    }
  }
  return { kernel, byVendor, anyVendor };
}

/**
 * The certain ones first, each by name. Drivers that go by class alone (AHCI, NVMe, USB) are found only when the class is
 * known, since otherwise each of them could drive every device.
 */
export function drives(index: ModuleIndex, device: PciDevice): Driver[] {
  const best = new Map<HardwareModule, AliasMatch>();
  for (const { alias, module } of index.byVendor.get(device.vendor) ?? []) {
    const match = matchAlias(alias, device);
    const mayBe = match === 'depends' && namesDevice(alias) && !best.has(module);
    if (match === 'yes' || mayBe) best.set(module, match);
  }
  for (const { alias, module } of index.anyVendor) if (matchAlias(alias, device) === 'yes') best.set(module, 'yes');
  return [...best]
    .map(([module, match]) => ({ module, certain: match === 'yes' }))
    .sort(
      (left, right) => Number(right.certain) - Number(left.certain) || (left.module.name < right.module.name ? -1 : 1),
    );
}

/** Whether "no driver" is sure: modules were found, all could be read, and the kernel tells what it drives by itself. */
export function tellsAll({ kernels, unread, builtinUnknown }: ModuleSet): boolean {
  return kernels.length > 0 && unread.length === 0 && builtinUnknown.length === 0;
}
