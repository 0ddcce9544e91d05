/** What a simulated host does with HTTP requests: XML-RPC by POST at any path, the database dump, nothing else (xapi.md 3.1). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerBody, largestBody } from '../../simulator/wire/endpoint.js';
import { BrokenReply } from '../../simulator/faults/broken-reply.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { MalformedXml } from '../../simulator/wire/xml-tree.js';
import { breakReply } from './break-reply.js';

export async function answerRequest(
  pool: SimulatedPool,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://host');
  if (request.method === 'POST') await answerCall(pool, address, request, response);
  else if (request.method === 'GET' && url.pathname === '/pool/xmldbdump') answerDump(pool, address, url, response);
  else endWith(response, 404);
}

/** A body that is malformed, too long or without its length: a page of text/html, and the connection is closed. */
async function answerCall(
  pool: SimulatedPool,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const length = Number(request.headers['content-length']);
  if (!Number.isInteger(length) || length > largestBody) {
    endWith(response, 500);
    return;
  }
  try {
    const reply = await answerBody(pool, address, await readBody(request));
    response.writeHead(200, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(reply) }).end(reply);
  } catch (error) {
    if (error instanceof MalformedXml) endWith(response, 500);
    else if (error instanceof BrokenReply) breakReply(error, request, response);
    // The host is down or went down: the caller sees the connection break.
    else request.socket.destroy();
  }
}

/** Streamed without a length; the connection ends with it. */
function answerDump(pool: SimulatedPool, address: string, url: URL, response: ServerResponse): void {
  const { status, body } = pool.download(address, url.searchParams.get('session_id') ?? '');
  if (status === 200) response.writeHead(200, { 'content-type': 'text/xml', connection: 'close' }).end(body);
  else endWith(response, status);
}

function endWith(response: ServerResponse, status: number): void {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="XenAPI"' } : {};
  const page = `<html><body>${status}</body></html>`;
  response
    .writeHead(status, {
      'content-type': 'text/html',
      'content-length': page.length,
      connection: 'close',
      ...challenge,
    })
    .end(page);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  return Buffer.concat(parts).toString('utf8');
}
