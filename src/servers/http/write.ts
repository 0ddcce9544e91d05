/** Writing to a connection without waiting where the kernel takes the bytes at once, as it mostly does. */
import type { Socket } from 'node:net';
import type { Soon } from '../site/soon.js';

/** True when the bytes are in the kernel's hands and their memory may be used again; false when the connection is gone. */
export function write(socket: Socket, bytes: Buffer): Soon<boolean> {
  if (socket.destroyed) return false;
  let settle: ((written: boolean) => void) | undefined;
  socket.write(bytes, (error) => settle?.((error ?? null) === null && !socket.destroyed));
  // What was held back for these bytes goes with them.
  if (socket.writableCorked > 0) socket.uncork();
  if (socket.writableLength === 0) return !socket.destroyed;
  return new Promise((resolve) => {
    const onClose = (): void => resolve(false);
    settle = (written) => {
      socket.removeListener('close', onClose);
      resolve(written);
    };
    socket.once('close', onClose);
  });
}
