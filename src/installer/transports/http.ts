/** Asks over HTTP as Python's urllib does it, or libcurl (media-and-clients.md 2.1, 2.5; traces *.http). */
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { ClientProfile, MediaAnswer, MediaRequest, MediaTransport } from '../client-script.js';
import { limitsOf, type TransportLimits, type TransportOptions } from './options.js';
import { httpTarget, parseSourceAddress, type SourceAddress } from './source-address.js';
import { ReceivedBody } from './received-body.js';
import { Watchdog } from './watchdog.js';

/** urllib gives up after this many. */
const largestRedirectCount = 10;
const redirects = new Set([301, 302, 303, 307]);
/** dnf's own limit. */
const parallelConnections = 3;

/** One GET: where it goes, and with which credentials. */
interface Attempt {
  readonly source: SourceAddress;
  readonly target: string;
  readonly authorization: string | undefined;
  readonly redirectsLeft: number;
}

export class HttpTransport implements MediaTransport {
  readonly #source: SourceAddress;
  readonly #limits: TransportLimits;
  readonly #agent: Agent | false;

  constructor(
    baseUrl: string,
    private readonly profile: ClientProfile,
    options: TransportOptions = {},
  ) {
    this.#source = parseSourceAddress(baseUrl);
    this.#limits = limitsOf(options);
    this.#agent = profile.keepAlive ? new Agent({ keepAlive: true, maxSockets: parallelConnections }) : false;
  }

  async request(request: MediaRequest): Promise<MediaAnswer> {
    const preemptive = this.profile.basicAuth === 'preemptive' ? basicCredentials(this.#source) : undefined;
    const target = httpTarget(this.#source, this.profile, request.path);
    try {
      return await this.#attempt(request, {
        source: this.#source,
        target,
        authorization: preemptive,
        redirectsLeft: largestRedirectCount,
      });
    } catch (error) {
      return { outcome: 'failed', reason: describeCause(error) };
    }
  }

  close(): Promise<void> {
    if (this.#agent !== false) this.#agent.destroy();
    return Promise.resolve();
  }

  async #attempt(request: MediaRequest, attempt: Attempt): Promise<MediaAnswer> {
    const exchange = await this.#open(request, attempt);
    const status = exchange.response.statusCode ?? 0;
    try {
      const next = this.#nextAttempt(attempt, status, exchange.response);
      if (next !== undefined) {
        exchange.request.destroy();
        return await this.#attempt(request, next);
      }
      if (status < 200 || status > 299) return await refused(exchange.response, status);
      if (request.mode === 'read') return await readBody(exchange.response, exchange.watchdog);
      // The connection is dropped once the head is there: that is all the real clients want to know.
      exchange.request.destroy();
      return { outcome: 'found', size: Number(exchange.response.headers['content-length'] ?? 0) };
    } finally {
      exchange.watchdog.stop();
    }
  }

  #open(
    request: MediaRequest,
    attempt: Attempt,
  ): Promise<{ readonly request: ClientRequest; readonly response: IncomingMessage; readonly watchdog: Watchdog }> {
    const { source, target } = attempt;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        host: source.host,
        port: source.port,
        path: target,
        method: 'GET',
        setHost: false,
        headers: headersFor(this.profile, attempt, request.path),
        agent: this.#agent,
        ...(this.#limits.signal === undefined ? {} : { signal: this.#limits.signal }),
      });
      const watchdog = new Watchdog(this.#limits.clock, this.#limits.silenceLimit, () => {
        outgoing.destroy(new Error(`no answer for ${this.#limits.silenceLimit} ms`));
      });
      outgoing.on('error', (error) => {
        watchdog.stop();
        reject(error);
      });
      outgoing.on('response', (response) => {
        // Errors of a body that is being read arrive here too; whoever reads it handles them.
        response.on('error', () => undefined);
        resolve({ request: outgoing, response, watchdog });
      });
      outgoing.end();
    });
  }

  /** Where a redirection or a demand for credentials leads, if this client follows it. */
  #nextAttempt(attempt: Attempt, status: number, response: IncomingMessage): Attempt | undefined {
    const location = response.headers.location;
    if (redirects.has(status) && location !== undefined && attempt.redirectsLeft > 0) {
      return redirected(attempt, location);
    }
    const challenged = status === 401 && /^basic\b/i.test(response.headers['www-authenticate'] ?? '');
    const answers = this.profile.basicAuth === 'any-port' || attempt.source.isStandardPort;
    const authorization = basicCredentials(attempt.source);
    if (!challenged || !answers || attempt.authorization !== undefined || authorization === undefined) return undefined;
    return { ...attempt, authorization };
  }
}

function headersFor(profile: ClientProfile, attempt: Attempt, path: string): Record<string, string> {
  const { source, authorization } = attempt;
  const host = source.isStandardPort ? source.host : `${source.host}:${source.port}`;
  const credentials: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  if (profile.family === 'libcurl') {
    const fresh: Record<string, string> = path.endsWith('repomd.xml')
      ? { 'Cache-Control': 'no-cache', Pragma: 'no-cache' }
      : {};
    return { Host: host, ...credentials, 'User-Agent': profile.userAgent, Accept: '*/*', ...fresh };
  }
  const connection = { Connection: 'close', 'User-Agent': profile.userAgent };
  return { 'Accept-Encoding': 'identity', Host: host, ...credentials, ...connection };
}

function basicCredentials(source: SourceAddress): string | undefined {
  if (source.user === undefined || source.password === undefined) return undefined;
  return `Basic ${Buffer.from(`${source.user}:${source.password.reveal()}`).toString('base64')}`;
}

function redirected(attempt: Attempt, location: string): Attempt {
  const { source } = attempt;
  const absolute = new URL(location, `http://${source.host}:${source.port}${attempt.target}`);
  const next = parseSourceAddress(absolute.href);
  return {
    // Credentials belong to the host that they were given for.
    source: next.host === source.host ? { ...next, user: source.user, password: source.password } : next,
    target: next.path + next.query,
    authorization: undefined,
    redirectsLeft: attempt.redirectsLeft - 1,
  };
}

/** The body of a refusal is read to its end: a connection that is kept alive carries the next request. */
function refused(response: IncomingMessage, status: number): Promise<MediaAnswer> {
  return new Promise((resolve) => {
    response.on('close', () => resolve({ outcome: 'missing', status }));
    response.resume();
  });
}

function readBody(response: IncomingMessage, watchdog: Watchdog): Promise<MediaAnswer> {
  return new Promise((resolve) => {
    const received = new ReceivedBody(Number(response.headers['content-length'] ?? 0));
    response.on('data', (chunk: Buffer) => {
      watchdog.touch();
      received.add(chunk);
    });
    response.on('close', () => {
      if (!response.complete) {
        resolve({ outcome: 'failed', reason: 'the connection ended before the file did' });
        return;
      }
      const { body } = received;
      resolve({ outcome: 'found', size: body.length, body });
    });
  });
}
