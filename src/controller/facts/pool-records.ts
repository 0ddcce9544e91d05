/** One reading of a pool's records, as close together as the API allows: every class once, all at the same time. */
import type {
  HostMetricsRecord,
  HostRecord,
  PbdRecord,
  PoolRecord,
  SrRecord,
  TaskRecord,
  VmRecord,
} from '../../xapi/calls/records.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';

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
