/** Storage repositories, and each host's way to them with the number of its paths. */
import type { WireStruct } from '../wire/wire-value.js';
import type { InventoryItem } from './inventory.js';
import type { InventoryRecords } from './read-inventory.js';
import { isTransient } from './transient-settings.js';
import { list, map, present, settings, text } from './wire-text.js';

export function storageItems(records: InventoryRecords): InventoryItem[] {
  return [
    ...[...records.SR.values()].map((sr): InventoryItem => repository(records, sr)),
    ...[...records.PBD.values()].map((pbd): InventoryItem => way(records, pbd)),
  ];
}

/** What is not shared belongs to the host that is connected to it. */
function repository(records: InventoryRecords, sr: WireStruct): InventoryItem {
  const [pbd] = text(sr, 'shared') === 'yes' ? [] : (list(sr, 'PBDs') ?? []);
  const host = pbd === undefined ? undefined : records.host.get(text(records.PBD.get(pbd) ?? {}, 'host') ?? '');
  return {
    kind: 'sr',
    uuid: text(sr, 'uuid') ?? '',
    name: text(sr, 'name_label') ?? '',
    host: host === undefined ? null : (text(host, 'uuid') ?? null),
    facts: present({
      name: text(sr, 'name_label'),
      type: text(sr, 'type'),
      shared: text(sr, 'shared'),
      tags: list(sr, 'tags')?.join(' '),
      settings: settings(sr, 'other_config', isTransient),
    }),
  };
}

function way(records: InventoryRecords, pbd: WireStruct): InventoryItem {
  const host = records.host.get(text(pbd, 'host') ?? '') ?? {};
  const sr = records.SR.get(text(pbd, 'SR') ?? '') ?? {};
  return {
    kind: 'path',
    uuid: text(pbd, 'uuid') ?? '',
    name: `${text(sr, 'name_label') ?? 'storage'} on ${text(host, 'name_label') ?? 'a host'}`,
    host: text(host, 'uuid') ?? null,
    facts: present({
      attached: text(pbd, 'currently_attached'),
      device: settings(pbd, 'device_config'),
      paths: pathsOf(pbd),
    }),
  };
}

/** `mpath-<SCSI id>` holds "[4, 4]", those that are up and all; the sum over all devices, where there are any. */
function pathsOf(pbd: WireStruct): string | undefined {
  const counts = Object.entries(map(pbd, 'other_config') ?? {}).flatMap(([key, value]) => {
    const found = key.startsWith('mpath-') ? /\[\s*(\d+)\s*,\s*(\d+)/.exec(value) : null;
    return found === null ? [] : [{ up: Number(found[1]), all: Number(found[2]) }];
  });
  if (counts.length === 0) return undefined;
  const up = counts.reduce((sum, one) => sum + one.up, 0);
  return `${up} of ${counts.reduce((sum, one) => sum + one.all, 0)}`;
}
