// A store that answers as S3-compatible ones do: names are keys, byte for byte; a plus sign is a blank; no folder exists.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Medium } from '../../src/media/catalogue.js';

export interface S3Like {
  /** Of a bucket, in which each medium lies below its id. */
  readonly url: string;
  /** By key: `media/synth/.treeinfo`; deleted or replaced by a test. */
  readonly objects: Map<string, Buffer>;
  readonly asked: string[];
  close(): void;
}

export async function startS3Like(media: readonly Medium[]): Promise<S3Like> {
  const objects = new Map<string, Buffer>();
  for (const medium of media) {
    const { id, files } = medium.manifest;
    for (const file of files) objects.set(`${id}/${file.path}`, await readFile(medium.location(file)));
  }
  const asked: string[] = [];
  const server = createServer((request, response) => answer(objects, asked, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket/`,
    objects,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(
  objects: ReadonlyMap<string, Buffer>,
  asked: string[],
  { method = 'GET', url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  asked.push(`${method} ${url}`);
  const key = decodeURIComponent(url.replaceAll('+', ' '));
  const body = key.startsWith('/bucket/') ? objects.get(key.slice('/bucket/'.length)) : undefined;
  if (body === undefined) {
    const text = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code></Error>';
    response.writeHead(404, { 'Content-Type': 'application/xml', 'Content-Length': text.length });
    response.end(method === 'HEAD' ? undefined : text);
    return;
  }
  response.writeHead(200, { 'Content-Length': body.length, 'Accept-Ranges': 'bytes' });
  response.end(method === 'HEAD' ? undefined : body);
}
