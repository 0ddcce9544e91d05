/**
 * A controller for the page alone: it answers by the contract from documents that a test gives it, under the policy that the
 * real one sets, so that every page can be looked at in every state within a second.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { FakeDocuments } from './fake-documents.js';

export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

export interface FakeController {
  readonly url: string;
  /** Replies with status and document for the next requests to the path. */
  answer(path: string, status: number, document: unknown): void;
  tell(event: string, data: unknown): void;
  /** Every request that came, as `GET /v1/runs`. */
  readonly requests: readonly string[];
  /** The body of the last request of that kind, as `POST /v1/plan`. */
  body(request: string): unknown;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

export async function startFakeController(
  documents: FakeDocuments,
  assets = 'dist/dashboard',
): Promise<FakeController> {
  const requests: string[] = [];
  const bodies = new Map<string, unknown>();
  const streams = new Set<ServerResponse>();
  const replies = new Map<string, { status: number; document: unknown }>(
    Object.entries(documents).map(([path, document]) => [path, { status: 200, document }]),
  );
  const server = createServer((request, response) => {
    void handle(request, response);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method ?? ''} ${pathname}`);
    if (request.headers['content-type'] === 'application/json')
      bodies.set(`${request.method ?? ''} ${pathname}`, await json(request));
    else request.resume();
    if (pathname === '/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: hello\ndata: {"version":"0.5.0","at":0}\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (pathname.endsWith('/report.html')) {
      response.writeHead(200, { 'content-type': types['html'] });
      response.end('<!doctype html><html lang="en"><title>Report</title><h1>Report</h1></html>');
      return;
    }
    const reply = replies.get(pathname);
    if (reply !== undefined) {
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.document));
      return;
    }
    await asset(pathname, response);
  }

  async function asset(pathname: string, response: ServerResponse): Promise<void> {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    try {
      const content = await readFile(join(assets, name));
      const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      response.writeHead(200, {
        'content-type': type,
        'content-security-policy': pagePolicy,
        'x-content-type-options': 'nosniff',
      });
      response.end(content);
    } catch {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          code: 'ROUTE_UNKNOWN',
          summary: 'There is no such request',
          attempted: pathname,
          remedy: 'None.',
        }),
      );
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    body: (request) => bodies.get(request),
    answer: (path, status, document) => void replies.set(path, { status, document }),
    tell: (event, data) => {
      for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
