/** Puts a simulated pool behind real TLS sockets: one per host, each with its own certificate, with the simulator's codec. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeMethodCall } from '../../src/simulator/wire/decode.js';
import { encodeReply } from '../../src/simulator/wire/encode.js';
import type { SimulatedPool } from '../../src/simulator/simulated-pool.js';

export interface SimulatedHttps {
  /** From a host's address in the pool to the one that its socket listens on. */
  readonly addressMap: Readonly<Record<string, string>>;
  /** In the order of the hosts. */
  readonly addresses: readonly string[];
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function serveOverHttps(pool: SimulatedPool): Promise<SimulatedHttps> {
  const listening = await Promise.all(pool.addresses.map((address) => listen(pool, address)));
  const servers = listening.map(({ server }) => server);
  return {
    addressMap: Object.fromEntries(listening.map(({ address, reached }) => [address, reached])),
    addresses: listening.map(({ reached }) => reached),
    connections: async () => (await Promise.all(servers.map(countConnections))).reduce((sum, count) => sum + count, 0),
    close: async () => {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function listen(
  pool: SimulatedPool,
  address: string,
): Promise<{ server: Server; address: string; reached: string }> {
  const { keyPem: key, certificatePem: cert } = pool.world.certificateOf(address);
  const server = createServer({ key, cert }, (request, response) => void answer(pool, address, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address, reached: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A host that is down cuts the connection: the TLS proxy of a real one is up before xapi is, and longer. */
async function answer(
  pool: SimulatedPool,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'GET') {
      const session = new URL(request.url ?? '', 'https://pool').searchParams.get('session_id') ?? '';
      const { status, body } = pool.download(address, session);
      response.writeHead(status).end(body);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, params } = decodeMethodCall(Buffer.concat(parts).toString('utf8'));
    const reply = encodeReply(await pool.handle(address, method, params));
    response.writeHead(200, { 'content-type': 'text/xml' }).end(reply);
  } catch {
    request.socket.destroy();
  }
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
