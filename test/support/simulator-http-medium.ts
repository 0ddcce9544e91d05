/** Serves an in-memory medium over HTTP on loopback, and remembers what was asked for. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediumTree } from './simulator-media.js';

export interface ServedMedium {
  readonly url: string;
  /** Method and path of each request. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

export async function serveMedium(tree: MediumTree): Promise<ServedMedium> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).replace(/^\/+/, '');
    requests.push(path);
    const body = tree.get(path);
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': body.length }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
