/** The HTTPS socket of one simulated host: there while its xapi answers, gone while the host is down. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Host } from '../../simulator/state/objects.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { answerRequest } from './host-requests.js';

export class HostListener {
  readonly #server: Server;
  /** Opening and closing follow each other, never overlap. */
  #turn: Promise<void> = Promise.resolve();
  #open = false;
  #shown: SecureContextOptions;

  constructor(
    private readonly pool: SimulatedPool,
    private readonly host: Host,
    private readonly port: number,
  ) {
    this.#shown = this.#tls();
    this.#server = createServer(this.#shown, (request, response) => {
      answerRequest(pool, host.address, request, response).catch(() => request.socket.destroy());
    });
    // xapi keeps a connection until its client leaves it, or until xapi ends (http_svr.ml).
    this.#server.keepAliveTimeout = 0;
    // A client that gives up or trusts another certificate is no trouble of the host's.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Opens or closes as the host's state demands. @throws the listen error of the first opening */
  follow(): Promise<void> {
    const { host, pool } = this;
    const closed = pool.world.state.conditions.closedPorts.has(host.ref);
    const answers = host.agent !== 'off' && host.agent !== 'starting' && !closed;
    this.#renew();
    return this.#next(() => (answers ? this.#listen() : this.#close()));
  }

  stop(): Promise<void> {
    return this.#next(() => this.#close());
  }

  /** New connections see the certificate and the TLS versions of now. */
  #renew(): void {
    const tls = this.#tls();
    if (tls.cert === this.#shown.cert && tls.maxVersion === this.#shown.maxVersion) return;
    this.#shown = tls;
    this.#server.setSecureContext(tls);
  }

  /** Newest hosts offer this curve alone (xapi.md 3.4). A fault may leave TLS 1.0, for which OpenSSL wants its level lowered. */
  #tls(): SecureContextOptions {
    const { keyPem: key, certificatePem: cert } = this.pool.world.certificateOf(this.host.address);
    return this.pool.world.state.conditions.oldTls.has(this.host.ref)
      ? { key, cert, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0', ecdhCurve: 'secp384r1' }
      : { key, cert, minVersion: 'TLSv1.2', ecdhCurve: 'secp384r1' };
  }

  #next(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #listen(): Promise<void> {
    if (this.#open) return;
    this.#server.listen(this.port, this.host.address);
    await once(this.#server, 'listening');
    this.#open = true;
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
