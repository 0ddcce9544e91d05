/** FTP over sockets: sessions on a listening socket, counted and ended together. */
import { createServer, type Server } from 'node:net';
import { ftpCommands } from './commands.js';
import type { FtpLimits, FtpParts, FtpShared } from './ftp-parts.js';
import { ftpGuards } from './guards.js';
import { PassivePorts } from './passive-ports.js';
import { FtpSession } from './session.js';
import { TransferBuffers } from './transfer-buffers.js';

export const defaultFtpLimits: FtpLimits = {
  idleTimeout: 60_000,
  dataTimeout: 10_000,
  stallTimeout: 120_000,
  sessions: 500,
  failedLogins: 3,
};

export interface FtpServer {
  readonly server: Server;
  readonly sessions: number;
  /** Listening sockets for data connections that a session has. */
  readonly passivePorts: number;
  /** Sessions go on to their end; what none of them needs is let go of. */
  drain(): void;
  close(): void;
}

export function createFtpServer(parts: FtpParts): FtpServer {
  const { guards = ftpGuards, commands = ftpCommands } = parts;
  const ports = new PassivePorts(guards, parts.passivePorts);
  const shared: FtpShared = { parts, guards, commands, ports, buffers: new TransferBuffers() };
  const sessions = new Set<FtpSession>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (sessions.size >= parts.limits.sessions) {
      socket.on('error', () => undefined);
      socket.end('421 Too many sessions\r\n');
      return;
    }
    const session = new FtpSession(shared, socket);
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  return {
    server,
    get sessions() {
      return sessions.size;
    },
    get passivePorts() {
      return ports.size;
    },
    drain: () => ports.keepNoSpare(),
    close: () => {
      server.close();
      for (const session of sessions) session.control.destroy();
      ports.close();
    },
  };
}
