/** HTTP over sockets: node's parser in front, own answers behind. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolve } from '../site/resolution.js';
import type { Pace } from '../limits/rate-cap.js';
import { answerTo, textAnswer, type HttpAnswer } from './answer.js';
import { nothingAround, type Around } from './around.js';
import { directDelivery, type Delivery } from './delivery.js';
import { sendAnswer } from './send-answer.js';

export interface HttpLimits {
  /** Bytes of a request's head. */
  readonly headSize: number;
  /** Milliseconds: for a head to arrive; between two requests of a connection; without a byte taken by the client. */
  readonly headTimeout: number;
  readonly idleTimeout: number;
  readonly stallTimeout: number;
  readonly connections: number;
}

export const defaultHttpLimits: HttpLimits = {
  headSize: 16 * 1024,
  headTimeout: 15_000,
  idleTimeout: 65_000,
  stallTimeout: 120_000,
  connections: 2000,
};

export interface HttpParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  readonly around?: Around;
  readonly pace?: Pace;
  /** Told of what is refused before there is a request. */
  readonly onRefused?: (reason: HeadRefusal) => void;
}

export type HeadRefusal = 'connections' | 'head-too-large' | 'head-too-slow' | 'malformed';

export interface HttpServer {
  /** For `listen`; connections handed over by another process come through {@link HttpServer.take}. */
  readonly server: Server;
  /** Serves a connection that was accepted elsewhere; `delivery` carries its first answer. */
  take(socket: Socket, delivery: Delivery): void;
  /** From now on every answer closes its connection. */
  drain(): void;
  readonly connections: number;
  close(): void;
}

export function createHttpServer(parts: HttpParts): HttpServer {
  const { limits } = parts;
  const sockets = new Set<Socket>();
  const deliveries = new WeakMap<Socket, Delivery>();
  let draining = false;
  const server = createServer({
    maxHeaderSize: limits.headSize,
    headersTimeout: limits.headTimeout,
    requestTimeout: limits.headTimeout,
    keepAliveTimeout: limits.idleTimeout,
    connectionsCheckingInterval: Math.min(5000, limits.headTimeout),
    noDelay: true,
  });
  server.timeout = limits.stallTimeout;
  server.on('connection', (socket: Socket) => {
    // A client that drops its connection is asking whether a file exists: not an error (media-and-clients.md 0, item 2).
    socket.on('error', () => undefined);
    if (sockets.size >= limits.connections) {
      parts.onRefused?.('connections');
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (draining) response.setHeader('Connection', 'close');
    const delivery = deliveries.get(request.socket) ?? directDelivery;
    deliveries.delete(request.socket);
    void handle(parts, request, response, delivery);
  };
  server.on('request', serve);
  server.on('checkContinue', serve);
  server.on('checkExpectation', serve);
  server.on('clientError', (error: Error, socket: Socket) => {
    (deliveries.get(socket) ?? directDelivery).taken();
    refuseMalformed(error, socket, parts.onRefused);
  });
  return {
    server,
    take: (socket, delivery) => {
      deliveries.set(socket, delivery);
      server.emit('connection', socket);
    },
    drain: () => {
      draining = true;
    },
    get connections() {
      return sockets.size;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function handle(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
  delivery: Delivery,
): Promise<void> {
  const client = request.socket.remoteAddress ?? '';
  const { method = '', url: target = '', headers } = request;
  let answer: HttpAnswer;
  try {
    const asked = { method, target, headers, client };
    answer = await (parts.around ?? nothingAround)(asked, () => answerTo(asked, parts.resolve));
  } catch (error) {
    parts.logger.error({ cause: describeCause(error) }, 'a request could not be answered');
    answer = textAnswer(500, 'The server cannot answer this; its log says why.');
  }
  await sendAnswer({ ...parts, answer, request, response, delivery });
}

const headRefusals: Readonly<Record<string, readonly [string, HeadRefusal]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'head-too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'head-too-slow'],
};

/** What the parser cannot read gets the status that says so, and nothing else. */
function refuseMalformed(error: Error, socket: Socket, onRefused: HttpParts['onRefused']): void {
  const code = 'code' in error ? String(error.code) : '';
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason] = headRefusals[code] ?? (['400 Bad Request', 'malformed'] as const);
  onRefused?.(reason);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
