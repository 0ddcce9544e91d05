/** The records that facts are made of, in the plain way or kept up to date by what has changed. */
import type {
  HostMetricsRecord,
  HostRecord,
  PbdRecord,
  PoolRecord,
  SrRecord,
  TaskRecord,
  VmRecord,
} from '../../xapi/calls/records.js';
import {
  hostMetricsRecord,
  hostRecord,
  pbdRecord,
  poolRecord,
  srRecord,
  taskRecord,
  vmRecord,
} from '../../xapi/calls/records.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { RecordsOf } from '../../xapi/events/kept-records.js';

export type ByReference<T> = Readonly<Record<string, T>>;

export interface PoolRecords {
  readonly pools: ByReference<PoolRecord>;
  readonly hosts: ByReference<HostRecord>;
  readonly hostMetrics: ByReference<HostMetricsRecord>;
  readonly vms: ByReference<VmRecord>;
  readonly srs: ByReference<SrRecord>;
  readonly pbds: ByReference<PbdRecord>;
  readonly tasks: ByReference<TaskRecord>;
}

export const poolRecordSchemas = {
  pool: poolRecord,
  host: hostRecord,
  host_metrics: hostMetricsRecord,
  VM: vmRecord,
  SR: srRecord,
  PBD: pbdRecord,
  task: taskRecord,
} as const;

/** One reading in the plain way, as close together as the API allows: every class once, all at the same time. */
export async function readPoolRecords(connection: XapiConnection, signal: AbortSignal): Promise<PoolRecords> {
  const [pools, hosts, hostMetrics, vms, srs, pbds, tasks] = await Promise.all([
    connection.call('pool.get_all_records', [], { signal }),
    connection.call('host.get_all_records', [], { signal }),
    connection.call('host_metrics.get_all_records', [], { signal }),
    connection.call('VM.get_all_records', [], { signal }),
    connection.call('SR.get_all_records', [], { signal }),
    connection.call('PBD.get_all_records', [], { signal }),
    connection.call('task.get_all_records', [], { signal }),
  ]);
  return { pools, hosts, hostMetrics, vms, srs, pbds, tasks };
}

export function poolRecordsOf(kept: RecordsOf<typeof poolRecordSchemas>): PoolRecords {
  const { pool: pools, host: hosts, host_metrics: hostMetrics, VM: vms, SR: srs, PBD: pbds, task: tasks } = kept;
  return { pools, hosts, hostMetrics, vms, srs, pbds, tasks };
}
