/** Reads a real pool for its twin: every class of records once, and what only the pool itself can say. Nothing is changed. */
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { poolRecordsSchema, type PoolRecords, type RecordsOfClass } from '../../simulator/twin/pool-records.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { redactRecords } from './redact-records.js';

/**
 * What an upgrade has to do with. Users, secrets, consoles, sessions, tasks, messages and the like are never asked for, and a
 * twin's hosts have certificates of their own.
 */
export const readClasses = [
  ...(['pool', 'host', 'host_metrics', 'host_cpu', 'Feature', 'pool_patch', 'host_patch', 'pool_update'] as const),
  ...(['VM', 'VM_metrics', 'VM_guest_metrics', 'VM_group', 'VM_appliance', 'VMSS', 'VMPP'] as const),
  ...(['VBD', 'VDI', 'SR', 'PBD', 'SM', 'Cluster', 'Cluster_host'] as const),
  ...(['network', 'PIF', 'PIF_metrics', 'VIF', 'Bond', 'VLAN', 'tunnel', 'network_sriov'] as const),
  ...(['PCI', 'PGPU', 'VGPU', 'VGPU_type', 'GPU_group', 'PUSB', 'VUSB', 'USB_group'] as const),
] satisfies readonly RecordClass[];

/** What a release without the class, or without its list, answers. */
const unknownClass: readonly string[] = ['MESSAGE_METHOD_UNKNOWN', 'MESSAGE_REMOVED', 'NOT_IMPLEMENTED'];

/** @throws XAPI_UNREACHABLE, XAPI_LOGIN_REFUSED … as any reading of a pool does */
export async function readPoolRecords(
  connection: XapiConnection,
  clock: Clock,
  signal: AbortSignal,
): Promise<PoolRecords> {
  const classes: Record<string, RecordsOfClass> = {};
  for (const className of readClasses) {
    const records = await recordsOrNone(connection, className, signal);
    if (records !== undefined) classes[className] = redactRecords(className, records);
  }
  const hosts = Object.keys(classes['host'] ?? {});
  const readAt = clock.now();
  const document = {
    ...{ format: 'drydock-pool-records', version: 1, readAt },
    clocks: await clocksOf(connection, clock, hosts, signal),
    evacuation: await evacuationOf(connection, hosts, signal),
    classes,
  };
  return poolRecordsSchema.parse(document);
}

async function recordsOrNone(
  connection: XapiConnection,
  className: RecordClass,
  signal: AbortSignal,
): Promise<RecordsOfClass | undefined> {
  try {
    return (await connection.records(className, { signal })) as RecordsOfClass;
  } catch (error) {
    if (unknownClass.includes(failureOf(error)?.code ?? '')) return undefined;
    throw error;
  }
}

/** A second more or less does not matter: a skew counts from a minute on. */
async function clocksOf(
  connection: XapiConnection,
  clock: Clock,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const read = async (host: string): Promise<readonly [string, number]> => {
    const time = await connection.call('host.get_servertime', [host], { signal });
    const ahead = time - clock.now();
    return [host, Math.abs(ahead) < 2000 ? 0 : ahead];
  };
  return Object.fromEntries(await answered(hosts, read, signal));
}

async function evacuationOf(
  connection: XapiConnection,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, Record<string, string[]>>> {
  const read = async (host: string): Promise<readonly [string, Record<string, string[]>]> => [
    host,
    await connection.call('host.get_vms_which_prevent_evacuation', [host], { signal }),
  ];
  return Object.fromEntries(await answered(hosts, read, signal));
}

/** One host after the other; a host that does not answer (a dead one) is left out. */
async function answered<T>(
  hosts: readonly string[],
  read: (host: string) => Promise<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const answers: T[] = [];
  for (const host of hosts) {
    try {
      answers.push(await read(host));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DrydockError) || error.code !== 'XAPI_FAILURE') throw error;
    }
  }
  return answers;
}
