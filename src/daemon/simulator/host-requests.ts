/** What a simulated host does with HTTP requests: XML-RPC and JSON-RPC by POST, the database dump, and refusals (xapi.md 3.1; http_svr.ml). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BrokenReply } from '../../simulator/faults/broken-reply.js';
import type { DumpCredentials } from '../../simulator/database-dump.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { coordinatorThumbprint } from '../../simulator/wire/coordinator-thumbprint.js';
import { answerPost, largestBody, UnreadableRequest } from '../../simulator/wire/endpoint.js';
import { importPath } from '../../simulator/updates/import-raw-vdi.js';
import { breakReply } from './break-reply.js';

const dumpPath = '/pool/xmldbdump';

/** Of the dump: its handler's name in xapi's data model. */
const realm = 'get_pool_xml_db_sync';

const noCache = { 'cache-control': 'no-cache, no-store' };

export async function answerRequest(
  pool: SimulatedPool,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://host');
  switch (request.method) {
    case 'POST':
      await answerCall(pool, address, url, request, response);
      return;
    case 'GET':
      if (url.pathname === dumpPath) await answerDump(pool, address, url, request, response);
      // xapi would look for a file.
      else endWith(response, 404);
      return;
    case 'OPTIONS':
      answerOptions(request, response);
      return;
    case 'PUT':
      if (url.pathname === importPath) await answerImport(pool, address, url, request, response);
      else endWith(response, 403);
      return;
    case 'CONNECT':
      endWith(response, 403);
      return;
    case undefined:
    default:
      endWith(response, 501);
  }
}

/** A body that is malformed, too long or without its length: a page of text/html, and the connection is closed. */
async function answerCall(
  pool: SimulatedPool,
  address: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (!Number.isInteger(length) || length > largestBody) {
    endWith(response, 500);
    return;
  }
  try {
    const { contentType, body, failure } = await answerPost(pool, address, url.pathname, await readBody(request));
    response
      .writeHead(200, {
        ...noCache,
        ...coordinatorThumbprint(pool.world, pool.host(address), request.headers, failure),
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'X-Requested-With',
      })
      .end(body);
  } catch (error) {
    if (error instanceof UnreadableRequest) endWith(response, 500);
    else if (error instanceof BrokenReply) breakReply(error, request, response);
    // The host is down or went down: the caller sees the connection break.
    else request.socket.destroy();
  }
}

/** Streamed without a length; the connection ends with it. */
async function answerDump(
  pool: SimulatedPool,
  address: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, body } = await pool.databaseDump(address, credentialsOf(url, request));
  if (status !== 200) endWith(response, status);
  else response.writeHead(200, { ...noCache, connection: 'close' }).end(body);
}

/** xapi says 200 before it reads, and closes when it has read all: only the task tells what became of it. */
async function answerImport(
  pool: SimulatedPool,
  address: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (request.headers['transfer-encoding'] !== undefined || !Number.isInteger(length)) {
    endWith(response, 403);
    return;
  }
  try {
    const { status, receive } = pool.beginUpload(address, url.searchParams, length);
    if (status !== 200) {
      endWith(response, status);
      return;
    }
    response.writeHead(200, { ...noCache, connection: 'close' });
    response.flushHeaders();
    await receive(request);
    response.end();
  } catch {
    request.socket.destroy();
  }
}

/** A cookie goes before the query. */
function credentialsOf(url: URL, request: IncomingMessage): DumpCredentials {
  const cookie = /(?:^|[;&]\s*)session_id=([^;&]*)/.exec(request.headers.cookie ?? '')?.[1];
  const [, encoded] = /^Basic\s+(\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  return {
    session: cookie === undefined ? (url.searchParams.get('session_id') ?? undefined) : decodeURIComponent(cookie),
    basic: user === undefined || password === undefined ? undefined : { user, password },
  };
}

function answerOptions(request: IncomingMessage, response: ServerResponse): void {
  const asked = request.headers['access-control-request-headers'];
  response
    .writeHead(200, {
      ...noCache,
      'content-length': 0,
      'access-control-allow-origin': '*',
      'access-control-allow-headers': asked === undefined ? 'X-Requested-With' : `${asked}, X-Requested-With`,
      'access-control-allow-methods': 'PUT',
    })
    .end();
}

function endWith(response: ServerResponse, status: number): void {
  const challenge = status === 401 ? { 'www-authenticate': `Basic realm="${realm}"` } : {};
  const page = `<html><body>${status}</body></html>`;
  response
    .writeHead(status, {
      ...noCache,
      'content-type': 'text/html',
      'content-length': page.length,
      connection: 'close',
      ...challenge,
    })
    .end(page);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
