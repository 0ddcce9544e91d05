/** All record tables by class name, as the wire spells it. */
import { sessionFields } from './session.js';
import { poolFields } from './pool.js';
import { hostFields } from './host.js';
import { hostMetricsFields } from './host-metrics.js';
import { vmFields } from './vm.js';
import { vmMetricsFields } from './vm-metrics.js';
import { vmGuestMetricsFields } from './vm-guest-metrics.js';
import { vbdFields } from './vbd.js';
import { vdiFields } from './vdi.js';
import { srFields } from './sr.js';
import { pbdFields } from './pbd.js';
import { pifFields } from './pif.js';
import { pifMetricsFields } from './pif-metrics.js';
import { bondFields } from './bond.js';
import { networkFields } from './network.js';
import { taskFields } from './task.js';
import { messageFields } from './message.js';
import { poolPatchFields } from './pool-patch.js';
import { hostPatchFields } from './host-patch.js';
import { poolUpdateFields } from './pool-update.js';
import { certificateFields } from './certificate.js';
import { clusterFields } from './cluster.js';
import { clusterHostFields } from './cluster-host.js';
import { eventFields } from './event.js';
import type { FieldTable } from './field-table.js';

export const recordTables = {
  session: sessionFields,
  pool: poolFields,
  host: hostFields,
  host_metrics: hostMetricsFields,
  VM: vmFields,
  VM_metrics: vmMetricsFields,
  VM_guest_metrics: vmGuestMetricsFields,
  VBD: vbdFields,
  VDI: vdiFields,
  SR: srFields,
  PBD: pbdFields,
  PIF: pifFields,
  PIF_metrics: pifMetricsFields,
  Bond: bondFields,
  network: networkFields,
  task: taskFields,
  message: messageFields,
  pool_patch: poolPatchFields,
  host_patch: hostPatchFields,
  pool_update: poolUpdateFields,
  Certificate: certificateFields,
  Cluster: clusterFields,
  Cluster_host: clusterHostFields,
  event: eventFields,
} as const satisfies Record<string, FieldTable>;

export type RecordClass = keyof typeof recordTables;
