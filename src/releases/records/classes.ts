/** What the classes of the API differ in beside their fields: since when they exist, and which generated calls they have. */
import type { Since } from '../since.js';
import type { Role } from '../calls/call-table.js';
import { recordTables, type RecordClass } from './record-tables.js';

export interface ClassFact {
  readonly since?: Since;
  /** From then on the calls about whole objects answer MESSAGE_REMOVED; those about a field go by the field. */
  readonly removed?: Since;
  /**
   * `full`: get_all, get_all_records, get_record, get_by_uuid and a getter for each field. `single`: no lists. `explicit`: only
   * the calls that stand in the call tables.
   */
  readonly getters: 'full' | 'single' | 'explicit';
  /** Least role for the getters, where that is not the lowest one. */
  readonly getterRole?: Role;
  readonly byNameLabel?: boolean;
  /** Least roles for the generated `create` and `destroy`; absent where there is none. */
  readonly constructorRole?: Role;
  readonly destructorRole?: Role;
}

/** Source of all rows: XenAPI data model (lifecycle of the class, its implicit messages and their roles). */
export const classFacts: Readonly<Record<RecordClass, ClassFact>> = {
  session: { getters: 'single' },
  pool: { getters: 'full' },
  host: { getters: 'full', byNameLabel: true },
  host_metrics: { getters: 'full' },
  VM: { getters: 'full', byNameLabel: true, constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  VM_metrics: { getters: 'full' },
  VM_guest_metrics: { getters: 'full' },
  VBD: { getters: 'full', constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  VDI: { getters: 'full', byNameLabel: true, constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  SR: { getters: 'full', byNameLabel: true },
  PBD: { getters: 'full', constructorRole: 'pool-operator', destructorRole: 'pool-operator' },
  PIF: { getters: 'full' },
  network: { getters: 'full', byNameLabel: true, constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  task: { getters: 'full', byNameLabel: true },
  message: { since: '5.0', getters: 'explicit' },
  pool_patch: { getters: 'full', byNameLabel: true },
  host_patch: { getters: 'full', byNameLabel: true },
  pool_update: { since: '7.1', getters: 'full', byNameLabel: true },
  Certificate: { since: '8.2', getters: 'full' },
  Cluster: { since: '7.5', getters: 'full' },
  Cluster_host: { since: '7.5', getters: 'full' },
  event: { getters: 'explicit' },
  subject: { since: '5.5', getters: 'full', constructorRole: 'pool-admin', destructorRole: 'pool-admin' },
  role: { since: '5.6', getters: 'full', byNameLabel: true },
  VMPP: {
    since: '5.6FP1',
    removed: '6.2',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-operator',
    destructorRole: 'pool-operator',
  },
  VMSS: {
    since: '7.2',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-operator',
    destructorRole: 'pool-operator',
  },
  VM_appliance: {
    since: '6.0',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-operator',
    destructorRole: 'pool-operator',
  },
  DR_task: { since: '6.0', getters: 'full' },
  host_crashdump: { getters: 'full' },
  host_cpu: { getters: 'full' },
  VIF: { getters: 'full', constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  VIF_metrics: { removed: '6.1', getters: 'full' },
  PIF_metrics: { getters: 'full' },
  Bond: { getters: 'full' },
  VLAN: { getters: 'full' },
  SM: { getters: 'full', byNameLabel: true },
  LVHD: { since: '7.0', getters: 'single' },
  VBD_metrics: { removed: '6.1', getters: 'full' },
  crashdump: { getters: 'full' },
  VTPM: { since: 'xapi 22.26.0', getters: 'full' },
  console: { getters: 'full', constructorRole: 'vm-admin', destructorRole: 'vm-admin' },
  user: { getters: 'single', constructorRole: 'pool-admin', destructorRole: 'pool-admin' },
  blob: { since: '5.0', getters: 'full', byNameLabel: true },
  secret: {
    since: '5.6',
    getters: 'full',
    getterRole: 'pool-operator',
    constructorRole: 'pool-operator',
    destructorRole: 'pool-operator',
  },
  tunnel: { since: '5.6FP1', getters: 'full' },
  network_sriov: { since: '7.5', getters: 'full' },
  PCI: { since: '6.0', getters: 'full' },
  PGPU: { since: '6.0', getters: 'full' },
  GPU_group: { since: '6.0', getters: 'full', byNameLabel: true },
  VGPU: { since: '6.0', getters: 'full' },
  VGPU_type: { since: '6.2SP1', getters: 'full' },
  PVS_site: { since: '7.1', getters: 'full', byNameLabel: true },
  PVS_server: { since: '7.1', getters: 'full' },
  PVS_proxy: { since: '7.1', getters: 'full' },
  PVS_cache_storage: {
    since: '7.1',
    getters: 'full',
    constructorRole: 'pool-operator',
    destructorRole: 'pool-operator',
  },
  Feature: { since: '7.2', getters: 'full', byNameLabel: true },
  SDN_controller: { since: '7.2', getters: 'full' },
  PUSB: { since: '7.3', getters: 'full' },
  USB_group: { since: '7.3', getters: 'full', byNameLabel: true },
  VUSB: { since: '7.3', getters: 'full' },
  Repository: { since: 'xapi 1.301.0', getters: 'full', byNameLabel: true },
  Observer: {
    since: 'xapi 23.14.0',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-admin',
    destructorRole: 'pool-admin',
  },
  VM_group: {
    since: 'xapi 24.19.1',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'vm-admin',
    destructorRole: 'vm-admin',
  },
  Host_driver: { since: 'xapi 25.2.0', getters: 'full' },
  Driver_variant: { since: 'xapi 25.2.0', getters: 'full' },
  Caller: {
    since: 'xapi 26.17.0',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-admin',
    destructorRole: 'pool-admin',
  },
  Rate_limit: {
    since: 'xapi 26.17.0',
    getters: 'full',
    byNameLabel: true,
    constructorRole: 'pool-admin',
    destructorRole: 'pool-admin',
  },
};

export const recordClasses = Object.keys(recordTables) as readonly RecordClass[];

export function isRecordClass(name: string): name is RecordClass {
  return Object.hasOwn(recordTables, name);
}
