/**
 * Whether this process takes bytes from a connection at all. `pause` of Node 20 does not end that: what comes is still
 * taken from the kernel and kept, and a process that the connection was handed to never sees it.
 */
import type { Socket } from 'node:net';
import { z } from 'zod';

interface Handle {
  readonly reading: boolean;
  readStop(): number;
  readStart(): number;
}

const withHandle = z.object({ _handle: z.custom<Handle>(isHandle).nullable() });

/** From now on what the client sends waits in the kernel. Node's own mark stays as it is, or its stream would start again. */
export function stopReading(socket: Socket): void {
  socket.pause();
  handleOf(socket)?.readStop();
}

/** Begins, also again after {@link stopReading}. */
export function startReading(socket: Socket): void {
  const handle = handleOf(socket);
  // Where it has not been stopped, this changes nothing.
  if (handle?.reading === true) handle.readStart();
  socket.resume();
}

/** null when it is closed. By a name that is not public: nothing public stops the reading. */
function handleOf(socket: Socket): Handle | null {
  return withHandle.parse(socket)._handle;
}

function isHandle(value: unknown): boolean {
  return z
    .object({ reading: z.boolean(), readStop: z.custom(isFunction), readStart: z.custom(isFunction) })
    .safeParse(value).success;
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
