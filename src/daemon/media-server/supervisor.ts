/**
 * Keeps the listening sockets and a serving process behind them. It knows nothing of media, grants or HTTP beyond the end
 * of a request's head, so that there is little in it that could fail: while it lives, no connection is refused.
 */
import { createServer, type Server } from 'node:net';
import { rmSync } from 'node:fs';
import type { Logger } from '../../shared/logger.js';
import { systemClock } from '../../shared/clock.js';
import { Acceptor } from '../../servers/handover/acceptor.js';
import type { RefusalReason } from '../../servers/metrics/serving-counters.js';
import type { FromWorker, WorkerEvent } from '../../servers/handover/messages.js';
import { stateLayout } from '../state-layout.js';
import type { InheritedSocket } from './inherited-sockets.js';
import { removeProcessFile, writeProcessFile } from './process-file.js';
import { restartDelay } from './restart-delay.js';
import { supervisorDoor } from './supervisor-door.js';
import type { ProcessSettings } from './settings.js';
import { WorkerProcess } from './worker-process.js';

/** How long workers get to end by themselves at a stop. */
const shutdownTime = 5000;
/** A worker that lived no longer than this has not really lived. */
const quickDeath = 5000;
/** How many workers may die before the first one was ever ready. */
const firstTries = 3;

export class Supervisor {
  readonly #acceptor: Acceptor;
  readonly #listeners: Server[] = [];
  readonly #draining = new Set<WorkerProcess>();
  readonly #startedAt = systemClock.now();
  /** Activity of draining workers while nobody keeps the log. */
  #backlog: WorkerEvent[] = [];
  /** The one that serves; `next` is being started, and takes over when it is loaded and the other has let go. */
  #serving: WorkerProcess | undefined;
  #next: { readonly worker: WorkerProcess; loaded: boolean } | undefined;
  #generation = 0;
  #quickDeaths = 0;
  #lastStart = 0;
  #stopping = false;
  #stopAsked = false;
  #wasReady = false;

  constructor(
    private readonly settings: ProcessSettings,
    private readonly sockets: readonly InheritedSocket[],
    private readonly logger: Logger,
  ) {
    const { limits, door } = supervisorDoor(settings.guards, (reason, count) => this.#refused(reason, count));
    this.#acceptor = new Acceptor(logger, limits, door);
  }

  start(): void {
    for (const { descriptor } of this.sockets.filter(({ name }) => name === 'http')) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#acceptor.accept(socket));
      server.listen({ fd: descriptor });
      this.#listeners.push(server);
    }
    this.#startWorker();
  }

  /** A planned restart: the successor is loaded before the present one lets go. */
  restart(): void {
    if (this.#next !== undefined || this.#stopping) return;
    this.logger.info({}, 'the serving process is being replaced');
    this.#startWorker();
  }

  /** A signal: ends everything if no grant is armed, which only the serving process knows; asked as soon as there is one. */
  stopIfAllowed(): void {
    this.#stopAsked = this.#serving === undefined;
    this.#serving?.send({ kind: 'stop-if-allowed' });
  }

  #startWorker(): void {
    this.#generation += 1;
    this.#lastStart = systemClock.now();
    const name = `${this.#startedAt.toString(36)}.${this.#generation}`;
    const own = this.sockets.filter((socket) => socket.name !== 'http');
    const events = {
      message: (worker: WorkerProcess, message: FromWorker) => this.#received(worker, message),
      gone: (worker: WorkerProcess) => this.#gone(worker),
    };
    this.#next = { worker: new WorkerProcess(name, own, events, this.logger), loaded: false };
  }

  #received(worker: WorkerProcess, message: FromWorker): void {
    switch (message.kind) {
      case 'loaded':
        if (this.#next?.worker === worker) this.#next.loaded = true;
        if (this.#serving === undefined) this.#takeOver();
        else this.#drain(this.#serving);
        break;
      case 'released':
        this.#takeOver();
        break;
      case 'ready':
        this.#ready(worker);
        break;
      case 'answer':
      case 'taken':
        this.#acceptor.received(worker, message);
        break;
      case 'activity':
        if (this.#serving === undefined) this.#backlog.push(message.event);
        else this.#serving.send({ kind: 'activity', event: message.event });
        break;
      case 'restart-wanted':
        this.restart();
        break;
      case 'stop-wanted':
        void this.#stop();
        break;
    }
  }

  #refused(reason: RefusalReason, count: number): void {
    this.#serving?.send({ kind: 'refused', reason, count });
  }

  #drain(worker: WorkerProcess): void {
    this.#serving = undefined;
    this.#acceptor.detach(worker.name);
    this.#draining.add(worker);
    worker.send({ kind: 'drain' });
  }

  #takeOver(): void {
    if (this.#next?.loaded !== true) return;
    const alive = [...this.#draining].map((worker) => worker.name);
    this.#next.worker.send({ kind: 'serve', worker: this.#next.worker.name, alive });
  }

  #ready(worker: WorkerProcess): void {
    this.#next = undefined;
    this.#serving = worker;
    this.#wasReady = true;
    this.#acceptor.attach(worker);
    for (const event of this.#backlog.splice(0)) worker.send({ kind: 'activity', event });
    this.logger.info({ worker: worker.name, pid: worker.pid }, 'a serving process is ready');
    this.#record();
    if (this.#stopAsked) this.stopIfAllowed();
  }

  #gone(worker: WorkerProcess): void {
    this.#acceptor.lost(worker.name);
    const wasDraining = this.#draining.delete(worker);
    if (this.#stopping) return;
    if (wasDraining) {
      this.#serving?.send({ kind: 'worker-gone', worker: worker.name });
      // It may have died before it could let go of the logs.
      if (this.#serving === undefined) this.#takeOver();
      return;
    }
    if (this.#serving === worker) this.#serving = undefined;
    if (this.#next?.worker === worker) this.#next = undefined;
    if (this.#next === undefined) void this.#replace(worker.wasKilled);
    else if (this.#serving === undefined) this.#takeOver();
  }

  async #replace(wasKilled: boolean): Promise<void> {
    const lived = systemClock.now() - this.#lastStart;
    // A kill comes from outside and says nothing about the next one.
    this.#quickDeaths = lived < quickDeath && !wasKilled ? this.#quickDeaths + 1 : 0;
    if (!this.#wasReady && this.#quickDeaths >= firstTries) {
      // Whoever started us waits for the answer, and no host has been given an address yet.
      this.logger.error({}, 'no serving process came up: giving up');
      process.exitCode = 1;
      await this.#stop();
      return;
    }
    await systemClock.sleep(restartDelay(this.#quickDeaths));
    if (!this.#stopping && this.#next === undefined && this.#serving === undefined) this.#startWorker();
  }

  async #stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.logger.info({}, 'the media server stops');
    for (const server of this.#listeners) server.close();
    this.#acceptor.close();
    const workers = [this.#serving, this.#next?.worker, ...this.#draining].filter((worker) => worker !== undefined);
    for (const worker of workers) worker.send({ kind: 'shutdown' });
    const kill = setTimeout(() => workers.forEach((worker) => worker.kill()), shutdownTime);
    kill.unref();
    // Whatever still holds the event loop by then must not keep a stopped server in the process list.
    setTimeout(() => process.exit(), 2 * shutdownTime).unref();
    this.#removeSocket();
    await removeProcessFile(this.settings.stateFolder);
  }

  /** One that is left behind is known as dead by the next start, so a folder that another user owns may keep it. */
  #removeSocket(): void {
    try {
      rmSync(stateLayout(this.settings.stateFolder).mediaServerSocket, { force: true });
    } catch (error) {
      this.logger.debug({ error }, 'the control socket is left behind');
    }
  }

  #record(): void {
    const { stateFolder, endpoints } = this.settings;
    const processes = {
      supervisor: process.pid,
      worker: this.#serving?.pid ?? null,
      startedAt: this.#startedAt,
      endpoints,
    };
    writeProcessFile(stateFolder, processes).catch((error: unknown) =>
      this.logger.error({ error }, 'the list of processes could not be written'),
    );
  }
}
