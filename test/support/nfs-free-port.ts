/**
 * A port of loopback that nobody has: for programs that cannot be told to take a free one. It is none of those that the
 * kernel gives to outgoing connections: one of the many of another test would have it before the program does.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const lowest = 20_000;
const tries = 50;

export async function freePort(): Promise<number> {
  const outgoing = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split('\t')[0]);
  const highest = outgoing > lowest + 1000 ? outgoing : 65_536;
  for (let attempt = 0; attempt < tries; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${lowest} to ${highest} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  const isOurs = await listening;
  server.close();
  return isOurs;
}
