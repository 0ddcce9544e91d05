/** Sends a body with PUT over HTTPS: as fast as the host takes it, and to its end, whatever the host says before. */
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TLSSocket } from 'node:tls';
import { dial, unreachable, type DialOptions } from './dial.js';
import { replyLost } from './exchange.js';
import type { UploadRequest, WireUpload } from './wire-transport.js';

export function httpsUpload(options: DialOptions): WireUpload {
  return async (upload) => {
    const socket = await dial(upload.address, options, upload.signal);
    try {
      return { status: await send(socket, upload) };
    } finally {
      socket.destroy();
    }
  };
}

async function send(socket: TLSSocket, { address, path, bytes, body, signal }: UploadRequest): Promise<number> {
  if (socket.destroyed) throw unreachable(address, new Error('the connection was closed before anything was sent'));
  const outgoing = request({
    // Only without an agent is this socket the one that is used.
    createConnection: () => socket,
    method: 'PUT',
    path,
    headers: { host: address, 'content-length': bytes, connection: 'close' },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.once('close', () => reject(new Error('the connection was closed without an answer')));
  });
  // Looked at below; a refusal may come, and break the sending, before anybody waits for it.
  answered.catch(() => undefined);
  // Once there is an answer, Node tells of a connection that breaks neither the request nor whoever writes it.
  const cut = new Promise<never>((_resolve, reject) => {
    socket.once('close', () => reject(new Error('the connection was closed before everything was sent')));
  });
  cut.catch(() => undefined);
  const sent = Promise.race([pipeline(Readable.from(body, { objectMode: false }), outgoing, { signal }), cut]);
  try {
    const refused = answered.then((response) => (response.statusCode === 200 ? undefined : response.statusCode));
    const early = await Promise.race([sent.then(() => undefined), refused.then(waitUnless200(sent))]);
    if (early !== undefined) return early;
    const response = await answered;
    // Read to its end: the host closes when it has taken everything.
    await response.forEach(() => undefined);
    return response.statusCode ?? 0;
  } catch (error) {
    throw replyLost(address, error);
  }
}

/** An early 200 only means that the host has begun to read; anything else is an answer. */
function waitUnless200(sent: Promise<void>): (status: number | undefined) => Promise<number | undefined> {
  return async (status) => {
    if (status === undefined) await sent;
    else sent.catch(() => undefined);
    return status;
  };
}
