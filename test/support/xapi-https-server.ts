/** A small HTTPS server on loopback that answers XML-RPC from a script: for what only real sockets can show. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import type { WireReply } from '../../src/xapi/wire/wire-value.js';
import { decodeCall, encodeReply, type DecodedCall } from './xapi-codec.js';

export type Answer = WireReply | 'hang' | 'cut' | ((request: IncomingMessage, response: ServerResponse) => void);

export interface XapiHttpsServer {
  readonly address: string;
  readonly fingerprint: string;
  /** Every call whose body arrived, in order. */
  readonly calls: readonly DecodedCall[];
  /** How many requests of any kind reached the server. */
  readonly requests: () => number;
  /** How many connections are open now. */
  readonly connections: () => number;
  close(): Promise<void>;
}

const folder = new URL('../fixtures/tls/', import.meta.url);

export function testCertificate(name: 'host' | 'other'): { key: string; cert: string; fingerprint: string } {
  const cert = readFileSync(new URL(`${name}.pem`, folder), 'utf8');
  const key = readFileSync(new URL(`${name}.key`, folder), 'utf8');
  return { key, cert, fingerprint: new X509Certificate(cert).fingerprint256 };
}

export async function startXapiServer(
  answer: (call: DecodedCall, count: number) => Answer,
  options: {
    certificate?: 'host' | 'other';
    tls?: TlsOptions;
    get?: (url: string, response: ServerResponse) => void;
  } = {},
): Promise<XapiHttpsServer> {
  const { key, cert, fingerprint } = testCertificate(options.certificate ?? 'host');
  const calls: DecodedCall[] = [];
  let requests = 0;
  let connections = 0;
  const server = createServer({ key, cert, ...options.tls }, (request, response) => {
    requests++;
    if (request.method === 'GET') {
      options.get?.(request.url ?? '', response);
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const call = decodeCall(Buffer.concat(parts).toString('utf8'));
      calls.push(call);
      send(answer(call, calls.filter(({ method }) => method === call.method).length), request, response);
    });
  });
  server.on('secureConnection', (socket) => {
    connections++;
    socket.on('close', () => connections--);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  return {
    address,
    fingerprint,
    calls,
    requests: () => requests,
    connections: () => connections,
    close: () => close(server),
  };
}

function send(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    request.socket.destroy();
    return;
  }
  if (typeof answer === 'function') {
    answer(request, response);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(encodeReply(answer));
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
