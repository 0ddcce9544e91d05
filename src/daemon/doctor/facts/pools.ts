/** What each known pool tells of its hosts: their clocks, and the networks they are managed in. */
import type { Clock } from '../../../shared/clock.js';
import type { Secret } from '../../../shared/secret.js';
import { XapiConnection } from '../../../xapi/connection/xapi-connection.js';
import { ipv4Network, type IPv4Network } from '../../addresses/subnet.js';
import { connectOptions } from '../../pools/connect-pool.js';
import type { PoolRecord } from '../../pools/pool-record.js';
import { known, knownOr, type Known } from '../known.js';

export interface PoolHostFacts {
  readonly host: string;
  /** Null where the pool does not tell it. */
  readonly network: IPv4Network | null;
  /** How far its clock is ahead of this machine's, in milliseconds; null where it did not tell. */
  readonly ahead: number | null;
}

export interface PoolFacts {
  readonly pool: string;
  /** Absent where the pool did not tell it. */
  readonly uuid?: string;
  readonly hosts: Known<readonly PoolHostFacts[]>;
}

export interface PoolReading {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly password: (record: PoolRecord) => Promise<Secret>;
}

/** Shorter than a run's: a person waits, and a pool that is slow to answer is only unknown. */
const deadlines = { connect: 5000, login: 15_000, read: 15_000 };

export async function readPools(records: readonly PoolRecord[], reading: PoolReading): Promise<PoolFacts[]> {
  const facts: PoolFacts[] = [];
  // Passwords are asked for one after the other.
  const passwords: Known<Secret>[] = [];
  for (const record of records) passwords.push(await knownOr(() => reading.password(record)));
  await Promise.all(
    records.map(async (record, index) => {
      const password = passwords[index];
      if (password === undefined) return;
      const told = 'unknown' in password ? password : await knownOr(() => readPool(record, password.value, reading));
      facts.push({ pool: record.name, ...('unknown' in told ? { hosts: told } : told.value) });
    }),
  );
  return facts.sort((left, right) => (left.pool < right.pool ? -1 : 1));
}

async function readPool(record: PoolRecord, password: Secret, reading: PoolReading): Promise<Omit<PoolFacts, 'pool'>> {
  const { clock, signal } = reading;
  const connection = new XapiConnection({ ...connectOptions(record, password, clock), deadlines });
  try {
    const [pools, hosts, pifs] = await Promise.all([
      connection.call('pool.get_all_records', [], { signal }),
      connection.call('host.get_all_records', [], { signal }),
      connection.call('PIF.get_all_records', [], { signal }),
    ]);
    const facts = await Promise.all(
      Object.entries(hosts).map(async ([ref, { name_label: host }]) => {
        const own = Object.values(pifs).find((pif) => pif.host === ref && pif.management);
        const network = (own === undefined ? undefined : ipv4Network(own.IP, own.netmask)) ?? null;
        return { host, network, ahead: await ahead(connection, ref, reading) };
      }),
    );
    const [own] = Object.values(pools);
    return {
      ...(own === undefined ? {} : { uuid: own.uuid }),
      hosts: known(facts.sort((left, right) => (left.host < right.host ? -1 : 1))),
    };
  } finally {
    await connection.close();
  }
}

/** Compared with the middle of the question, so that a slow answer is no difference. */
async function ahead(connection: XapiConnection, host: string, { clock, signal }: PoolReading): Promise<number | null> {
  const asked = clock.now();
  try {
    const time = await connection.call('host.get_servertime', [host], { signal });
    return Math.round(time - (asked + clock.now()) / 2);
  } catch {
    // A host that is down tells no time; the others do.
    return null;
  }
}
