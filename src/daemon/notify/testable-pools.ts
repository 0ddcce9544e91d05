/** The known pools with their uuids, which a message in a pool must name; one that does not answer is tried all the same. */
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import type { PoolStore } from '../pools/pool-store.js';

export interface TestablePool {
  readonly knownAs: string;
  readonly name: string;
  readonly uuid: string;
}

export async function testablePools(
  pools: PoolStore,
  connect: (knownAs: string) => Promise<XapiConnection>,
): Promise<readonly TestablePool[]> {
  const known = await pools.list();
  return Promise.all(known.map(async ({ name }) => ({ knownAs: name, name, uuid: await uuidOf(name, connect) })));
}

/** Empty when it cannot be asked: the test of its channel says why. */
async function uuidOf(name: string, connect: (knownAs: string) => Promise<XapiConnection>): Promise<string> {
  try {
    const connection = await connect(name);
    try {
      const [pool] = Object.values(await connection.call('pool.get_all_records', []));
      return pool?.uuid ?? '';
    } finally {
      await connection.close();
    }
  } catch {
    return '';
  }
}
