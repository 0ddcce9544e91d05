/** Nothing that changes a pool is sent by whoever may have lost it: asked at the last moment before each call. */
import type { WireTransport } from './wire-transport.js';

export function guarded(transport: WireTransport, mayAct: (() => void) | undefined): WireTransport {
  if (mayAct === undefined) return transport;
  return async (request) => {
    if (actsOnPool(request.method, request.isRead)) mayAct();
    return transport(request);
  };
}

/** Sessions are opened and closed by whoever only looks as well. */
export function actsOnPool(method: string, isRead: boolean | undefined): boolean {
  return isRead !== true && !method.startsWith('session.');
}
