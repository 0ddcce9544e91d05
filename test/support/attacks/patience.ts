/** Attacks on a server's patience; each gives what it got away with, and nothing against a good one. */
import { hang, isServed, leave, pause, until, type Hanger } from './clients.js';

/** Heads that come byte by byte and never end. @param patience milliseconds after which none may be left */
export async function slowloris(port: number, patience: number, count = 20): Promise<string[]> {
  const hangers = Array.from({ length: count }, () => hang(port));
  for (const { socket } of hangers) socket.write('GET / HTTP/1.1\r\nX: ');
  const drip = setInterval(() => {
    for (const { socket, ended } of hangers) if (!ended) socket.write('a');
  }, 50);
  await until(() => hangers.every(({ ended }) => ended), patience);
  clearInterval(drip);
  const left = hangers.filter(({ ended }) => !ended).length;
  leave(hangers);
  return left === 0 ? [] : [`${left} of ${count} endless heads were tolerated`];
}

/** Connections that have asked once and are kept without a word. */
export async function idleConnections(port: number, patience: number, count = 20): Promise<string[]> {
  const hangers = Array.from({ length: count }, () => hang(port));
  for (const { socket } of hangers) socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => hangers.every(({ ended }) => ended), patience);
  const left = hangers.filter(({ ended }) => !ended).length;
  leave(hangers);
  return left === 0 ? [] : [`${left} of ${count} idle connections were kept`];
}

/**
 * Asks for a large file and takes nothing of it, or a drop now and then.
 * @param size of the file, larger than what the kernel holds for a connection
 */
export async function slowReader(
  target: { readonly port: number; readonly path: string; readonly size: number },
  patience: number,
  drip: boolean,
): Promise<string[]> {
  const reader = hang(target.port);
  reader.socket.removeAllListeners('data');
  let received = 0;
  reader.socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (!greedy) reader.socket.pause();
  });
  let greedy = false;
  reader.socket.write(`GET ${target.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const drops = setInterval(() => {
    if (drip) reader.socket.resume();
  }, 200);
  await pause(patience);
  clearInterval(drops);
  // Only a reader sees that the connection is gone: whoever was cut off now gets the rest of what was on the way, and the end.
  greedy = true;
  reader.socket.resume();
  await until(() => reader.ended, 5000);
  leave([reader]);
  return received >= target.size ? ['a client that took nothing for long got all of the file'] : [];
}

export interface Flood {
  readonly port: number;
  /** How many one address may hold. */
  readonly allowed: number;
  readonly count: number;
  /** What a server says to each connection that it lets in, where it speaks first. */
  readonly greeting?: RegExp;
}

/** So many silent connections of one address: does the server hold them all, and is somebody else still served? */
export async function connectionFlood({ port, allowed, count, greeting }: Flood, patience: number): Promise<string[]> {
  const hangers = Array.from({ length: count }, () => hang(port, '127.0.0.1'));
  await until(() => hangers.filter(({ ended }) => ended).length >= count - allowed, patience);
  const held = hangers.filter(({ ended, text }) => !ended && (greeting === undefined || greeting.test(text))).length;
  const served = greeting !== undefined || (await isServed(port, patience, '127.0.0.2'));
  leave(hangers);
  return [
    ...(held > allowed ? [`${held} connections of one address were held`] : []),
    ...(served ? [] : ['another address was kept out']),
  ];
}

/**
 * So many connections of many addresses that the server is full: an honest client must get in all the same.
 * @param request what each of them says before it falls silent; nothing when empty
 */
export async function crowdOut(port: number, count: number, patience: number, request = ''): Promise<string[]> {
  const hangers = Array.from({ length: count }, (_, index) => hang(port, `127.0.1.${1 + (index % 200)}`));
  for (const { socket } of hangers) if (request !== '') socket.write(request);
  const settled = ({ socket, ended, text }: Hanger): boolean =>
    ended || (!socket.connecting && (request === '' || text !== ''));
  await until(() => hangers.every(settled), patience);
  const served = await isServed(port, patience, '127.0.0.2');
  leave(hangers);
  return served ? [] : ['idle sockets kept an honest client out'];
}

/** One password after the other on one connection. */
export async function guessPasswords(port: number, tries: number): Promise<string[]> {
  const guesser = hang(port);
  await until(() => guesser.text.includes('220'), 2000);
  for (let number = 0; number < tries && !guesser.ended; number++) {
    guesser.socket.write(`USER root\r\nPASS ${number}\r\n`);
    await until(() => guesser.ended || guesser.text.split('\r\n').length > 2 * (number + 1) + 1, 1000);
  }
  const answered = guesser.text.match(/^(530|421) /gm)?.length ?? 0;
  leave([guesser]);
  return answered >= tries ? [`${answered} passwords could be tried on one connection`] : [];
}
