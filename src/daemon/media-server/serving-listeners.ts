/** The servers of one serving process behind their guards: HTTP as it is handed over, HTTPS and FTP on inherited sockets. */
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
import type { InheritedSocket } from './inherited-sockets.js';
import type { ServingGuards } from './serving-guards.js';
import { createTlsListener } from './tls-listener.js';

export interface ListenerParts {
  readonly settings: GuardSettings;
  readonly guards: ServingGuards;
  readonly counters: ServingCounters;
  readonly sockets: readonly InheritedSocket[];
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
}

export class ServingListeners {
  readonly #http: HttpServer;
  readonly #tls: TlsServer[];
  readonly #ftp: FtpServer[];

  /** @throws TLS_FILES_UNUSABLE */
  constructor(private readonly parts: ListenerParts) {
    this.#http = this.#createHttp();
    this.#tls = this.#inherited('https').map((fd) => this.#listenTls(fd));
    this.#ftp = this.#inherited('ftp').map((fd) => this.#listenFtp(fd));
  }

  get connections(): { readonly http: number; readonly ftp: number } {
    const ftp = this.#ftp.reduce((sum, server) => sum + server.sessions, 0);
    return { http: this.#http.connections, ftp };
  }

  /** A connection that the supervisor accepted; one too many is turned away here, where the others are counted. */
  take(socket: Socket, delivery: Delivery): void {
    const refusal = admit(socket, this.parts.guards.httpGate, httpFarewell);
    if (refusal === undefined) {
      this.#http.take(socket, delivery);
      return;
    }
    this.parts.counters.refused('http', refusal);
    delivery.taken();
  }

  /** Lets go of the listening sockets, and ends each connection with its next answer. */
  drain(): void {
    this.#http.drain();
    for (const server of this.#tls) server.close();
    for (const { server } of this.#ftp) server.close();
  }

  close(): void {
    this.#http.close();
    for (const server of this.#tls) server.close();
    for (const server of this.#ftp) server.close();
  }

  #inherited(name: InheritedSocket['name']): number[] {
    return this.parts.sockets.filter((socket) => socket.name === name).map(({ descriptor }) => descriptor);
  }

  #createHttp(): HttpServer {
    const { resolve, files, logger, guards, counters, settings } = this.parts;
    const { connections, headerTimeout, idleTimeout, stallTimeout } = settings.limits;
    return createHttpServer({
      ...{ resolve, files, logger, around: guards.around, pace: guards.pace },
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

  #listenTls(fd: number): TlsServer {
    const { settings } = this.parts;
    const server = createTlsListener({
      files: settings.tls,
      handshakeTimeout: settings.limits.headerTimeout * 1000,
      gate: (socket) => this.#admitted(socket),
      onConnection: (socket) => this.#http.take(socket),
    });
    server.listen({ fd });
    return server;
  }

  /** Counted before the handshake, which is the dear part; words would not be understood there. */
  #admitted(socket: Socket): boolean {
    const refusal = admit(socket, this.parts.guards.httpGate, () => undefined);
    if (refusal !== undefined) this.parts.counters.refused('http', refusal);
    return refusal === undefined;
  }

  #listenFtp(fd: number): FtpServer {
    const { resolve, files, logger, guards, counters, settings } = this.parts;
    const { ftpSessions, idleTimeout, stallTimeout } = settings.limits;
    const passivePorts = settings.passivePorts === undefined ? undefined : parsePortRange(settings.passivePorts);
    const ftp = createFtpServer({
      ...{ files, logger, clock: systemClock, resolve: guards.ftpTree(resolve) },
      ...{ authenticate: guards.authenticate, pace: guards.pace },
      ...(passivePorts === undefined ? {} : { passivePorts }),
      admit: (socket) => {
        const refusal = admit(socket, guards.ftpGate, ftpFarewell);
        if (refusal !== undefined) counters.refused('ftp', refusal);
        return refusal === undefined;
      },
      limits: {
        ...defaultFtpLimits,
        idleTimeout: idleTimeout * 1000,
        stallTimeout: stallTimeout * 1000,
        sessions: ftpSessions,
      },
    });
    ftp.server.listen({ fd });
    return ftp;
  }
}
