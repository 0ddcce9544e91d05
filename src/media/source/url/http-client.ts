/** GET requests with Node's own client: redirects followed, silence bounded, credentials kept from others. */
import type { Agent, IncomingMessage, request } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { SourceAddress } from './address.js';
import { failureOf, HttpFailure } from './http-failure.js';
import { redirectTarget } from './redirect-target.js';

export interface HttpLimits {
  /** Milliseconds without a byte. */
  readonly idle: number;
  readonly redirects: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** To be read to its end, or destroyed. */
  readonly body: IncomingMessage;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** One of Node's two clients, with the connections it keeps. */
interface Requester {
  readonly request: typeof request;
  readonly agent: Agent;
}

const kept = { keepAlive: true, maxSockets: 2 };

export class HttpClient {
  private constructor(
    private readonly limits: HttpLimits,
    private readonly plain: Requester,
    private readonly secure: Requester,
  ) {}

  /** Node's HTTP and TLS take longer to load than most of what opens a file: they are loaded when there is an address. */
  static async open(limits: HttpLimits): Promise<HttpClient> {
    const [http, https] = await Promise.all([import('node:http'), import('node:https')]);
    return new HttpClient(
      limits,
      { request: http.request, agent: new http.Agent(kept) },
      { request: https.request, agent: new https.Agent(kept) },
    );
  }

  /**
   * The first answer that is no redirect.
   * @throws HttpFailure, the signal's reason
   */
  async get(
    address: SourceAddress,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    let { url } = address;
    for (let hop = 0; hop <= this.limits.redirects; hop++) {
      const isOwn = url.origin === address.url.origin;
      const authorization =
        isOwn && address.authorization !== undefined ? { authorization: address.authorization } : {};
      const body = await this.#send(url, { ...headers, ...authorization }, signal);
      const status = body.statusCode ?? 0;
      if (!redirectStatuses.has(status)) return { status, headers: body.headers, body };
      body.destroy();
      url = redirectTarget(url, body.headers.location);
    }
    throw new HttpFailure(`more than ${this.limits.redirects} redirects`, { passing: false });
  }

  close(): void {
    this.plain.agent.destroy();
    this.secure.agent.destroy();
  }

  #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      let answer: IncomingMessage | undefined;
      const { request, agent } = url.protocol === 'https:' ? this.secure : this.plain;
      const options = { ...urlToHttpOptions(url), headers: { ...headers, 'accept-encoding': 'identity' }, signal };
      const onAnswer = (message: IncomingMessage): void => {
        answer = message;
        resolve(message);
      };
      const sent = request({ ...options, agent }, onAnswer);
      const { idle } = this.limits;
      sent.setTimeout(idle, () => {
        (answer ?? sent).destroy(new HttpFailure(`silence for ${Math.round(idle / 1000)} s`, { passing: true }));
      });
      sent.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : failureOf(error)));
      sent.end();
    });
  }
}
