/** GET requests with Node's own client: redirects followed, silence bounded, credentials kept from others. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
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

export class HttpClient {
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: 2 });
  readonly #https = new HttpsAgent({ keepAlive: true, maxSockets: 2 });

  constructor(private readonly limits: HttpLimits) {}

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
    this.#http.destroy();
    this.#https.destroy();
  }

  #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      let answer: IncomingMessage | undefined;
      const secure = url.protocol === 'https:';
      const options = { ...urlToHttpOptions(url), headers: { ...headers, 'accept-encoding': 'identity' }, signal };
      const onAnswer = (message: IncomingMessage): void => {
        answer = message;
        resolve(message);
      };
      const sent = secure
        ? httpsRequest({ ...options, agent: this.#https }, onAnswer)
        : httpRequest({ ...options, agent: this.#http }, onAnswer);
      const { idle } = this.limits;
      sent.setTimeout(idle, () => {
        (answer ?? sent).destroy(new HttpFailure(`silence for ${Math.round(idle / 1000)} s`, { passing: true }));
      });
      sent.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : failureOf(error)));
      sent.end();
    });
  }
}
