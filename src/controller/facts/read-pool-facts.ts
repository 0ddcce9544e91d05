/** Reads everything decisions need from a pool that can be reached. */
import type { Clock } from '../../shared/clock.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { assemblePoolFacts } from './assemble-pool-facts.js';
import type { HostReadings } from './host-readings.js';
import type { PoolFacts } from './pool-facts.js';
import { readPoolRecords, type PoolRecords } from './pool-records.js';

/**
 * The slow part, asking the hosts themselves, comes first: the age of the facts counts from the reading of the records,
 * and a reboot may only follow a reading that is seconds old.
 */
export async function readPoolFacts(
  connection: XapiConnection,
  hostReadings: HostReadings,
  clock: Clock,
  signal: AbortSignal,
): Promise<PoolFacts> {
  const readings = await hostReadings.read(signal);
  const readAt = clock.now();
  const records = await readPoolRecords(connection, signal);
  const statefileSrs = await readStatefileSrs(connection, records, signal);
  return assemblePoolFacts(records, { readAt, readings, statefileSrs });
}

/** `ha_statefiles` holds references of VDIs; they stay behind after HA was disabled, and may then dangle. */
async function readStatefileSrs(
  connection: XapiConnection,
  records: PoolRecords,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const statefiles = Object.values(records.pools).flatMap((pool) => pool.ha_statefiles);
  const srs = await Promise.all(
    statefiles.map(async (vdi) => {
      try {
        return [await connection.call('VDI.get_SR', [vdi], { signal })];
      } catch (error) {
        if (failureOf(error)?.code === 'HANDLE_INVALID') return [];
        throw error;
      }
    }),
  );
  return srs.flat();
}
