/** One HTTP request over a connection of its own: kept-alive connections die with every restart of the coordinator. */
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { abortReason } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { describeNetworkError, unreachable } from './dial.js';

export interface ExchangeRequest {
  readonly address: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Sends the request; the reply's body is still to be read. @throws XAPI_REPLY_LOST, XAPI_UNREACHABLE when nothing was sent */
export function exchange(socket: TLSSocket, options: ExchangeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) {
      reject(unreachable(options.address, new Error('the connection was closed before anything was sent')));
      return;
    }
    const onAbort = (): void => {
      socket.destroy(abortReason(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    const outgoing = request({
      // Only without an agent is this socket the one that is used.
      createConnection: () => socket,
      method: options.method,
      path: options.path,
      headers: { ...options.headers, host: options.address, connection: 'close' },
    });
    outgoing.once('response', resolve);
    outgoing.on('error', (error) => reject(replyLost(options.address, signal.aborted ? abortReason(signal) : error)));
    outgoing.end(options.body);
    if (signal.aborted) onAbort();
  });
}

export function replyLost(address: string, cause: unknown): DrydockError {
  const found = describeNetworkError(cause);
  return new DrydockError('XAPI_REPLY_LOST', {
    attempted: 'waiting for the reply of a host',
    subject: address,
    found,
    cause,
    data: { answers: [{ address, answer: found }] },
  });
}
