/** A web server on loopback for one file, which does what good servers do, and on request what bad ones do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServerOptions {
  content: Buffer;
  etag?: string | null;
  lastModified?: string | null;
  /** Parts on request; default yes. */
  ranges?: boolean;
  /** Says how long the file is; default yes. */
  saysLength?: boolean;
  /** What the n-th request gets, from 0, in place of the file; undefined: the file. */
  answer?: (request: IncomingMessage, response: ServerResponse, count: number) => true | undefined;
  /** Cuts the connection of the n-th request after so many bytes of the body. */
  cutAfter?: (count: number) => number | undefined;
  /** Sends so many bytes of the n-th body, then nothing, with the connection open. */
  stallAfter?: (count: number) => number | undefined;
}

export interface FileServer {
  readonly address: string;
  readonly options: FileServerOptions;
  readonly requests: readonly IncomingMessage[];
  /** Bytes of bodies that were sent. */
  readonly sent: () => number;
}

/** Servers that are closed after each test of the suite it is called in. */
export function fileServers(): (options: FileServerOptions) => Promise<FileServer> {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return async (options) => {
    const requests: IncomingMessage[] = [];
    let sent = 0;
    const server = createServer((request, response) => {
      requests.push(request);
      const count = requests.length - 1;
      if (options.answer?.(request, response, count) === true) return;
      sent += serveFile(options, request, response, count);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    const { port } = server.address() as AddressInfo;
    return { address: `http://127.0.0.1:${port}`, options, requests, sent: () => sent };
  };
}

function serveFile(
  options: FileServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
): number {
  const { content } = options;
  const etag = options.etag === undefined ? '"one"' : options.etag;
  if (etag !== null) response.setHeader('etag', etag);
  if (options.lastModified !== undefined && options.lastModified !== null)
    response.setHeader('last-modified', options.lastModified);
  const part = partOf(options, request, etag);
  if (part === 'none') {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return 0;
  }
  const body = part === undefined ? content : content.subarray(part.start, part.end);
  if (part !== undefined) response.setHeader('content-range', `bytes ${part.start}-${part.end - 1}/${content.length}`);
  if (options.saysLength !== false) response.setHeader('content-length', body.length);
  response.writeHead(part === undefined ? 200 : 206);
  const cut = options.cutAfter?.(count);
  const stall = options.stallAfter?.(count);
  const length = Math.min(body.length, cut ?? stall ?? body.length);
  response.write(body.subarray(0, length), () => {
    if (cut !== undefined) response.destroy();
    else if (stall === undefined) response.end();
  });
  return length;
}

function partOf(
  { content, ranges, lastModified }: FileServerOptions,
  { headers }: IncomingMessage,
  etag: string | null,
): { start: number; end: number } | 'none' | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (ranges === false || match === null) return undefined;
  if (condition !== undefined && condition !== etag && condition !== lastModified) return undefined;
  const start = Number(match[1]);
  if (start >= content.length) return 'none';
  return { start, end: match[2] === '' ? content.length : Math.min(content.length, Number(match[2]) + 1) };
}
