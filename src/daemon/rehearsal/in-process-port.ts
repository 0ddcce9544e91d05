/** A simulated pool as the controller reaches it: its own XAPI client over calls within this process. */
import type { PoolPort } from '../../controller/pool/pool-port.js';
import { xapiPool } from '../../controller/pool/xapi-pool.js';
import type { Clock } from '../../shared/clock.js';
import { Secret } from '../../shared/secret.js';
import type { PlainReply, PlainRequest } from '../../simulator/simulated-pool.js';

/** What of a simulated pool is reached; whoever stands between may delay or refuse it. */
export interface ReachedPool {
  readonly addresses: readonly string[];
  readonly user: string;
  readonly password: string;
  /** What whoever asks knows by now, before each login. */
  currentPassword?(): string;
  transport(request: PlainRequest): Promise<PlainReply>;
  download(address: string, session: string): DumpReply | Promise<DumpReply>;
  /** Absent where nothing is ever sent. */
  upload?(address: string, path: string, bytes: number, body: AsyncIterable<Uint8Array>): Promise<{ status: number }>;
}

interface DumpReply {
  readonly status: number;
  readonly body: string;
}

export function inProcessPort(pool: ReachedPool, clock: Clock, mayAct?: () => void): PoolPort {
  const known = pool.currentPassword?.bind(pool);
  const currentPassword = known === undefined ? {} : { currentPassword: () => Promise.resolve(new Secret(known())) };
  return xapiPool({
    addresses: pool.addresses,
    credentials: { user: pool.user, password: new Secret(pool.password), ...currentPassword },
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    clock,
    mayAct,
    transport: ({ address, method, params }) => pool.transport({ address, method, params }),
    upload: ({ address, path, bytes, body }) =>
      pool.upload?.(address, path, bytes, body) ?? Promise.resolve({ status: 403 }),
    download: async ({ address, path }) => {
      const session = new URL(path, 'http://pool').searchParams.get('session_id') ?? '';
      const { status, body } = await pool.download(address, session);
      return { status, body: chunks(body) };
    },
  });
}

async function* chunks(body: string): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(body);
}
