/** HTTP, FTP and the supervisor's acceptor in this process, each with limits that an attack test chooses, or takes away. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createFtpServer, defaultFtpLimits } from '../../../src/servers/ftp/ftp-server.js';
import type { FtpLimits } from '../../../src/servers/ftp/ftp-parts.js';
import {
  Acceptor,
  defaultAcceptorLimits,
  type AcceptorLimits,
  type Door,
  type WorkerPort,
} from '../../../src/servers/handover/acceptor.js';
import { createHttpServer, defaultHttpLimits, type HttpLimits } from '../../../src/servers/http/http-server.js';
import { admit, ftpFarewell, httpFarewell } from '../../../src/servers/limits/admit.js';
import { ConnectionGate } from '../../../src/servers/limits/connection-gate.js';
import { OpenFiles } from '../../../src/servers/site/open-files.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { testMediaServer } from '../servers-http.js';
import { stubCatalogue } from '../servers-media.js';

export const largeSize = 48 * 1024 * 1024;
export const largePath = '/media/synth/large.img';

export interface TargetOptions {
  readonly http?: Partial<HttpLimits>;
  readonly ftp?: Partial<FtpLimits>;
  readonly acceptor?: Partial<AcceptorLimits>;
  /** With a file larger than what the kernel holds for a connection that nobody reads. */
  readonly large?: boolean;
  readonly perAddress?: number;
  /** A defect: so many connections in all are let in, and none gives way to another. */
  readonly total?: number;
  /** A defect: the acceptor's connections are cut after so much silence, and nothing else. */
  readonly silence?: number;
  /** A defect: when there are too many connections the newest is refused. */
  readonly sparesNone?: boolean;
}

export interface GuardedTarget {
  readonly httpPort: number;
  readonly ftpPort: number;
  readonly acceptorPort: number;
  close(): void;
}

export async function guardedTarget(options: TargetOptions): Promise<GuardedTarget> {
  const catalogue = await stubCatalogue({
    synth: {
      files: [{ path: 'large.img', role: 'other', content: Buffer.alloc(options.large === true ? largeSize : 1) }],
    },
  });
  const { resolve } = testMediaServer(catalogue);
  const files = new OpenFiles();
  const common = { resolve, files, logger: silentLogger };
  const http = createHttpServer({ ...common, limits: { ...defaultHttpLimits, ...options.http } });
  const ftp = createFtpServer({ ...common, clock: systemClock, limits: { ...defaultFtpLimits, ...options.ftp } });
  const gate = (): ConnectionGate =>
    new ConnectionGate({
      connections: options.total ?? Number.POSITIVE_INFINITY,
      perAddress: options.perAddress ?? 1000,
    });
  const [httpGate, ftpGate] = [gate(), gate()];
  const acceptor = acceptorWith(options);
  const servers = [
    createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      if (admit(socket, httpGate, httpFarewell) === undefined) http.take(socket);
    }),
    createServer({ noDelay: true }, (socket) => {
      if (admit(socket, ftpGate, ftpFarewell) === undefined) ftp.server.emit('connection', socket);
    }),
    createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => acceptor.accept(socket)),
  ] as const;
  const [httpPort, ftpPort, acceptorPort] = await Promise.all([
    listening(servers[0]),
    listening(servers[1]),
    listening(servers[2]),
  ]);
  return {
    ...{ httpPort, ftpPort, acceptorPort },
    close: () => {
      for (const server of servers) server.close();
      http.close();
      ftp.close();
      acceptor.close();
      files.close();
      void catalogue.remove();
    },
  };
}

/** With a worker that answers every request it is handed. */
function acceptorWith(options: TargetOptions): Acceptor {
  const limits = { ...defaultAcceptorLimits, ...options.acceptor };
  const first = new ConnectionGate({ connections: limits.connections, perAddress: Number.POSITIVE_INFINITY });
  const door: Door = {
    isFull: () => undefined,
    admit: (socket: Socket) => {
      if (options.silence !== undefined) socket.setTimeout(options.silence, () => socket.destroy());
      return options.sparesNone !== true || admit(socket, first, httpFarewell) === undefined;
    },
  };
  const most = options.sparesNone === true ? Number.POSITIVE_INFINITY : limits.connections;
  const acceptor = new Acceptor(silentLogger, { ...limits, connections: most }, door);
  const worker: WorkerPort = {
    name: 'test',
    send: (message) => {
      if (message.kind !== 'connection') return;
      const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      acceptor.received(worker, { kind: 'answer', connection: message.connection, bytes, last: true });
    },
  };
  acceptor.attach(worker);
  return acceptor;
}

async function listening(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 511 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
