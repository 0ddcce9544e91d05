/** The composition root of the serving process: grants, activity, HTTP, FTP and the control socket, from start to drained. */
import type { Socket } from 'node:net';
import { relay, replay, SwitchableSink } from '../../servers/activity/switchable-sink.js';
import { LoggedGrants } from '../../servers/grants/logged-grants.js';
import { HandedConnections } from '../../servers/handover/handed-delivery.js';
import type { FromWorker, ToWorker, WorkerEvent } from '../../servers/handover/messages.js';
import { mediaServerMetrics } from '../../servers/metrics/media-server-metrics.js';
import { ProcessGauges } from '../../servers/metrics/process-gauges.js';
import { refuseWhileArmed } from '../../servers/media-server.js';
import { OpenFiles } from '../../servers/site/open-files.js';
import type { GrantLookup } from '../../servers/site/site.js';
import { systemClock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import type { InheritedSocket } from './inherited-sockets.js';
import { servingGuards } from './serving-guards.js';
import { ServingListeners } from './serving-listeners.js';
import { ServingRecords } from './serving-records.js';
import { openServingState, type ServingState } from './serving-state.js';
import type { ProcessSettings } from './settings.js';
import { grantLogPath } from './state-files.js';

export interface ServingParts {
  readonly settings: ProcessSettings;
  readonly sockets: readonly InheritedSocket[];
  readonly logger: Logger;
  readonly send: (message: FromWorker) => void;
}

interface Running {
  readonly state: ServingState;
  readonly listeners: ServingListeners;
  readonly records: ServingRecords;
  readonly sink: SwitchableSink;
  readonly lookup: { current: GrantLookup };
}

const drainedCheck = 100;

export class ServingProcess {
  readonly #files = new OpenFiles();
  readonly #handed: HandedConnections;
  #running: Running | undefined;

  constructor(private readonly parts: ServingParts) {
    this.#handed = new HandedConnections(parts.send);
  }

  async received(message: ToWorker, socket: Socket | undefined): Promise<void> {
    switch (message.kind) {
      case 'serve':
        this.#serve(message.worker, message.alive);
        break;
      case 'connection':
        if (socket !== undefined) this.#connection(message.connection, message.head, socket);
        break;
      case 'written':
        this.#handed.written(message.connection);
        break;
      case 'activity':
        this.#inherited(message.event);
        break;
      case 'refused':
        this.#running?.records.counters.refused('http', message.reason, message.count);
        break;
      case 'worker-gone':
        this.#running?.state.activity.breakTransfers((worker) => worker !== message.worker);
        break;
      case 'drain':
        await this.#drain();
        break;
      case 'stop-if-allowed':
        this.#stopIfAllowed();
        break;
      case 'shutdown':
        await this.#shutdown();
        break;
    }
  }

  #serve(worker: string, alive: readonly string[]): void {
    const { settings, logger, send, sockets } = this.parts;
    const lookup: { current: GrantLookup } = { current: { byToken: () => undefined } };
    const sink = new SwitchableSink(relay(() => undefined));
    const records = new ServingRecords(settings, logger);
    const metrics = this.#metricsOf(records);
    const guards = servingGuards({
      guards: settings.guards,
      environment: process.env,
      clock: systemClock,
      watcher: records,
      counters: records.counters,
      metrics,
    });
    const state = openServingState({ settings, logger, send, worker, lookup, sink, metrics });
    state.activity.breakTransfers((name) => name === worker || alive.includes(name));
    const listeners = new ServingListeners({
      ...{ settings: settings.guards, guards, counters: records.counters, sockets },
      ...{ resolve: state.resolve, files: this.#files, logger },
    });
    for (const { descriptor } of sockets.filter(({ name }) => name === 'control')) {
      state.control.listen({ fd: descriptor });
    }
    this.#running = { state, listeners, records, sink, lookup };
    send({ kind: 'ready' });
  }

  /** What a draining process did, told to its successor. */
  #inherited(event: WorkerEvent): void {
    if (this.#running === undefined) return;
    if (event.kind === 'request') this.#running.records.inherited(event.record);
    else replay(event, this.#running.sink);
  }

  #metricsOf(records: ServingRecords): () => string {
    const gauges = new ProcessGauges(systemClock.now());
    return () =>
      mediaServerMetrics({
        counters: records.counters,
        process: gauges,
        connections: () => this.#running?.listeners.connections ?? { http: 0, ftp: 0 },
        grantStates: () => this.#running?.state.grants.list().map(({ state }) => state) ?? [],
        droppedLogLines: () => records.droppedLines,
        version: productVersion,
      });
  }

  /** The head is put back in front of what the socket will read. */
  #connection(connection: number, head: Uint8Array, socket: Socket): void {
    socket.allowHalfOpen = true;
    socket.unshift(head);
    this.#running?.listeners.take(socket, this.#handed.delivery(connection));
  }

  /**
   * Lets go of everything a successor needs, and goes on with what is under way: grants are read from the successor's
   * log, activity travels to it.
   */
  async #drain(): Promise<void> {
    if (this.#running === undefined) return;
    const { state, listeners, records, sink, lookup } = this.#running;
    listeners.drain();
    await closeControl(state);
    lookup.current = new LoggedGrants(grantLogPath(this.parts.settings.stateFolder), systemClock);
    sink.switchTo(relay((event) => this.parts.send({ kind: 'activity', event })));
    await records.drain((record) => this.parts.send({ kind: 'activity', event: { kind: 'request', record } }));
    await state.activity.sync();
    state.close();
    this.parts.send({ kind: 'released' });
    while (this.#handed.pending > 0 || listeners.connections.http > 0 || listeners.connections.ftp > 0) {
      await systemClock.sleep(drainedCheck);
    }
    process.disconnect();
  }

  #stopIfAllowed(): void {
    const { logger, send } = this.parts;
    try {
      if (this.#running !== undefined) refuseWhileArmed(this.#running.state.grants);
      send({ kind: 'stop-wanted' });
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      logger.warn({ error: error.toJSON() }, 'asked to stop, but a host may be installing');
    }
  }

  async #shutdown(): Promise<void> {
    if (this.#running !== undefined) {
      const { state, listeners, records } = this.#running;
      listeners.close();
      await records.close();
      await closeControl(state);
      await state.activity.sync();
      state.close();
    }
    process.disconnect();
  }
}

/** Answers that are being given are finished. */
function closeControl(state: ServingState): Promise<void> {
  return new Promise((resolve) => {
    state.control.close(() => resolve());
    state.control.closeIdleConnections();
  });
}
