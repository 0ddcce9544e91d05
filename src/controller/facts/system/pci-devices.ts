/** `lspci -m -n`: address, class, vendor, device, options, vendor and device of the subsystem, numbers in quotes. */
import type { PciFunction } from './system-facts.js';

export function readPciDevices(text: string): readonly PciFunction[] {
  return text.split('\n').flatMap((line): PciFunction[] => {
    const match = /^((?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s+(.*)$/.exec(line.trim());
    const fields = [...(match?.[2] ?? '').matchAll(/"([^"]*)"/g)].map(([, field = '']) => field);
    const [classCode, vendor, device, subvendor = '', subdevice = ''] = fields.map((field) =>
      Number.parseInt(field, 16),
    );
    if (match?.[1] === undefined || classCode === undefined || vendor === undefined || device === undefined) return [];
    if ([classCode, vendor, device].some(Number.isNaN)) return [];
    const address = match[1].length === 7 ? `0000:${match[1]}` : match[1];
    return [{ address, classCode, vendor, device, subvendor: known(subvendor), subdevice: known(subdevice) }];
  });
}

function known(value: number | ''): number | null {
  return value === '' || Number.isNaN(value) ? null : value;
}

const isMassStorage = ({ classCode }: PciFunction): boolean => classCode >> 8 === 0x01;
const isFibreChannel = ({ classCode }: PciFunction): boolean => classCode === 0x0c04;

/** What disks hang on: mass storage controllers of every kind, and Fibre Channel. */
export function storageControllers(devices: readonly PciFunction[]): readonly PciFunction[] {
  return devices.filter((device) => isMassStorage(device) || isFibreChannel(device));
}
