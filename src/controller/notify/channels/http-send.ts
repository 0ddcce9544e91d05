/** One HTTP(S) request to a receiver: bounded in time and size, no redirects, no proxy, nothing kept open. */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { withoutAddress } from './without-address.js';

export interface HttpMessage {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM of authorities that are trusted beside none other; undefined: those of the machine's Node. */
  readonly ca?: string | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The start of the body, as one line. */
  readonly text: string;
}

/** What a receiver says beyond this is not read. */
const mostRead = 2048;

/** Rejects when it could not be sent or the signal is aborted. The address is in no error: it may be a secret. */
export async function httpSend(message: HttpMessage, signal: AbortSignal): Promise<HttpReply> {
  const { url, method, headers, body, ca } = message;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: RequestOptions & { ca?: string } = {
    method,
    agent: false,
    signal,
    headers: { 'user-agent': 'drydock', connection: 'close', ...headers, ...length },
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (answer) => {
      read(answer, url).then(resolve, reject);
    });
    asked.once('error', (error) => reject(problem(error, url, signal)));
    asked.end(body);
  });
}

async function read(answer: IncomingMessage, url: URL): Promise<HttpReply> {
  let text = '';
  answer.setEncoding('utf8');
  // A receiver that never ends its answer has answered all the same.
  for await (const part of answer) {
    text += String(part);
    if (text.length >= mostRead) break;
  }
  answer.destroy();
  const { statusCode = 0, headers } = answer;
  return {
    status: statusCode,
    retryAfter: headers['retry-after'],
    text: withoutAddress(text.slice(0, mostRead), url)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  };
}

/** Node says "socket hang up" and codes; a person wants the code, and the certificate's trouble in words. */
function problem(error: Error, url: URL, signal: AbortSignal): Error {
  if (signal.aborted && signal.reason instanceof Error) return signal.reason;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = code === '' || error.message.includes(code) ? error.message : `${error.message} (${code})`;
  return new Error(withoutAddress(text, url));
}
