/** What is set up for the pool as a whole. HA, WLB and the coordinator are compared elsewhere, with their commands. */
import type { InventoryItem } from './inventory.js';
import type { InventoryRecords } from './read-inventory.js';
import { isTransient } from './transient-settings.js';
import { list, present, settings, text } from './wire-text.js';

export function poolItems({ pool, SR }: InventoryRecords): InventoryItem[] {
  const storage = (ref: string | undefined): string | undefined =>
    ref === undefined ? undefined : (text(SR.get(ref) ?? {}, 'uuid') ?? 'none');
  return [...pool.values()].map((record) => ({
    kind: 'pool',
    uuid: text(record, 'uuid') ?? '',
    name: text(record, 'name_label') ?? '',
    host: null,
    facts: present({
      tags: list(record, 'tags')?.join(' '),
      settings: settings(record, 'other_config', isTransient),
      defaultStorage: storage(text(record, 'default_SR')),
      suspendStorage: storage(text(record, 'suspend_image_SR')),
      crashDumpStorage: storage(text(record, 'crash_dump_SR')),
      balancingServer: text(record, 'wlb_url'),
      checksCertificates: text(record, 'tls_verification_enabled'),
      multicastSnooping: text(record, 'igmp_snooping_enabled'),
      guestAgent: settings(record, 'guest_agent_config'),
      features: restrictedFeatures(record),
    }),
  }));
}

/** `restrict_…` of what the licence keeps from the pool. */
function restrictedFeatures(record: Parameters<typeof text>[0]): string | undefined {
  const restrictions = record['restrictions'];
  if (typeof restrictions !== 'object' || restrictions === null || Array.isArray(restrictions)) return undefined;
  return Object.entries(restrictions)
    .flatMap(([key, value]) => (key.startsWith('restrict_') && value === 'true' ? [key.slice('restrict_'.length)] : []))
    .sort()
    .join(' ');
}
