/** The records that a survey is made of; a class that a release lacks is absent, and one that it does not give says why. */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type {
  BondRecord,
  ClusterHostRecord,
  ClusterRecord,
  GuestMetricsRecord,
  HostRecord,
  NetworkRecord,
  PbdRecord,
  PifMetricsRecord,
  PifRecord,
  PoolRecord,
  PoolUpdateRecord,
  SrRecord,
  VbdRecord,
  VdiRecord,
  VifRecord,
  VmRecord,
} from '../../xapi/calls/records.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { ByReference } from './pool-records.js';
import type { OwnRights, Part } from './survey.js';

export interface SurveyRecords {
  readonly pools: ByReference<PoolRecord>;
  readonly hosts: ByReference<HostRecord>;
  readonly vms: ByReference<VmRecord>;
  readonly guestMetrics: ByReference<GuestMetricsRecord>;
  readonly vbds: ByReference<VbdRecord>;
  readonly vdis: ByReference<VdiRecord>;
  readonly srs: ByReference<SrRecord>;
  readonly pbds: ByReference<PbdRecord>;
  readonly pifs: ByReference<PifRecord>;
  readonly vifs: ByReference<VifRecord>;
  readonly networks: ByReference<NetworkRecord>;
  readonly pifMetrics: Part<ByReference<PifMetricsRecord>>;
  readonly bonds: Part<ByReference<BondRecord>>;
  readonly updates: Part<ByReference<PoolUpdateRecord>>;
  readonly clusters: Part<ByReference<ClusterRecord>>;
  readonly clusterHosts: Part<ByReference<ClusterHostRecord>>;
  /** PEM by host uuid; undefined for hosts that were not asked, being dead. */
  readonly certificates: ReadonlyMap<string, Part<string>>;
  readonly rights: Part<OwnRights>;
}

/** A host that is dead but still called live may not hold up the survey. */
const hostDeadline = 4_000;

export async function readSurveyRecords(connection: XapiConnection, signal: AbortSignal): Promise<SurveyRecords> {
  const options = { signal };
  const [pools, hosts, vms, guestMetrics, vbds, vdis, srs, pbds, pifs, vifs, networks] = await Promise.all([
    connection.call('pool.get_all_records', [], options),
    connection.call('host.get_all_records', [], options),
    connection.call('VM.get_all_records', [], options),
    connection.call('VM_guest_metrics.get_all_records', [], options),
    connection.call('VBD.get_all_records', [], options),
    connection.call('VDI.get_all_records', [], options),
    connection.call('SR.get_all_records', [], options),
    connection.call('PBD.get_all_records', [], options),
    connection.call('PIF.get_all_records', [], options),
    connection.call('VIF.get_all_records', [], options),
    connection.call('network.get_all_records', [], options),
  ]);
  const [pifMetrics, bonds, updates, clusters, clusterHosts] = await Promise.all([
    partOf(connection.call('PIF_metrics.get_all_records', [], options)),
    partOf(connection.call('Bond.get_all_records', [], options)),
    partOf(connection.call('pool_update.get_all_records', [], options)),
    partOf(connection.call('Cluster.get_all_records', [], options)),
    partOf(connection.call('Cluster_host.get_all_records', [], options)),
  ]);
  const certificates = await readCertificates(connection, hosts, signal);
  const rights = await partOf(connection.ownRights(options));
  return {
    ...{ pools, hosts, vms, guestMetrics, vbds, vdis, srs, pbds, pifs, vifs, networks },
    ...{ pifMetrics, bonds, updates, clusters, clusterHosts, certificates, rights },
  };
}

async function readCertificates(
  connection: XapiConnection,
  hosts: ByReference<HostRecord>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Part<string>>> {
  const options = { signal, deadline: hostDeadline };
  return new Map(
    await Promise.all(
      Object.entries(hosts).map(
        async ([ref, { uuid }]) =>
          [uuid, await partOf(connection.call('host.get_server_certificate', [ref], options))] as const,
      ),
    ),
  );
}

/** @throws the signal's reason, and what is no error of the product's */
async function partOf<T>(reading: Promise<T>): Promise<Part<T>> {
  try {
    return { kind: 'read', value: await reading };
  } catch (error) {
    if (failureOf(error)?.code === 'MESSAGE_METHOD_UNKNOWN') return { kind: 'absent' };
    if (error instanceof DrydockError) return { kind: 'unreadable', reason: describeCause(error) };
    throw error;
  }
}
