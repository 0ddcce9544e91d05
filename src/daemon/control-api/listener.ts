/** The TCP listener of dashboard and control API: bounded in connections, heads, idle time and bodies, with TLS where it is told. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { bindError } from '../media-server/bind-sockets.js';
import type { TlsFiles } from '../media-server/tls-server.js';

export interface ListenerOptions {
  readonly address: string;
  readonly port: number;
  readonly files: TlsFiles | undefined;
  readonly app: RequestListener;
}

export interface ApiListener {
  readonly port: number;
  /** For connections to come. @throws what is wrong with them */
  renew(files: TlsFiles): void;
  close(): Promise<void>;
}

/** A page has one stream and a few requests at a time; forty people with five pages each still fit. */
const mostConnections = 400;
const mostOfOneAddress = 100;

/** Without a byte in either direction: longer than a check takes, and a stream has a heartbeat. */
const quietTimeout = 180_000;

const limits = {
  /** Milliseconds for the head of a request; bodies have limits of their own, since an upload takes long. */
  headersTimeout: 15_000,
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16_384,
} as const;

/** @throws PORT_IN_USE, PORT_FORBIDDEN, ADDRESS_UNAVAILABLE */
export async function listenForPeople({ address, port, files, app }: ListenerOptions): Promise<ApiListener> {
  const server =
    files === undefined
      ? createHttpServer(limits, app)
      : createHttpsServer({ ...limits, ...files, minVersion: 'TLSv1.2', handshakeTimeout: 15_000 }, app);
  server.maxConnections = mostConnections;
  server.timeout = quietTimeout;
  // Kept alive for long, so that the head of the next request has to come in time too.
  server.maxRequestsPerSocket = 10_000;
  capAddresses(server);
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('tlsClientError', (_error: Error, socket: { destroy(): void }) => socket.destroy());
  await bind(server, address, port);
  return {
    port: (server.address() as AddressInfo).port,
    renew: (renewed) => {
      if ('setSecureContext' in server) server.setSecureContext({ ...renewed, minVersion: 'TLSv1.2' });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One address cannot take all the places. */
function capAddresses(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count > mostOfOneAddress) socket.destroy();
  });
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error): void => reject(bindError(error, `${host}:${port}`));
    server.once('error', refused);
    server.listen({ host, port }, () => {
      server.off('error', refused).on('error', () => undefined);
      resolve();
    });
  });
}
