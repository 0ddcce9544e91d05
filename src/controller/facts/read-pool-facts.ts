/** Reads everything decisions need from a pool that can be reached, again and again. */
import { shownBy, type Clock } from '../../shared/clock.js';
import { failureOf } from '../../xapi/connection/failure.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { KeptRecords } from '../../xapi/events/kept-records.js';
import { assemblePoolFacts } from './assemble-pool-facts.js';
import type { HostReading } from './host-facts.js';
import { haveStarted, HostReadings, type HostsToAsk } from './host-readings.js';
import type { PoolFacts, Reading } from './pool-facts.js';
import { poolRecordSchemas, poolRecordsOf, readPoolRecords, type PoolRecords } from './pool-records.js';

interface Read {
  readonly readings: ReadonlyMap<string, HostReading>;
  readonly readAt: number;
  readonly shownAt: number;
  readonly records: PoolRecords;
}

export class PoolReader {
  readonly #kept: KeptRecords<typeof poolRecordSchemas>;
  readonly #hostReadings: HostReadings;
  #last: PoolRecords | undefined;

  constructor(
    private readonly connection: XapiConnection,
    private readonly clock: Clock,
  ) {
    this.#kept = new KeptRecords({ connection, clock, schemas: poolRecordSchemas });
    this.#hostReadings = new HostReadings(connection, clock);
  }

  /**
   * The slow part, asking the hosts themselves, comes first: the age of the facts counts from the reading of the records,
   * and a reboot may only follow a reading that is seconds old.
   */
  async read(reading: Reading, signal: AbortSignal): Promise<PoolFacts> {
    const asked = await this.#hosts(reading, signal);
    const found = await this.#readAfter(asked, reading, signal);
    // A host that has come, or has started anew, since the hosts were last read is asked as well.
    const { records, readAt, shownAt, readings } = haveStarted(asked, found.records)
      ? await this.#readAfter(found.records, reading, signal)
      : found;
    this.#last = records;
    const statefileSrs = await readStatefileSrs(this.connection, records, signal);
    return assemblePoolFacts(records, { readAt, shownAt, readings, statefileSrs });
  }

  async #readAfter(asked: HostsToAsk, reading: Reading, signal: AbortSignal): Promise<Read> {
    const readings = await this.#hostReadings.read(reading, asked, signal);
    const [readAt, shownAt] = [this.clock.now(), shownBy(this.clock)];
    return { readings, readAt, shownAt, records: await this.#records(reading, signal) };
  }

  /** Who is to be asked: usually those of the last time. */
  async #hosts(reading: Reading, signal: AbortSignal): Promise<HostsToAsk> {
    if (reading === 'usual') return this.#last ?? this.#records(reading, signal);
    const [hosts, hostMetrics] = await Promise.all([
      this.connection.call('host.get_all_records', [], { signal }),
      this.connection.call('host_metrics.get_all_records', [], { signal }),
    ]);
    return { hosts, hostMetrics };
  }

  async #records(reading: Reading, signal: AbortSignal): Promise<PoolRecords> {
    const kept = reading === 'usual' ? await this.#kept.read(signal) : undefined;
    return kept === undefined ? readPoolRecords(this.connection, signal) : poolRecordsOf(kept);
  }
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
