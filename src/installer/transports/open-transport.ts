/** The transport for an install URL, and one that gives each program of a host its own. */
import type { ClientProfile, ClientRole, MediaAnswer, MediaRequest, MediaTransport } from '../client-script.js';
import { FtpTransport } from './ftp.js';
import { HttpTransport } from './http.js';
import { isNfsAddress, NfsTransport } from './nfs.js';
import type { TransportOptions } from './options.js';
import { parseSourceAddress } from './source-address.js';

/** @throws INSTALL_URL_UNSUPPORTED for anything else than http, ftp and, where a server is known, nfs. */
export function openMediaTransport(
  baseUrl: string,
  profile: ClientProfile,
  options: TransportOptions = {},
): MediaTransport {
  if (isNfsAddress(baseUrl)) return new NfsTransport(baseUrl, profile, options.nfs);
  return parseSourceAddress(baseUrl).scheme === 'http'
    ? new HttpTransport(baseUrl, profile, options)
    : new FtpTransport(baseUrl, profile, options);
}

/** Hands each request to the transport of the program that makes it, opened when it is first needed. */
export class TransportPerClient implements MediaTransport {
  readonly #opened = new Map<ClientRole, MediaTransport>();

  constructor(private readonly open: (role: ClientRole) => MediaTransport) {}

  request(request: MediaRequest): Promise<MediaAnswer> {
    let transport = this.#opened.get(request.client);
    if (transport === undefined) {
      transport = this.open(request.client);
      this.#opened.set(request.client, transport);
    }
    return transport.request(request);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map((transport) => transport.close()));
    this.#opened.clear();
  }
}
