/** What attackers are made of: sockets that say little, slowly, or nothing, and a count of those that were tolerated. */
import { connect, type Socket } from 'node:net';

export interface Hanger {
  readonly socket: Socket;
  /** The server has ended or refused it. */
  ended: boolean;
  /** What it was told. */
  text: string;
}

/** Connects and stays. `from`: one of this machine's loopback addresses. */
export function hang(port: number, from = '127.0.0.1'): Hanger {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  const hanger: Hanger = { socket, ended: false, text: '' };
  const over = (): void => {
    hanger.ended = true;
  };
  socket.on('data', (chunk: Buffer) => (hanger.text += chunk.toString('latin1')));
  socket.on('error', over).on('end', over).on('close', over);
  return hanger;
}

export function leave(hangers: readonly Hanger[]): void {
  for (const { socket } of hangers) socket.destroy();
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until a condition holds, at most so long; whether it does. */
export async function until(condition: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end;) {
    if (condition()) return true;
    await pause(10);
  }
  return condition();
}

/** Whether an honest client is answered within a time. */
export async function isServed(port: number, milliseconds: number, from = '127.0.0.1'): Promise<boolean> {
  const client = hang(port, from);
  client.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const served = await until(() => client.text.startsWith('HTTP/1.1 200'), milliseconds);
  leave([client]);
  return served;
}
