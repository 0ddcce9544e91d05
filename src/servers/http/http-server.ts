/** HTTP/1 over sockets: an own strict reader of heads in front, own answers behind. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../../shared/logger.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolve } from '../site/resolution.js';
import type { Delivery } from './delivery.js';
import type { Pace } from '../limits/rate-cap.js';
import type { Around } from './around.js';
import { HttpConnection, type HttpRefusal } from './http-connection.js';
import type { HttpLimits } from './http-limits.js';
import { parseRequestHead, type HeadParser } from './request-head.js';

export { defaultHttpLimits, type HttpLimits } from './http-limits.js';

export interface HttpParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  /** What may answer in place of the tree, and watches; nothing when absent. */
  readonly around?: Around;
  /** Asked before bytes are sent; no cap when absent. */
  readonly pace?: Pace | undefined;
  /** Told of what is refused before there is a request. */
  readonly onRefused?: (reason: HttpRefusal) => void;
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
  /** The one that has been idle between two requests for longest, or nearly so, gives way to one that asks now. */
  const spareOne = (): boolean => {
    for (const [socket, connection] of connections) {
      if (!connection.isIdle) continue;
      connections.delete(socket);
      socket.destroy();
      return true;
    }
    return false;
  };
  const take = (socket: Socket, delivery?: Delivery): void => {
    if (connections.size >= limits.connections && !spareOne()) {
      parts.onRefused?.('connections');
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
    Math.min(longestCheck, limits.headTimeout / 2, limits.idleTimeout / 2, limits.stallTimeout / 2),
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
