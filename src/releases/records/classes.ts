/** What the classes of the API differ in beside their fields: since when they exist, and which generated calls they have. */
import type { Since } from '../since.js';
import type { Role } from '../calls/call-table.js';
import { recordTables, type RecordClass } from './record-tables.js';

export interface ClassFact {
  readonly since?: Since;
  /**
   * `full`: get_all, get_all_records, get_record, get_by_uuid and a getter for each field. `session`: no lists. `explicit`: only
   * the calls that stand in the call tables.
   */
  readonly getters: 'full' | 'session' | 'explicit';
  readonly byNameLabel?: boolean;
  /** Least role for `set_`, `add_to_` and `remove_from_other_config`; absent where the tables say it or where there is none. */
  readonly otherConfigRole?: Role;
}

/** Source of all rows: XenAPI data model (lifecycle of the class, its implicit messages and their roles). */
export const classFacts: Readonly<Record<RecordClass, ClassFact>> = {
  session: { getters: 'session', otherConfigRole: 'pool-admin' },
  pool: { getters: 'full', otherConfigRole: 'pool-operator' },
  host: { getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  host_metrics: { getters: 'full', otherConfigRole: 'pool-operator' },
  VM: { getters: 'full', byNameLabel: true },
  VM_metrics: { getters: 'full', otherConfigRole: 'vm-admin' },
  VM_guest_metrics: { getters: 'full', otherConfigRole: 'vm-admin' },
  VBD: { getters: 'full', otherConfigRole: 'vm-admin' },
  VDI: { getters: 'full', byNameLabel: true, otherConfigRole: 'vm-admin' },
  SR: { getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  PBD: { getters: 'full', otherConfigRole: 'pool-operator' },
  PIF: { getters: 'full', otherConfigRole: 'pool-operator' },
  PIF_metrics: { getters: 'full', otherConfigRole: 'pool-operator' },
  Bond: { getters: 'full', otherConfigRole: 'pool-operator' },
  network: { getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  task: { getters: 'full', byNameLabel: true },
  message: { since: '5.0', getters: 'explicit' },
  pool_patch: { getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  host_patch: { getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  pool_update: { since: '7.1', getters: 'full', byNameLabel: true, otherConfigRole: 'pool-operator' },
  Certificate: { since: '8.2', getters: 'full' },
  Cluster: { since: '7.5', getters: 'full', otherConfigRole: 'pool-operator' },
  Cluster_host: { since: '7.5', getters: 'full' },
  event: { getters: 'explicit' },
};

export function isRecordClass(name: string): name is RecordClass {
  return Object.hasOwn(recordTables, name);
}
