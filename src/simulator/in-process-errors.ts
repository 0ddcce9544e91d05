/** What a client in this process is told when no answer arrives: the error that its own transport would raise (design.md 6). */
import { DrydockError } from '../shared/errors/drydock-error.js';
import { ConnectionLost, ConnectionRefused, ConnectionTimedOut } from './dispatch/connection-errors.js';
import { BrokenReply, type Breakage } from './faults/broken-reply.js';
import type { Host } from './state/objects.js';
import type { PoolState } from './state/pool-state.js';

const breakages: Readonly<
  Record<Breakage, { readonly code: 'XAPI_REPLY_LOST' | 'XAPI_REPLY_INVALID'; readonly found: string }>
> = {
  closed: { code: 'XAPI_REPLY_LOST', found: 'socket hang up' },
  'http-500': { code: 'XAPI_REPLY_INVALID', found: 'HTTP 500' },
  'truncated-text': { code: 'XAPI_REPLY_INVALID', found: 'a text that ends in the middle' },
  'truncated-transfer': { code: 'XAPI_REPLY_LOST', found: 'aborted' },
};

/** Gives back what is no matter of connections. */
export function inProcessError(
  request: { readonly address: string; readonly method: string },
  error: unknown,
): unknown {
  const call = { attempted: `calling ${request.method}`, subject: request.address, cause: error };
  const unreachable = unreachableAs(error);
  if (unreachable !== undefined) {
    const data = { answers: [{ address: request.address, answer: unreachable }] };
    return new DrydockError('XAPI_UNREACHABLE', { ...call, found: unreachable, data });
  }
  if (error instanceof ConnectionLost) return new DrydockError('XAPI_REPLY_LOST', { ...call, found: 'ECONNRESET' });
  if (!(error instanceof BrokenReply)) return error;
  const { code, found } = breakages[error.how];
  return new DrydockError(code, { ...call, found });
}

/** Where certainly nothing was sent. */
function unreachableAs(error: unknown): string | undefined {
  if (error instanceof ConnectionRefused) return 'ECONNREFUSED';
  if (error instanceof ConnectionTimedOut) return 'ETIMEDOUT';
  return error instanceof OldTlsOffered ? 'EPROTO' : undefined;
}

/** The handshake fails. */
class OldTlsOffered extends Error {}

/** In this process every client is one without the switch for old TLS. @throws OldTlsOffered */
export function assertModernTls(state: PoolState, host: Host): void {
  if (state.conditions.oldTls.has(host.ref)) throw new OldTlsOffered(`${host.address} offers TLS 1.0 alone`);
}
