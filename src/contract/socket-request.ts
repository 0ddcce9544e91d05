/** One request as JSON over a Unix socket: what the clients of the controller and of the media server have in common. */
import { request as httpRequest } from 'node:http';
import type { z } from 'zod';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { linkSignals } from '../shared/linked-signal.js';
import { contractField } from './contract-version.js';

export interface SocketCall<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly reply: z.ZodType<T>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The version of the contract that we keep to. */
  readonly contract?: number;
}

export interface SocketReply {
  readonly status: number;
  readonly text: string;
  /** The version of the contract that the other side keeps to; undefined for those that say none. */
  readonly contract: string | undefined;
}

/** @throws what the socket says, or the reason of the signal that ended it first */
export async function askSocket(
  socketPath: string,
  call: SocketCall<unknown>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<SocketReply> {
  // The caller's signal lives for days, and is asked with every few seconds.
  const { signal, release } = linkSignals(...signals);
  try {
    return await exchange(socketPath, call, signal);
  } finally {
    release();
  }
}

function exchange(socketPath: string, call: SocketCall<unknown>, signal: AbortSignal): Promise<SocketReply> {
  return new Promise((resolve, reject) => {
    const { method, path, contract } = call;
    const headers = {
      'content-type': 'application/json',
      ...call.headers,
      ...(contract === undefined ? {} : { [contractField]: String(contract) }),
    };
    const request = httpRequest({ socketPath, method, path, signal, agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          contract: response.headers[contractField]?.toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}

/** @param whom who was asked, in words */
export function invalidReply(whom: string, call: SocketCall<unknown>, found: string): DrydockError {
  return new DrydockError('CONTROL_REPLY_INVALID', { attempted: `asking ${whom}: ${call.method} ${call.path}`, found });
}
