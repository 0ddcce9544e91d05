/** HTTP, HTTPS and FTP of one serving process behind their guards; connections are handed to it by the supervisor. */
import type { Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { createFtpServer, defaultFtpLimits, type FtpServer } from '../../servers/ftp/ftp-server.js';
import type { Delivery } from '../../servers/http/delivery.js';
import { createHttpServer, defaultHttpLimits, type HttpServer } from '../../servers/http/http-server.js';
import { admit, ftpFarewell, httpFarewell } from '../../servers/limits/admit.js';
import type { ServingCounters } from '../../servers/metrics/serving-counters.js';
import type { OpenFiles } from '../../servers/site/open-files.js';
import type { Resolve } from '../../servers/site/resolution.js';
import { systemClock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { parsePortRange, type GuardSettings } from '../config/guard-settings.js';
import type { ServingGuards } from './serving-guards.js';
import { createTlsServer, type TlsFiles } from './tls-server.js';

export interface GuardedServerParts {
  readonly settings: GuardSettings;
  /** undefined: there is no HTTPS. */
  readonly tls: TlsFiles | undefined;
  readonly guards: ServingGuards;
  readonly counters: ServingCounters;
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
}

export class GuardedServers {
  readonly #http: HttpServer;
  readonly #tls: TlsServer | undefined;
  readonly #ftp: FtpServer;

  constructor(private readonly parts: GuardedServerParts) {
    this.#http = this.#createHttp();
    this.#ftp = this.#createFtp();
    if (parts.tls === undefined) return;
    this.#tls = createTlsServer({
      files: parts.tls,
      handshakeTimeout: parts.settings.limits.headerTimeout * 1000,
      onConnection: (socket) => this.#http.take(socket),
    });
  }

  /** Those of HTTPS before and after their handshake are among HTTP's. */
  get connections(): { readonly http: number; readonly ftp: number } {
    return { http: this.parts.guards.httpGate.size, ftp: this.#ftp.sessions };
  }

  get isEmpty(): boolean {
    const { http, ftp } = this.connections;
    return http === 0 && ftp === 0;
  }

  /** One too many is turned away here, where those that the supervisor has let go of are counted. */
  takeHttp(socket: Socket, delivery: Delivery): void {
    const refusal = admit(socket, this.parts.guards.httpGate, httpFarewell);
    if (refusal === undefined) {
      this.#http.take(socket, delivery);
      return;
    }
    this.parts.counters.refused('http', refusal);
    delivery.taken();
  }

  /** Counted before the handshake, which is the dear part; words would not be understood there. */
  takeHttps(socket: Socket): void {
    const refusal = admit(socket, this.parts.guards.httpGate, () => undefined);
    if (refusal !== undefined) this.parts.counters.refused('http', refusal);
    else if (this.#tls === undefined) socket.destroy();
    else {
      socket.on('error', () => undefined);
      this.#tls.emit('connection', socket);
    }
  }

  takeFtp(socket: Socket): void {
    const refusal = admit(socket, this.parts.guards.ftpGate, ftpFarewell);
    if (refusal === undefined) this.#ftp.server.emit('connection', socket);
    else this.parts.counters.refused('ftp', refusal);
  }

  /** Ends each connection of HTTP with its next answer; sessions of FTP end by themselves. */
  drain(): void {
    this.#http.drain();
    this.#ftp.drain();
  }

  close(): void {
    this.#http.close();
    this.#ftp.close();
  }

  #createHttp(): HttpServer {
    const { resolve, files, logger, guards, counters, settings } = this.parts;
    const { connections, headerTimeout, idleTimeout, stallTimeout } = settings.limits;
    return createHttpServer({
      ...{ resolve, files, logger, around: guards.around(resolve), pace: guards.pace },
      onRefused: (reason) => counters.refused('http', reason),
      limits: {
        ...defaultHttpLimits,
        headTimeout: headerTimeout * 1000,
        idleTimeout: idleTimeout * 1000,
        stallTimeout: stallTimeout * 1000,
        connections,
      },
    });
  }

  #createFtp(): FtpServer {
    const { resolve, files, logger, guards, settings } = this.parts;
    const { ftpSessions, idleTimeout, stallTimeout } = settings.limits;
    const passivePorts = settings.passivePorts === undefined ? undefined : parsePortRange(settings.passivePorts);
    return createFtpServer({
      ...{ files, logger, clock: systemClock, resolve: guards.ftpTree(resolve) },
      ...{ authenticate: guards.authenticate, pace: guards.pace },
      ...(passivePorts === undefined ? {} : { passivePorts }),
      limits: {
        ...defaultFtpLimits,
        idleTimeout: idleTimeout * 1000,
        stallTimeout: stallTimeout * 1000,
        sessions: ftpSessions,
      },
    });
  }
}
