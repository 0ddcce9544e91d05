/** The records of a small pool as they stand on the wire: two hosts, a guest, a template, a shared SR. */
import type { WireStruct, WireValue } from '../../src/xapi/wire/wire-value.js';
import { failure, success, text, type Outcome, type SentCall } from './xapi-scripted-pool.js';

type Records = Record<string, WireStruct>;

export interface WirePool {
  pools: Records;
  hosts: Records;
  metrics: Records;
  vms: Records;
  srs: Records;
  pbds: Records;
  tasks: Records;
}

const gigabyte = 1024 ** 3;

export function wirePool(): WirePool {
  return {
    pools: {
      'OpaqueRef:pool': {
        uuid: 'pool-uuid',
        name_label: 'R&D',
        master: 'OpaqueRef:h1',
        other_config: { rolling_upgrade_in_progress: 'true', note: 'x' },
        ha_enabled: true,
        ha_statefiles: ['OpaqueRef:vdi-1', 'OpaqueRef:vdi-gone'],
        ha_host_failures_to_tolerate: '1',
        wlb_enabled: false,
      },
    },
    hosts: { 'OpaqueRef:h2': wireHost(2), 'OpaqueRef:h1': wireHost(1) },
    metrics: {
      'OpaqueRef:m1': { live: true, memory_total: String(64 * gigabyte), memory_free: String(40 * gigabyte) },
      'OpaqueRef:m2': { live: true, memory_total: String(64 * gigabyte), memory_free: '-1' },
    },
    vms: {
      'OpaqueRef:v1': wireVm('vm-1', {
        resident_on: 'OpaqueRef:h1',
        ha_restart_priority: 'restart',
        other_config: { auto_poweron: 'true' },
        current_operations: { 'OpaqueRef:t1': 'pool_migrate' },
      }),
      'OpaqueRef:v2': wireVm('vm-2', { power_state: 'Halted' }),
      'OpaqueRef:v3': wireVm('template', { is_a_template: true, power_state: 'Halted' }),
      'OpaqueRef:v4': wireVm('snapshot', { is_a_snapshot: true, power_state: 'Halted' }),
      'OpaqueRef:v5': wireVm('dom0', { is_control_domain: true, resident_on: 'OpaqueRef:h1' }),
    },
    srs: { 'OpaqueRef:s1': { uuid: 'sr-1', name_label: 'Shared', type: 'nfs', shared: true } },
    pbds: {
      'OpaqueRef:p1': { uuid: 'pbd-1', host: 'OpaqueRef:h1', SR: 'OpaqueRef:s1', currently_attached: true },
      'OpaqueRef:p2': { uuid: 'pbd-2', host: 'OpaqueRef:h2', SR: 'OpaqueRef:s1', currently_attached: false },
      'OpaqueRef:p3': { uuid: 'pbd-3', host: 'OpaqueRef:h2', SR: 'OpaqueRef:forgotten', currently_attached: false },
    },
    tasks: { 'OpaqueRef:t1': wireTask({}) },
  };
}

export function wireHost(number: number): WireStruct {
  return {
    uuid: `host-${number}`,
    name_label: `xs-${number}`,
    address: `192.0.2.${number}`,
    enabled: true,
    metrics: `OpaqueRef:m${number}`,
    software_version: {
      product_brand: 'XenServer',
      product_version: '8.2.1',
      build_number: 'release/yangtze/master/58',
      platform_version: '3.2.1',
      xapi: '1.20',
      xen: '4.13.4-9.20',
      linux: '4.19.0+1',
    },
    other_config: { boot_time: '1510282722.', agent_start_time: '1510282797.' },
    current_operations: {},
    edition: 'free',
    resident_VMs: [],
    invented_later: 'ignored',
  };
}

function wireVm(uuid: string, fields: Record<string, WireValue>): WireStruct {
  return {
    uuid,
    name_label: uuid,
    power_state: 'Running',
    resident_on: 'OpaqueRef:NULL',
    is_a_template: false,
    is_a_snapshot: false,
    is_control_domain: false,
    memory_dynamic_min: String(gigabyte),
    memory_static_max: String(2 * gigabyte),
    memory_overhead: '1000',
    ha_restart_priority: '',
    other_config: {},
    current_operations: {},
    ...fields,
  };
}

export function wireTask(fields: Record<string, WireValue>): WireStruct {
  return {
    uuid: 'task',
    name_label: 'Async.host.evacuate',
    status: 'pending',
    progress: 0.25,
    result: '',
    error_info: [],
    ...fields,
  };
}

/** Answers the reads of an observation from the records; undefined for every other call. */
export function answerReads(pool: WirePool, { method, params }: SentCall): Outcome | undefined {
  switch (method) {
    case 'pool.get_all_records':
      return success(pool.pools);
    case 'pool.get_all':
      return success(Object.keys(pool.pools));
    case 'host.get_all_records':
      return success(pool.hosts);
    case 'host_metrics.get_all_records':
      return success(pool.metrics);
    case 'VM.get_all_records':
      return success(pool.vms);
    case 'SR.get_all_records':
      return success(pool.srs);
    case 'PBD.get_all_records':
      return success(pool.pbds);
    case 'task.get_all_records':
      return success(pool.tasks);
    case 'VDI.get_SR':
      return params[1] === 'OpaqueRef:vdi-1'
        ? success('OpaqueRef:s1')
        : failure('HANDLE_INVALID', 'VDI', text(params[1]));
    case 'host.get_servertime':
      return success('20260105T22:00:07Z');
    case 'host.get_by_uuid':
      return byUuid('host', pool.hosts, params[1]);
    case 'VM.get_by_uuid':
      return byUuid('VM', pool.vms, params[1]);
    case 'SR.get_by_uuid':
      return byUuid('SR', pool.srs, params[1]);
    case 'PBD.get_by_uuid':
      return byUuid('PBD', pool.pbds, params[1]);
    case 'SR.get_uuid': {
      const sr = pool.srs[text(params[1])];
      return sr === undefined ? failure('HANDLE_INVALID', 'SR', text(params[1])) : success(text(sr['uuid']));
    }
    case 'VM.get_uuid':
      return success(text(pool.vms[text(params[1])]?.['uuid']));
    default:
      return undefined;
  }
}

function byUuid(className: string, records: Records, uuid: WireValue | undefined): Outcome {
  const found = Object.entries(records).find(([, record]) => record['uuid'] === uuid);
  return found === undefined ? failure('UUID_INVALID', className, text(uuid)) : success(found[0]);
}
