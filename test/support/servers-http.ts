/** A media server over a stub catalogue, listening on loopback, and raw requests to it. */
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import type { MediaServerApi } from '../../src/contract/media-server.js';
import { mediaServerContractVersion } from '../../src/contract/media-server.js';
import type { CreateGrant } from '../../src/contract/grants.js';
import type { ActivityEntry } from '../../src/servers/activity/activity-entry.js';
import { ActivityJournal } from '../../src/servers/activity/activity-journal.js';
import type { GrantEntry } from '../../src/servers/grants/grant-record.js';
import { GrantRegistry } from '../../src/servers/grants/grant-registry.js';
import {
  createHttpServer,
  defaultHttpLimits,
  type HttpLimits,
  type HttpParts,
} from '../../src/servers/http/http-server.js';
import { createMediaServer } from '../../src/servers/media-server.js';
import { OpenFiles } from '../../src/servers/site/open-files.js';
import type { Resolve } from '../../src/servers/site/resolution.js';
import { memoryLog } from '../../src/servers/storage/record-log.js';
import { systemClock, type Clock } from '../../src/shared/clock.js';
import { silentLogger } from '../../src/shared/logger.js';
import type { MediaCatalogue } from '../../src/media/catalogue.js';

export function testMediaServer(
  catalogue: MediaCatalogue,
  clock: Clock = systemClock,
): { api: MediaServerApi; resolve: Resolve } {
  return createMediaServer({
    grants: new GrantRegistry(memoryLog<GrantEntry>(), clock),
    activity: new ActivityJournal(memoryLog<ActivityEntry>(), clock, silentLogger),
    catalogue,
    clock,
    worker: 'test',
    publicMedia: true,
    describe: () => ({ contract: mediaServerContractVersion, version: 'test', pid: 1, startedAt: 0, endpoints: [] }),
    end: () => Promise.resolve(),
  });
}

export function grantRequest(overrides: Partial<CreateGrant> = {}): CreateGrant {
  return {
    id: 'run1.host1',
    pool: 'pool1',
    run: 'run1',
    epoch: 1,
    host: { uuid: 'uuid-1', name: 'host1' },
    media: 'synth',
    state: 'staging',
    lifetime: 600_000,
    ...overrides,
  };
}

/** Makes an armed grant and gives its path. */
export async function armedPath(api: MediaServerApi, overrides: Partial<CreateGrant> = {}): Promise<string> {
  const grant = await api.createGrant(grantRequest(overrides));
  await api.changeGrant(grant.id, { state: 'closed', epoch: grant.epoch });
  await api.changeGrant(grant.id, { state: 'armed', epoch: grant.epoch });
  return grant.path;
}

export interface ListeningHttp {
  readonly port: number;
  close(): void;
  /** How many there are. */
  readonly connections: () => number;
}

export async function listenHttp(
  resolve: Resolve,
  limits: Partial<HttpLimits> = {},
  planted: Pick<HttpParts, 'parseHead' | 'around'> = {},
  port = 0,
): Promise<ListeningHttp> {
  const files = new OpenFiles();
  const all = { ...defaultHttpLimits, ...limits };
  const http = createHttpServer({ resolve, files, logger: silentLogger, limits: all, ...planted });
  http.server.listen(port, '127.0.0.1');
  await once(http.server, 'listening');
  return {
    port: (http.server.address() as AddressInfo).port,
    connections: () => http.connections,
    close: () => {
      http.close();
      files.close();
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Sends bytes as they are and gives everything that came back until the server closed. */
export async function rawExchange(port: number, request: string | Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks);
}

/** One request on a connection of its own; `target` is sent as it is. */
export async function request(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<RawAnswer> {
  const lines = Object.entries({ Host: 'media.example', Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return parseAnswer(
    await rawExchange(port, Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')),
  );
}

export function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: bytes.subarray(end + 4) };
}
