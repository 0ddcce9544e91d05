/** Devices that tie a VM to its host, as records: PCI devices, GPUs with their groups, USB devices with theirs. */
import { derivedEntity } from '../inventory/derived-entity.js';
import { nullRef, type Entity, type Ref, type Vm } from '../state/objects.js';
import type { WireStruct } from '../wire/wire-value.js';
import { erase, type ErasedSource, type RecordSource } from './record-builder.js';

type DeviceKind = 'pci' | 'gpu' | 'usb';

interface Device extends Entity {
  readonly vm: Vm;
}

/** Does the VM hold on to a device of that kind? */
function holds({ hardware }: Vm, kind: DeviceKind): boolean {
  if (kind === 'pci') return hardware.attachedPcis > 0;
  return kind === 'gpu' ? hardware.vgpus.length > 0 : hardware.usbHosts.length > 0;
}

/** Passed through as a whole: a virtual GPU is not. */
export function attachedPcis(vm: Vm): readonly Ref[] {
  return holds(vm, 'pci') ? [derivedEntity(vm, 'PCI').ref] : [];
}

function devices(
  className: string,
  holding: readonly DeviceKind[],
  fields: (vm: Vm) => WireStruct,
): RecordSource<Device> {
  return {
    list: ({ state }) =>
      [...state.vms.values()]
        .filter((vm) => vm.residentOn !== nullRef && holding.some((kind) => holds(vm, kind)))
        .map((vm) => ({ ...derivedEntity(vm, className), vm })),
    fields: ({ vm }) => fields(vm),
  };
}

const pciSource = devices('PCI', ['pci', 'gpu'], (vm) => ({
  host: vm.residentOn,
  pci_id: '0000:3b:00.0',
  class_id: holds(vm, 'gpu') ? '03' : '02',
  class_name: holds(vm, 'gpu') ? 'VGA compatible controller' : 'Ethernet controller',
  vendor_id: holds(vm, 'gpu') ? '10de' : '8086',
  vendor_name: holds(vm, 'gpu') ? 'NVIDIA Corporation' : 'Intel Corporation',
  device_id: holds(vm, 'gpu') ? '1db4' : '1572',
  device_name: holds(vm, 'gpu') ? 'Tesla V100' : 'Ethernet Controller X710',
}));

const pgpuSource = devices('PGPU', ['gpu'], (vm) => ({
  host: vm.residentOn,
  PCI: derivedEntity(vm, 'PCI').ref,
  GPU_group: derivedEntity(vm, 'GPU_group').ref,
  resident_VGPUs: [derivedEntity(vm, 'VGPU').ref],
}));

const gpuGroupSource = devices('GPU_group', ['gpu'], () => ({
  name_label: 'Group of NVIDIA Corporation Tesla V100 GPUs',
  GPU_types: ['10de/1db4'],
  allocation_algorithm: 'depth_first',
}));

const vgpuSource = devices('VGPU', ['gpu'], (vm) => ({
  VM: vm.ref,
  GPU_group: derivedEntity(vm, 'GPU_group').ref,
  resident_on: derivedEntity(vm, 'PGPU').ref,
  device: '0',
  currently_attached: true,
}));

const pusbSource = devices('PUSB', ['usb'], (vm) => ({
  host: vm.residentOn,
  USB_group: derivedEntity(vm, 'USB_group').ref,
  path: '1-2',
  vendor_id: '0781',
  vendor_desc: 'SanDisk Corp.',
  product_id: '5581',
  product_desc: 'Ultra',
  version: '2.10',
  passthrough_enabled: true,
}));

const usbGroupSource = devices('USB_group', ['usb'], () => ({ name_label: 'Group of 0781 5581 USBs' }));

const vusbSource = devices('VUSB', ['usb'], (vm) => ({
  VM: vm.ref,
  USB_group: derivedEntity(vm, 'USB_group').ref,
  currently_attached: true,
}));

export const deviceSources = {
  PCI: erase(pciSource),
  PGPU: erase(pgpuSource),
  GPU_group: erase(gpuGroupSource),
  VGPU: erase(vgpuSource),
  PUSB: erase(pusbSource),
  USB_group: erase(usbGroupSource),
  VUSB: erase(vusbSource),
} satisfies Readonly<Record<string, ErasedSource>>;
