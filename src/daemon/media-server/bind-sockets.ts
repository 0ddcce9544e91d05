/** Opens the listening sockets, or says in the administrator's words why one cannot be had. */
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ErrorCode } from '../../shared/errors/registry.js';
import { fileWriteError } from '../../shared/durable-files.js';

/** As many as Linux allows: while no process accepts, and under a flood, connections wait here. */
const backlog = 4096;

/** What becomes of a connection; nothing has been read from it. */
export type OnConnection = (socket: Socket) => void;

/**
 * Without `onConnection` the caller must pass the socket on to another process before the event loop turns: node accepts
 * from then on. These functions therefore wait for nothing that would let it turn.
 * @throws PORT_IN_USE, PORT_FORBIDDEN, ADDRESS_UNAVAILABLE
 */
export async function bindPort(address: string, port: number, onConnection?: OnConnection): Promise<Server> {
  const server = listener(onConnection);
  try {
    await listening(server, () => server.listen({ host: address, port, backlog }));
    return server;
  } catch (error) {
    throw bindError(error, `${address}:${port}`);
  }
}

/**
 * Bound under another name and renamed: closing our copy removes the name that it was bound to. Whoever calls holds the
 * lock of the state folder, so a socket that is already there belongs to a process that has died.
 */
export async function bindUnixSocket(path: string, onConnection?: OnConnection): Promise<Server> {
  const boundAt = `${path}.new`;
  rmSync(boundAt, { force: true });
  const server = listener(onConnection);
  const before = process.umask(0o177);
  try {
    await listening(server, () => server.listen({ path: boundAt, backlog }));
    chmodSync(boundAt, 0o600);
    renameSync(boundAt, path);
    return server;
  } catch (error) {
    server.close();
    throw fileWriteError(error, path);
  } finally {
    process.umask(before);
  }
}

/** Goes on with a socket that another process has opened. */
export async function listenInherited(descriptor: number, onConnection: OnConnection): Promise<Server> {
  const server = listener(onConnection);
  try {
    await listening(server, () => server.listen({ fd: descriptor, backlog }));
    return server;
  } catch (error) {
    throw bindError(error, `descriptor ${descriptor}`);
  }
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const withDescriptor = z.object({ _handle: z.object({ fd: z.number().int().nonnegative() }) });

/** By number, as a child inherits it. `spawn` of Node 20 throws after the fork when it is given the server itself. */
export function descriptorOf(server: Server): number {
  return withDescriptor.parse(server)._handle.fd;
}

/** Paused, since what one process has read from a connection another one cannot read. */
function listener(onConnection?: OnConnection): Server {
  return createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, onConnection);
}

function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    listen();
  });
}

const codes: Readonly<Record<string, ErrorCode>> = {
  EADDRINUSE: 'PORT_IN_USE',
  EACCES: 'PORT_FORBIDDEN',
  EPERM: 'PORT_FORBIDDEN',
  EADDRNOTAVAIL: 'ADDRESS_UNAVAILABLE',
  ENOTFOUND: 'ADDRESS_UNAVAILABLE',
  EAFNOSUPPORT: 'ADDRESS_UNAVAILABLE',
};

/** In the product's words, with a code of its own for what an administrator can change. */
export function bindError(error: unknown, subject: string): DrydockError {
  const code = error instanceof Error && 'code' in error ? codes[String(error.code)] : undefined;
  return new DrydockError(code ?? 'MEDIA_SERVER_START_FAILED', {
    attempted: 'opening a listening socket',
    subject,
    cause: error,
  });
}
