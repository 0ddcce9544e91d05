/** Sends bytes to a server and gives what came back once it is quiet or gone: what a target over a socket is put before. */
import { connect, type NetConnectOpts } from 'node:net';

/** Nothing of ours is answered later than this on a machine that works; then the connection is left. */
const quiet = 60;
const longest = 2000;

export function exchangeBytes(where: NetConnectOpts, input: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect({ ...where, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    const leave = (): void => {
      clearTimeout(atLast);
      clearTimeout(soon);
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    const atLast = setTimeout(leave, longest);
    let soon = setTimeout(leave, longest);
    socket.on('error', () => undefined);
    socket.on('close', leave);
    socket.on('connect', () => {
      socket.end(input);
      soon.refresh();
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(soon);
      soon = setTimeout(leave, quiet);
    });
  });
}
