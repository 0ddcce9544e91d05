/** What a client in this process is told of a broken reply: the error that its own transport would raise (design.md 6). */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Host } from '../state/objects.js';
import type { PoolState } from '../state/pool-state.js';
import { BrokenReply, type Breakage } from './broken-reply.js';

const found: Readonly<
  Record<Breakage, { readonly code: 'XAPI_REPLY_LOST' | 'XAPI_REPLY_INVALID'; readonly text: string }>
> = {
  closed: { code: 'XAPI_REPLY_LOST', text: 'socket hang up' },
  'http-500': { code: 'XAPI_REPLY_INVALID', text: 'HTTP 500' },
  'truncated-text': { code: 'XAPI_REPLY_INVALID', text: 'a text that ends in the middle' },
  'truncated-transfer': { code: 'XAPI_REPLY_LOST', text: 'aborted' },
};

export function connectionFault(
  request: { readonly address: string; readonly method: string },
  error: unknown,
): unknown {
  if (error instanceof OldTlsOffered) {
    const answers = [{ address: request.address, answer: 'EPROTO' }];
    return new DrydockError('XAPI_UNREACHABLE', {
      attempted: `calling ${request.method}`,
      subject: request.address,
      found: 'EPROTO',
      cause: error,
      data: { answers },
    });
  }
  if (!(error instanceof BrokenReply)) return error;
  const { code, text } = found[error.how];
  return new DrydockError(code, {
    attempted: `calling ${request.method}`,
    subject: request.address,
    found: text,
    cause: error,
  });
}

/** The handshake fails: nothing was sent. */
class OldTlsOffered extends Error {}

/** In this process every client is one without the switch for old TLS. @throws OldTlsOffered */
export function assertModernTls(state: PoolState, host: Host): void {
  if (state.conditions.oldTls.has(host.ref)) throw new OldTlsOffered(`${host.address} offers TLS 1.0 alone`);
}
