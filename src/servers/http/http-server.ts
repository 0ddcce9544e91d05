/** HTTP/1 over sockets: an own strict reader of heads in front, own answers behind. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../../shared/logger.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolve } from '../site/resolution.js';
import type { Delivery } from './delivery.js';
import { HttpConnection } from './http-connection.js';
import type { HttpLimits } from './http-limits.js';
import { parseRequestHead, type HeadParser } from './request-head.js';

export { defaultHttpLimits, type HttpLimits } from './http-limits.js';

export interface HttpParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  /** The reader of heads; a test gives one with a planted defect, to see that its attacks are noticed. */
  readonly parseHead?: HeadParser;
}

export interface HttpServer {
  /** For `listen`; connections accepted elsewhere come through {@link HttpServer.take}. */
  readonly server: Server;
  /** Serves a connection that was accepted elsewhere, also a TLS one; `delivery` carries its first answer. */
  take(socket: Socket, delivery?: Delivery): void;
  /** From now on every answer closes its connection. */
  drain(): void;
  readonly connections: number;
  close(): void;
}

/** Milliseconds between two looks at how long clients have kept us waiting. */
const longestCheck = 1000;

export function createHttpServer(parts: HttpParts): HttpServer {
  const { limits } = parts;
  const connections = new Map<Socket, HttpConnection>();
  let draining = false;
  const connectionParts = {
    parseHead: parseRequestHead,
    ...parts,
    draining: () => draining,
    elapsed: () => performance.now(),
  };
  const take = (socket: Socket, delivery?: Delivery): void => {
    if (connections.size >= limits.connections) {
      delivery?.taken();
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    connections.set(socket, new HttpConnection(socket, delivery, connectionParts));
    socket.once('close', () => connections.delete(socket));
  };
  const check = setInterval(
    () => {
      for (const connection of connections.values()) connection.check();
    },
    Math.min(longestCheck, limits.headTimeout / 2, limits.idleTimeout / 2),
  ).unref();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => take(socket));
  return {
    server,
    take,
    drain: () => {
      draining = true;
    },
    get connections() {
      return connections.size;
    },
    close: () => {
      clearInterval(check);
      server.close();
      for (const socket of connections.keys()) socket.destroy();
    },
  };
}
