/** The least XML-RPC client over HTTPS: bodies as text, so that the simulator's wire is looked at from outside. */
import { request } from 'node:https';
import { TLSSocket } from 'node:tls';

export interface HttpsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly fingerprint: string;
}

export interface HttpsRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @throws the socket's error */
export function https(address: string, options: HttpsRequest): Promise<HttpsReply> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host,
        port: Number(port),
        method: options.method ?? 'POST',
        path: options.path ?? '/',
        headers: options.headers ?? { 'content-length': Buffer.byteLength(options.body ?? '') },
        rejectUnauthorized: false,
        agent: false,
      },
      (response) => {
        const fingerprint =
          response.socket instanceof TLSSocket ? response.socket.getPeerCertificate().fingerprint256 : '';
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, fingerprint }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** A call with string parameters. */
export function callBody(method: string, ...params: string[]): string {
  const body = params.map((param) => `<param><value><string>${param}</string></value></param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${body}</params></methodCall>`;
}
