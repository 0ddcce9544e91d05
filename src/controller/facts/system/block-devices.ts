/**
 * How a disk is attached, from where the kernel has it in its tree of devices (`ls -l /sys/block`): the names on the way say
 * which bus it is, on every release, where lsblk and udev differ.
 */
import type { Transport } from './system-facts.js';

/** By device: the path below `devices`. */
export function readBlockDevices(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, device, path] of text.matchAll(/^l\S*\s.*\s(\S+) -> (\S+)\s*$/gm)) {
    if (device !== undefined && path !== undefined) found.set(device, path);
  }
  return found;
}

/** The first that fits counts: a Fibre Channel disk over Ethernet has a remote port as well. */
const signs: readonly (readonly [RegExp, Transport])[] = [
  [/\/ctlr_\d+\/|\/fcoe|\/net\/.*\/rport-/, 'fcoe'],
  [/\/rport-/, 'fibre-channel'],
  [/\/session\d+\//, 'iscsi'],
  [/\/nvme-fabrics\/|\/nbd\d|\/rbd\//, 'network'],
  [/\/usb\d+\//, 'usb'],
  [/\/ata\d+\/|\/end_device-|\/nvme\/|\/virtio\d+\/|\/cciss\d+\/|\/mmc_host\//, 'local'],
  // A RAID controller shows its volumes as targets of its own, with nothing in between.
  [/\/pci[^/]*\/.*\/host\d+\/target\d+:\d+:\d+\//, 'local'],
  [/\/vbd-\d+\/|\/virtual\/block\/md/, 'local'],
];

export function transportOf(path: string): Transport {
  return signs.find(([sign]) => sign.test(path))?.[1] ?? 'unknown-bus';
}

/** Of the controller: the last PCI function on the way. */
export function controllerOf(path: string): string | null {
  return [...path.matchAll(/\/([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])(?=\/)/g)].at(-1)?.[1] ?? null;
}

/** Paths that `multipath -ll` calls failed or faulty: a line for each path. */
export function failedPaths(text: string): number {
  return text.split('\n').filter((line) => /\d:\d+:\d+:\d.+\b(?:failed|faulty|offline)\b/.test(line)).length;
}
