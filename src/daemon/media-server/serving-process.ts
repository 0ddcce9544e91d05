/** The composition root of the serving process: grants, activity, HTTP, FTP and the control socket, from start to drained. */
import type { Socket } from 'node:net';
import { relay, replay, SwitchableSink } from '../../servers/activity/switchable-sink.js';
import { LoggedGrants } from '../../servers/grants/logged-grants.js';
import { HandedConnections } from '../../servers/handover/handed-delivery.js';
import type { FromWorker, Service, ToWorker, WorkerEvent } from '../../servers/handover/messages.js';
import { mediaServerMetrics } from '../../servers/metrics/media-server-metrics.js';
import { ProcessGauges } from '../../servers/metrics/process-gauges.js';
import { OpenFiles } from '../../servers/site/open-files.js';
import type { GrantLookup } from '../../servers/site/site.js';
import { systemClock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { productVersion } from '../../shared/version.js';
import { ControlConnections } from './control-connections.js';
import { GuardedServers } from './guarded-servers.js';
import type { ServingFiles } from './serving-files.js';
import { servingGuards } from './serving-guards.js';
import { ServingRecords } from './serving-records.js';
import { openServingState, type ServingState } from './serving-state.js';
import type { ProcessSettings } from './settings.js';
import { grantLogPath } from './state-files.js';

export interface ServingParts {
  readonly settings: ProcessSettings;
  readonly files: ServingFiles;
  readonly logger: Logger;
  readonly send: (message: FromWorker) => void;
  /** Everything is closed: the process may end. */
  readonly end: () => void;
}

interface Running {
  readonly state: ServingState;
  readonly servers: GuardedServers;
  readonly records: ServingRecords;
  readonly control: ControlConnections;
  readonly sink: SwitchableSink;
  readonly lookup: { current: GrantLookup };
}

type Handed = Extract<ToWorker, { kind: 'connection' }>;

const drainedCheck = 100;

export class ServingProcess {
  readonly #files = new OpenFiles();
  readonly #handed: HandedConnections;
  #running: Running | undefined;
  /** The logs are the successor's. */
  #hasLetGo = false;

  constructor(private readonly parts: ServingParts) {
    this.#handed = new HandedConnections(parts.send);
  }

  async received(message: ToWorker, socket: Socket | undefined): Promise<void> {
    switch (message.kind) {
      case 'serve':
        this.#serve(message.worker, message.alive);
        if (message.leaving) this.#running?.state.grants.seal();
        break;
      case 'connection':
        if (socket !== undefined) this.#connection(message, socket);
        break;
      case 'written':
        this.#handed.written(message.connection);
        break;
      case 'heartbeat':
        this.parts.send({ kind: 'alive' });
        break;
      case 'activity':
        this.#inherited(message.event);
        break;
      case 'refused':
        this.#running?.records.counters.refused(message.protocol, message.reason, message.count);
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
    const { settings, logger, send } = this.parts;
    const lookup: { current: GrantLookup } = { current: { byToken: () => undefined } };
    const sink = new SwitchableSink(relay(() => undefined));
    const records = new ServingRecords(settings, logger);
    const metrics = this.#metricsOf(records);
    const { counters } = records;
    const guards = servingGuards({
      ...{ guards: settings.guards, users: this.parts.files.users, clock: systemClock },
      ...{ watcher: records, counters, metrics },
    });
    const state = openServingState({ settings, logger, send, worker, lookup, sink, metrics });
    state.activity.breakTransfers((name) => name === worker || alive.includes(name));
    const servers = new GuardedServers({
      ...{ settings: settings.guards, tls: this.parts.files.tls, guards, counters },
      ...{ resolve: state.resolve, files: this.#files, logger },
    });
    this.#running = { state, servers, records, control: new ControlConnections(state.control), sink, lookup };
    send({ kind: 'armed', grants: [...state.grants.armed()] });
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
        connections: () => this.#running?.servers.connections ?? { http: 0, ftp: 0 },
        grantStates: () => this.#running?.state.grants.list().map(({ state }) => state) ?? [],
        droppedLogLines: () => records.droppedLines,
        version: productVersion,
      });
  }

  #connection({ service, connection, head }: Handed, socket: Socket): void {
    const running = this.#running;
    if (running === undefined) return;
    const take: Record<Service, () => void> = {
      http: () => {
        socket.allowHalfOpen = true;
        // In front of what the socket will read, so that the parser sees one request.
        socket.unshift(head);
        socket.once('close', () => this.#handed.written(connection));
        running.servers.takeHttp(socket, this.#handed.delivery(connection));
      },
      https: () => {
        this.parts.send({ kind: 'taken', connection });
        running.servers.takeHttps(socket);
      },
      ftp: () => {
        this.parts.send({ kind: 'taken', connection });
        running.servers.takeFtp(socket);
      },
      control: () => {
        this.parts.send({ kind: 'taken', connection });
        running.control.take(socket);
      },
    };
    take[service]();
  }

  /**
   * Lets go of everything a successor needs, and goes on with what is under way: grants are read from the successor's
   * log, activity travels to it.
   */
  async #drain(): Promise<void> {
    if (this.#running === undefined) return;
    const { state, servers, records, control, sink, lookup } = this.#running;
    servers.drain();
    await control.finished();
    lookup.current = new LoggedGrants(grantLogPath(this.parts.settings.stateFolder), systemClock);
    sink.switchTo(relay((event) => this.parts.send({ kind: 'activity', event })));
    await records.drain((record) => this.parts.send({ kind: 'activity', event: { kind: 'request', record } }));
    await state.activity.sync();
    state.close();
    this.#hasLetGo = true;
    this.parts.send({ kind: 'released' });
    while (!servers.isEmpty) await systemClock.sleep(drainedCheck);
    // The supervisor gives a client up that takes nothing for this long; what it has not said by then it never says.
    const end = systemClock.now() + this.parts.settings.guards.limits.stallTimeout * 1000 + drainedCheck;
    while (this.#handed.pending > 0 && systemClock.now() < end) await systemClock.sleep(drainedCheck);
    this.parts.end();
  }

  #stopIfAllowed(): void {
    const { grants } = this.#running?.state ?? {};
    const armed = [...(grants?.armed() ?? [])];
    // In the same turn as the look: what is armed from here on would be armed on a server that ends.
    if (armed.length === 0) grants?.seal();
    this.parts.send(armed.length === 0 ? { kind: 'stop-allowed' } : { kind: 'stop-refused', armed });
  }

  async #shutdown(): Promise<void> {
    if (this.#running !== undefined) {
      const { state, servers, records, control } = this.#running;
      servers.close();
      if (!this.#hasLetGo) {
        await records.close();
        await control.finished();
        await state.activity.sync();
        state.close();
      }
    }
    this.parts.end();
  }
}
