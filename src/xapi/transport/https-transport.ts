/** Calls over HTTPS: POST of XML-RPC, one connection for each effect, the reply bounded in size. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { decodeReply } from '../wire/decode.js';
import { encodeCall } from '../wire/encode.js';
import { actsOnPool } from './guarded-transport.js';
import { dial, type DialOptions } from './dial.js';
import { exchange, replyLost } from './exchange.js';
import type { KeptConnections } from './kept-connections.js';
import type { WireDownload, WireTransport } from './wire-transport.js';

export interface HttpsOptions extends DialOptions {
  /** The most bytes of a reply that are read; records of 5000 VMs are some 50 MB. */
  readonly maximumReply: number;
  /** For reads; without them each has a connection of its own. */
  readonly kept?: KeptConnections;
  /** See ConnectOptions: asked once more when the connection is there, which may have taken long. */
  readonly mayAct?: (() => void) | undefined;
}

export function httpsTransport(options: HttpsOptions): WireTransport {
  return async ({ address, method, params, signal, isRead }) => {
    const body = encodeCall(method, params);
    if (isRead === true && options.kept !== undefined) {
      return options.kept.post(address, body, signal, async (reply) =>
        decodeReply(await readText(address, reply, options.maximumReply)),
      );
    }
    const socket = await dial(address, options, signal);
    try {
      if (actsOnPool(method, isRead)) options.mayAct?.();
      // xapi takes no chunked bodies (reference: xapi.md 3.1), hence the length.
      const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
      const reply = await exchange(socket, { address, method: 'POST', path: '/', headers, body }, signal);
      return decodeReply(await readText(address, reply, options.maximumReply));
    } finally {
      socket.destroy();
    }
  };
}

export function httpsDownload(options: DialOptions): WireDownload {
  return async ({ address, path, signal }) => {
    const socket = await dial(address, options, signal);
    try {
      const reply = await exchange(socket, { address, method: 'GET', path, headers: {} }, signal);
      const status = reply.statusCode ?? 0;
      if (status === 200) return { status, body: bodyOf(address, reply) };
      socket.destroy();
      return { status, body: Readable.from([]) };
    } catch (error) {
      socket.destroy();
      throw error;
    }
  };
}

async function readText(address: string, reply: IncomingMessage, maximum: number): Promise<string> {
  if (reply.statusCode !== 200) throw invalidReply(address, `HTTP ${reply.statusCode}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bodyOf(address, reply)) {
    parts.push(part);
    length += part.byteLength;
    if (length > maximum) throw invalidReply(address, `more than ${maximum} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw invalidReply(address, 'bytes that are not UTF-8');
  }
}

async function* bodyOf(address: string, reply: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of reply) yield part as Uint8Array;
  } catch (error) {
    throw replyLost(address, error);
  } finally {
    reply.destroy();
  }
}

function invalidReply(address: string, found: string): DrydockError {
  return new DrydockError('XAPI_REPLY_INVALID', {
    attempted: 'reading the reply of a host',
    subject: address,
    expected: 'an answer of XAPI in XML-RPC',
    found,
  });
}
