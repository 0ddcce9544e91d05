/** The control API on a Unix socket, for the one user that owns it: whoever may open the socket may do everything. */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { controlApp } from './api/app.js';
import { controlHandlers } from './api/control-handlers.js';
import { noAudit, type Door } from './api/door.js';
import { userHeader } from './api/session.js';
import type { ControlApi } from './control.js';
import { requireSocketPath } from './socket-path.js';

export interface ControlServer {
  close(): Promise<void>;
}

/** The file's mode is the lock: the kernel lets only its owner, and root, come in. */
export const socketDoor: Door = {
  admit: ({ headers }) => {
    const said = headers[userHeader];
    const name = typeof said === 'string' && said !== '' ? decoded(said) : null;
    return Promise.resolve({ name, kind: 'socket', rank: 'owner', from: 'socket', session: null });
  },
};

/** A controller with nothing beside it: what tests of the command line talk to. */
export function startControlServer(api: ControlApi, socketPath: string): Promise<ControlServer> {
  return serveOnSocket(controlApp({ handlers: controlHandlers(api), door: socketDoor, audit: noAudit }), socketPath);
}

/**
 * Listens with mode 0600. The caller holds the process lock of the state folder, so a socket file that is already
 * there belongs to a process that has died.
 * @throws SOCKET_PATH_TOO_LONG, FILE_WRITE_FAILED
 */
export async function serveOnSocket(app: RequestListener, socketPath: string): Promise<ControlServer> {
  requireSocketPath(socketPath);
  await rm(socketPath, { force: true });
  const server = createServer(app);
  await listen(server, socketPath);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}

async function listen(server: Server, socketPath: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, () => {
        server.off('error', reject);
        resolve();
      });
    });
    await chmod(socketPath, 0o600);
  } catch (cause) {
    throw new DrydockError('FILE_WRITE_FAILED', {
      attempted: 'opening the control socket',
      subject: socketPath,
      cause,
    });
  }
}
