/** Devices that tie a VM to its host, as records: PCI devices, GPUs with their groups, USB devices with theirs. */
import { derivedEntity } from '../inventory/derived-entity.js';
import { nullRef, type Entity, type Ref, type Vm } from '../state/objects.js';
import type { WireStruct } from '../wire/wire-value.js';
import { erase, type ErasedSource, type RecordSource } from './record-builder.js';

type DeviceKind = 'pci' | 'gpu' | 'usb';

interface Device extends Entity {
  readonly vm: Vm;
}

const kinds: Readonly<Record<string, DeviceKind>> = {
  VM_HAS_PCI_ATTACHED: 'pci',
  VM_HAS_VGPU: 'gpu',
  VM_HAS_VUSBS: 'usb',
};

/** Which device a VM holds on to, if any. */
function deviceOf(vm: Vm): DeviceKind | undefined {
  return vm.boundBy === null ? undefined : kinds[vm.boundBy];
}

/** Passed through as a whole: a virtual GPU is not. */
export function attachedPcis(vm: Vm): readonly Ref[] {
  return deviceOf(vm) === 'pci' ? [derivedEntity(vm, 'PCI').ref] : [];
}

function devices(
  className: string,
  holding: readonly DeviceKind[],
  fields: (vm: Vm) => WireStruct,
): RecordSource<Device> {
  return {
    list: ({ state }) =>
      [...state.vms.values()]
        .filter((vm) => vm.residentOn !== nullRef && holding.some((kind) => kind === deviceOf(vm)))
        .map((vm) => ({ ...derivedEntity(vm, className), vm })),
    fields: ({ vm }) => fields(vm),
  };
}

const pciSource = devices('PCI', ['pci', 'gpu'], (vm) => ({
  host: vm.residentOn,
  pci_id: '0000:3b:00.0',
  class_id: deviceOf(vm) === 'gpu' ? '03' : '02',
  class_name: deviceOf(vm) === 'gpu' ? 'VGA compatible controller' : 'Ethernet controller',
  vendor_id: deviceOf(vm) === 'gpu' ? '10de' : '8086',
  vendor_name: deviceOf(vm) === 'gpu' ? 'NVIDIA Corporation' : 'Intel Corporation',
  device_id: deviceOf(vm) === 'gpu' ? '1db4' : '1572',
  device_name: deviceOf(vm) === 'gpu' ? 'Tesla V100' : 'Ethernet Controller X710',
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
