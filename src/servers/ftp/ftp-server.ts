/** FTP over sockets: sessions on a listening socket, counted and ended together. */
import { createServer, type Server } from 'node:net';
import { FtpSession, type FtpLimits, type FtpParts } from './session.js';

export const defaultFtpLimits: FtpLimits = {
  idleTimeout: 60_000,
  dataTimeout: 10_000,
  stallTimeout: 120_000,
  sessions: 500,
};

export interface FtpServer {
  readonly server: Server;
  readonly sessions: number;
  close(): void;
}

export function createFtpServer(parts: FtpParts): FtpServer {
  const sessions = new Set<FtpSession>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (parts.admit?.(socket) === false) return;
    if (sessions.size >= parts.limits.sessions) {
      socket.on('error', () => undefined);
      socket.end('421 Too many sessions\r\n');
      return;
    }
    const session = new FtpSession(parts, socket);
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  return {
    server,
    get sessions() {
      return sessions.size;
    },
    close: () => {
      server.close();
      for (const session of sessions) session.control.destroy();
    },
  };
}
