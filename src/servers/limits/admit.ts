/** Lets a connection in through a gate, or turns it away with a word in its protocol, at a bounded cost. */
import type { Socket } from 'node:net';
import type { ConnectionGate, Refusal } from './connection-gate.js';

/** What is said to a connection that is turned away; undefined: nothing. */
export type Farewell = (refusal: Refusal) => string | undefined;

/** How long a client has to read why: closing at once would reset the connection and lose the words on the way. */
const lingering = 1000;
/** In a flood nobody reads; from here on connections are cut. */
const mostLingering = 64;

let lingeringNow = 0;

/** @returns why not; undefined when it was let in, and then it is counted until it closes */
export function admit(socket: Socket, gate: ConnectionGate, farewell: Farewell): Refusal | undefined {
  // Gone once the socket is closed.
  const address = socket.remoteAddress ?? '';
  const refusal = gate.enter(address);
  if (refusal === undefined) {
    socket.once('close', () => gate.leave(address));
    return undefined;
  }
  turnAway(socket, farewell(refusal));
  return refusal;
}

function turnAway(socket: Socket, words: string | undefined): void {
  socket.on('error', () => undefined);
  if (words === undefined || lingeringNow >= mostLingering) {
    socket.destroy();
    return;
  }
  lingeringNow += 1;
  const timer = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => {
    lingeringNow -= 1;
    clearTimeout(timer);
  });
  socket.once('end', () => socket.destroy());
  socket.end(words);
  socket.resume();
}

export const httpFarewell: Farewell = (refusal) =>
  refusal === 'address'
    ? httpAnswer('403 Forbidden', 'This address may not read here.')
    : httpAnswer('503 Service Unavailable', 'Too many connections.', 'Retry-After: 5\r\n');

export const ftpFarewell: Farewell = (refusal) =>
  refusal === 'address' ? '421 This address may not read here\r\n' : '421 Too many sessions\r\n';

function httpAnswer(status: string, text: string, headers = ''): string {
  const head = `HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Type: text/plain\r\n`;
  return `${head}Content-Length: ${text.length + 1}\r\n\r\n${text}\n`;
}
