/** What of a guest an upgrade may touch: its tags, whether it starts by itself, its place in HA, its tools. Where it runs is compared elsewhere. */
import type { WireStruct } from '../wire/wire-value.js';
import type { InventoryItem } from './inventory.js';
import type { InventoryRecords } from './read-inventory.js';
import { isReference, list, map, present, text } from './wire-text.js';

export function guestItems(records: InventoryRecords): InventoryItem[] {
  return [...records.VM.values()].filter(isGuest).map((vm) => {
    const metrics = records.VM_guest_metrics.get(text(vm, 'guest_metrics') ?? '');
    const affinity = text(vm, 'affinity');
    return {
      kind: 'vm',
      uuid: text(vm, 'uuid') ?? '',
      name: text(vm, 'name_label') ?? '',
      host: null,
      facts: present({
        tags: list(vm, 'tags')?.join(' '),
        startsByItself: map(vm, 'other_config')?.['auto_poweron'] === 'true' ? 'yes' : 'no',
        restartPriority: text(vm, 'ha_restart_priority'),
        homeHost: isReference(affinity) ? (text(records.host.get(affinity) ?? {}, 'uuid') ?? 'gone') : 'none',
        tools: metrics === undefined ? undefined : toolsOf(metrics),
        toolsUpToDate: metrics === undefined ? undefined : text(metrics, 'PV_drivers_up_to_date'),
      }),
    };
  });
}

function isGuest(vm: WireStruct): boolean {
  return ['is_a_template', 'is_a_snapshot', 'is_control_domain'].every((field) => text(vm, field) !== 'yes');
}

function toolsOf(metrics: WireStruct): string {
  const { major, minor, micro, build } = map(metrics, 'PV_drivers_version') ?? {};
  return major === undefined ? 'none' : `${major}.${minor ?? 0}.${micro ?? 0}-${build ?? ''}`;
}
