// The control API on the network with a scripted controller behind it: real sockets, a clock that stands still, cheap passwords.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type OutgoingHttpHeaders, type Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '../../src/contract/api/audit.js';
import { controlApp } from '../../src/contract/api/app.js';
import { controlHandlers } from '../../src/contract/api/control-handlers.js';
import type { ApiHandlers } from '../../src/contract/api/handlers.js';
import { csrfHeader } from '../../src/contract/api/session.js';
import type { Role } from '../../src/contract/api/roles.js';
import { changeAccess } from '../../src/daemon/access/access-file.js';
import { knownAccess } from '../../src/daemon/access/known-access.js';
import { networkDoor } from '../../src/daemon/access/network-door.js';
import { hashPassword, type PasswordCost } from '../../src/daemon/access/password-hash.js';
import { addPerson } from '../../src/daemon/access/people.js';
import { Sessions } from '../../src/daemon/access/sessions.js';
import { SignIn } from '../../src/daemon/access/sign-in.js';
import { SignInLinks } from '../../src/daemon/access/sign-in-links.js';
import { TokenUse } from '../../src/daemon/access/token-use.js';
import { addToken } from '../../src/daemon/access/tokens.js';
import { auditSink } from '../../src/daemon/audit/audit-sink.js';
import { addDashboard } from '../../src/daemon/control-api/dashboard-assets.js';
import { EventHub } from '../../src/daemon/control-api/events/event-hub.js';
import { auditHandlers } from '../../src/daemon/control-api/handlers/audit-handlers.js';
import { eventHandlers, mayStay } from '../../src/daemon/control-api/handlers/event-handlers.js';
import { openSessionHandlers } from '../../src/daemon/control-api/handlers/open-session-handlers.js';
import { sessionHandlers } from '../../src/daemon/control-api/handlers/session-handlers.js';
import { setSecurityHeaders } from '../../src/daemon/control-api/security-headers.js';
import { silentLogger } from '../../src/shared/logger.js';
import { Secret } from '../../src/shared/secret.js';
import { VirtualClock } from '../../src/shared/virtual-clock.js';
import { scriptedController, type ScriptedController } from './cli-control-api.js';

export const cheap: PasswordCost = { n: 2, r: 1, p: 1 };
export const goodPassword = 'correct horse battery';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  /** Of an error. */
  readonly code: string | undefined;
  json(): Record<string, unknown>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: string;
}

export class ApiBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-api-'));
  readonly clock = new VirtualClock();
  readonly controller: ScriptedController = scriptedController();
  readonly audit: AuditRecord[] = [];
  readonly accessFile = join(this.folder, 'access.json');
  readonly assets = join(this.folder, 'dashboard');
  readonly access = knownAccess(this.accessFile);
  readonly links = new SignInLinks(this.clock);
  readonly sessions = new Sessions({
    ...{ file: join(this.folder, 'sessions.json'), idle: 3_600_000, longest: 43_200_000, clock: this.clock },
    log: silentLogger,
  });
  readonly hub: EventHub;
  readonly #server: Server;
  port = 0;

  constructor(more: Partial<ApiHandlers> = {}) {
    const { access, sessions, links, clock, folder } = this;
    this.hub = new EventHub({
      ...{ version: '1.2.3', clock, log: silentLogger },
      openRuns: async () => (await this.controller.status()).openRuns,
      run: (id) => this.controller.run(id),
      rollouts: () => Promise.resolve([]),
      servers: { read: () => Promise.reject(new Error('there are no servers here')) },
      mayStay: mayStay({ access, sessions }, clock),
    });
    const handlers = {
      ...controlHandlers(this.controller),
      ...sessionHandlers({
        ...{ version: '1.2.3', access, sessions, links, signIn: new SignIn(access, clock, cheap), tls: false },
        address: () => 'http://127.0.0.1:1/',
        ended: (session) => this.hub.endSession(session),
      }),
      ...openSessionHandlers({ access, sessions, ended: (session) => this.hub.endSession(session) }),
      ...auditHandlers({ folder: join(folder, 'audit'), version: '1.2.3' }),
      ...eventHandlers(this.hub),
      ...more,
    };
    const tokenUse = new TokenUse(join(folder, 'token-use.json'), clock);
    const own = { names: ['drydock.example'], tls: false };
    const door = networkDoor({ access, sessions, tokenUse, clock, own });
    const log = { append: (record: AuditRecord) => Promise.resolve(void this.audit.push(record)) };
    const audit = auditSink({ log, clock, logger: silentLogger, heard: () => undefined });
    const beside = (app: Parameters<typeof addDashboard>[0]): void => addDashboard(app, this.assets, own);
    this.#server = createServer(controlApp({ handlers, door, audit, beside, headers: setSecurityHeaders }));
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    await this.hub.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.sessions.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  writeAssets(files: Readonly<Record<string, string>>): void {
    mkdirSync(this.assets, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.assets, name), content);
  }

  async addPerson(name: string, role: Role, password = goodPassword): Promise<void> {
    const hash = await hashPassword(new Secret(password), cheap);
    await changeAccess(this.accessFile, (access) =>
      addPerson(access, { name, role, password: hash, by: 'test', at: this.clock.now() }),
    );
  }

  async addToken(name: string, role: Role, expiresAt: number | null = null): Promise<string> {
    let secret = '';
    await changeAccess(this.accessFile, (access) => {
      const added = addToken(access, { name, role, expiresAt, by: 'test', at: this.clock.now() });
      secret = added.secret.reveal();
      return added.access;
    });
    return secret;
  }

  /** The headers with which a page of this person asks. */
  async signIn(name: string, password = goodPassword): Promise<{ cookie: string; [csrfHeader]: string }> {
    const answer = await this.ask('/v1/session', { method: 'POST', body: { name, password } });
    return signedIn(answer);
  }

  ask(path: string, { method = 'GET', headers = {}, body, raw }: Ask = {}): Promise<Answer> {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const type =
      sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) };
    const { port } = this;
    return new Promise((resolve, reject) => {
      const call = httpRequest(
        { host: '127.0.0.1', port, method, path, agent: false, headers: { ...type, ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve(answerOf(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString()));
          });
        },
      );
      call.on('error', reject);
      call.end(sent);
    });
  }
}

function answerOf(status: number, headers: NodeJS.Dict<string | string[]>, text: string): Answer {
  const json = (): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
  const isError = status >= 400 && text.startsWith('{');
  return { status, headers, text, json, code: isError ? String(json()['code']) : undefined };
}

export function signedIn(answer: Answer): { cookie: string; [csrfHeader]: string } {
  const cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0];
  if (answer.status !== 200 || cookie === undefined) throw new Error(`not signed in: ${answer.text}`);
  return { cookie, [csrfHeader]: String(answer.json()['csrf']) };
}
