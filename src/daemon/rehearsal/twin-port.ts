/** The twin of a pool as the controller reaches it: its own XAPI client over calls within this process. */
import type { PoolPort } from '../../controller/pool/pool-port.js';
import { xapiPool } from '../../controller/pool/xapi-pool.js';
import type { Clock } from '../../shared/clock.js';
import { Secret } from '../../shared/secret.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';

export function twinPort(twin: SimulatedPool, clock: Clock): PoolPort {
  return xapiPool({
    addresses: twin.addresses,
    credentials: { user: twin.user, password: new Secret(twin.password) },
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    clock,
    transport: ({ address, method, params }) => twin.transport({ address, method, params }),
    download: ({ address, path }) => {
      const session = new URL(path, 'http://pool').searchParams.get('session_id') ?? '';
      const { status, body } = twin.download(address, session);
      return Promise.resolve({ status, body: chunks(body) });
    },
  });
}

async function* chunks(body: string): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(body);
}
