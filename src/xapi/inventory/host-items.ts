/** What is set up on each host: what the installer carries over, and what it does not (media-and-clients.md 3). */
import type { WireStruct } from '../wire/wire-value.js';
import type { InventoryItem } from './inventory.js';
import type { InventoryRecords } from './read-inventory.js';
import { isTransient } from './transient-settings.js';
import { list, map, present, settings, text } from './wire-text.js';

export function hostItems(records: InventoryRecords): InventoryItem[] {
  return [...records.host].map(([ref, record]) => ({
    kind: 'host',
    uuid: text(record, 'uuid') ?? '',
    name: text(record, 'name_label') ?? '',
    host: text(record, 'uuid') ?? '',
    facts: present({ ...identity(record), ...services(record), ...software(records, ref, record) }),
  }));
}

function identity(record: WireStruct): Record<string, string | undefined> {
  const other = map(record, 'other_config');
  return {
    tags: list(record, 'tags')?.join(' '),
    settings: settings(
      record,
      'other_config',
      (key) => isTransient(key) || key === 'iscsi_iqn' || key === 'multipathing',
    ),
    hostname: text(record, 'hostname'),
    iscsiName: text(record, 'iscsi_iqn') ?? other?.['iscsi_iqn'],
    multipathing: text(record, 'multipathing') ?? multipathingOf(other),
    powerOn: text(record, 'power_on_mode'),
  };
}

/** Before 7.5 a setting, without which it is off. */
function multipathingOf(other: Readonly<Record<string, string>> | undefined): string | undefined {
  return other === undefined ? undefined : other['multipathing'] === 'true' ? 'yes' : 'no';
}

function services(record: WireStruct): Record<string, string | undefined> {
  return {
    syslog: map(record, 'logging')?.['syslog_destination'],
    timeServers: list(record, 'ntp_custom_servers')?.join(' '),
    timeMode: text(record, 'ntp_mode'),
    timezone: text(record, 'timezone'),
    directory: `${text(record, 'external_auth_type') ?? ''} ${text(record, 'external_auth_service_name') ?? ''}`.trim(),
    remoteShell: text(record, 'ssh_enabled'),
    oldProtocols: text(record, 'ssl_legacy'),
    httpsOnly: text(record, 'https_only'),
  };
}

function software(records: InventoryRecords, ref: string, record: WireStruct): Record<string, string | undefined> {
  const versions = map(record, 'software_version') ?? {};
  const licence = map(record, 'license_params') ?? {};
  return {
    edition: text(record, 'edition'),
    features: Object.entries(licence)
      .flatMap(([key, value]) => (key.startsWith('restrict_') && value === 'true' ? [key.slice(9)] : []))
      .sort()
      .join(' '),
    networkBackend: versions['network_backend'],
    // Packs stand among the versions as `originator:name`.
    packs: Object.keys(versions)
      .filter((key) => key.includes(':'))
      .sort()
      .join(' '),
    updates: updatesOn(records, ref, record),
    controlDomainMemory: controlDomainMemory(records, ref),
    cpuFeatures: map(record, 'cpu_info')?.['features_hvm'] ?? map(record, 'cpu_info')?.['features'],
  };
}

/** Names of what was applied: patches up to 7.0, updates from 7.1 on. */
function updatesOn(records: InventoryRecords, ref: string, record: WireStruct): string {
  const updates = (list(record, 'updates') ?? []).map((one) => text(records.pool_update.get(one) ?? {}, 'name_label'));
  const patches = [...records.host_patch.values()]
    .filter((patch) => text(patch, 'host') === ref && text(patch, 'applied') === 'yes')
    .map((patch) => text(patch, 'name_label'));
  return [...updates, ...patches]
    .filter((name) => name !== undefined)
    .sort()
    .join(' ');
}

function controlDomainMemory({ VM }: InventoryRecords, ref: string): string | undefined {
  const domain = [...VM.values()].find(
    (vm) => text(vm, 'is_control_domain') === 'yes' && text(vm, 'resident_on') === ref,
  );
  const bytes = domain === undefined ? undefined : text(domain, 'memory_static_max');
  return bytes === undefined ? undefined : `${Math.round(Number(bytes) / 1024 ** 2)} MiB`;
}
