/**
 * Keeps the listening sockets and a serving process behind them. It knows nothing of media, grants or HTTP beyond the end
 * of a request's head, so that there is little in it that could fail: while it lives, no connection is refused.
 */
import { rmSync } from 'node:fs';
import { handoverVersion } from '../../contract/handover-version.js';
import { systemClock } from '../../shared/clock.js';
import type { ToWorker, WorkerEvent } from '../../servers/handover/messages.js';
import { productVersion } from '../../shared/version.js';
import { stateLayout } from '../state-layout.js';
import { warnOfPasswordPorts } from './password-ports.js';
import { removeProcessFile, writeProcessFile } from './process-file.js';
import { restartDelay } from './restart-delay.js';
import type { SupervisorParts } from './supervisor-parts.js';
import { WorkerProcess, type WorkerNews } from './worker-process.js';

/** How long workers get to end by themselves at a stop. */
const shutdownTime = 5000;
/**
 * How long a drained stop waits for what is under way, heads of requests included: longer than a connection may be idle
 * where limits.idleTimeout is not changed (65 s). One that may be idle for longer is broken off.
 */
const drainTime = 90_000;
const drainCheck = 20;
/** A worker that lived no longer than this has not really lived. */
const quickDeath = 5000;
/** How many workers may die before the first one was ever ready. */
const firstTries = 3;

/** What a serving process says about the grants that it keeps. */
interface GrantNews {
  readonly kind: 'armed' | 'stop-wanted' | 'stop-allowed' | 'stop-refused';
}

export class Supervisor {
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
  /** `leaving`: no connection comes any more, and what is under way is finished. */
  #state: 'serving' | 'leaving' | 'stopping' = 'serving';
  #stopAsked = false;
  #wasReady = false;
  #armed = '';

  constructor(private readonly parts: SupervisorParts) {}

  start(): void {
    warnOfPasswordPorts(this.parts.settings, this.parts.logger);
    this.#startWorker();
  }

  /** A planned restart: the successor is loaded before the present one lets go. */
  restart(): void {
    if (this.#next !== undefined || this.#state !== 'serving') return;
    this.parts.logger.info({}, 'the serving process is being replaced');
    this.#startWorker();
  }

  /**
   * Drains and ends if no grant is armed, which only the serving process knows. Asked as soon as there is one, and again
   * of the next one until there is an answer.
   */
  stopIfAllowed(): void {
    this.#stopAsked = true;
    this.#serving?.send({ kind: 'stop-if-allowed' });
  }

  /** Ends although something may be under way. */
  stopNow(): void {
    void this.#stop();
  }

  get isLeaving(): boolean {
    return this.#state === 'leaving';
  }

  /** For whoever serves now; lost when nobody does. */
  tell(message: Extract<ToWorker, { kind: 'refused' }>): void {
    this.#serving?.send(message);
  }

  #startWorker(): void {
    const { settings, logger } = this.parts;
    this.#generation += 1;
    this.#lastStart = systemClock.now();
    const name = `${this.#startedAt.toString(36)}.${this.#generation}`;
    const events = {
      message: (worker: WorkerProcess, message: WorkerNews) => this.#received(worker, message),
      gone: (worker: WorkerProcess) => this.#gone(worker),
    };
    // While another one serves, or before any host was given an address, a bad file is a reason not to come up.
    const insist = this.#serving !== undefined || !this.#wasReady;
    const worker = new WorkerProcess(name, { ...settings, insist, handover: handoverVersion }, events, logger);
    this.#next = { worker, loaded: false };
  }

  #received(worker: WorkerProcess, message: WorkerNews): void {
    switch (message.kind) {
      case 'loaded':
        if (message.version !== productVersion) this.#saysOtherRelease(message.version);
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
        this.parts.acceptor.received(worker, message);
        break;
      case 'activity':
        if (this.#serving === undefined) this.#backlog.push(message.event);
        else this.#serving.send({ kind: 'activity', event: message.event });
        break;
      case 'restart-wanted':
        this.restart();
        break;
      case 'armed':
      case 'stop-wanted':
      case 'stop-allowed':
      case 'stop-refused':
        this.#receivedOfGrants(worker, message);
        break;
    }
  }

  /** Only the one that has the grants knows them: a draining one's word is out of date, and its successor is asked. */
  #receivedOfGrants(worker: WorkerProcess, message: Extract<WorkerNews, GrantNews>): void {
    const isCurrent = worker === (this.#serving ?? this.#next?.worker);
    switch (message.kind) {
      case 'armed':
        if (isCurrent) this.#armedChanged(message.grants);
        break;
      case 'stop-wanted':
        if (isCurrent || message.force) void this.#stop();
        else this.stopIfAllowed();
        break;
      case 'stop-allowed':
        if (!isCurrent) break;
        this.#stopAsked = false;
        void this.#leave();
        break;
      case 'stop-refused':
        if (!isCurrent) break;
        this.#stopAsked = false;
        this.parts.logger.warn({ armed: message.armed }, 'asked to stop, but a host may be installing');
        this.parts.events?.stopRefused?.(message.armed);
        break;
    }
  }

  /** The package was upgraded underneath us. We go on as we are, since the sockets are ours. */
  #saysOtherRelease(serves: string | undefined): void {
    this.parts.logger.warn({ serves, supervises: productVersion }, 'restart the media server when no grant is armed');
  }

  #drain(worker: WorkerProcess): void {
    this.#serving = undefined;
    this.parts.acceptor.detach(worker.name);
    this.#draining.add(worker);
    worker.send({ kind: 'drain' });
  }

  #takeOver(): void {
    if (this.#next?.loaded !== true) return;
    const alive = [...this.#draining].map((worker) => worker.name);
    const leaving = this.#state !== 'serving';
    this.#next.worker.send({ kind: 'serve', worker: this.#next.worker.name, alive, leaving });
  }

  #ready(worker: WorkerProcess): void {
    this.#next = undefined;
    this.#serving = worker;
    this.#wasReady = true;
    this.parts.acceptor.attach(worker);
    for (const event of this.#backlog.splice(0)) worker.send({ kind: 'activity', event });
    this.parts.logger.info({ worker: worker.name, pid: worker.pid }, 'a serving process is ready');
    this.#record();
    this.parts.events?.ready?.();
    if (this.#stopAsked) this.stopIfAllowed();
  }

  #gone(worker: WorkerProcess): void {
    const { acceptor } = this.parts;
    this.parts.acceptor.lost(worker.name);
    const wasDraining = this.#draining.delete(worker);
    if (this.#state === 'stopping') return;
    if (wasDraining) {
      this.#serving?.send({ kind: 'worker-gone', worker: worker.name });
      // It may have died before it could let go of the logs.
      if (this.#serving === undefined) this.#takeOver();
      return;
    }
    if (this.#serving === worker) this.#serving = undefined;
    if (this.#next?.worker === worker) {
      this.#next = undefined;
      if (this.#serving !== undefined) this.parts.logger.error({}, 'no successor came up: the present one goes on');
    }
    if (this.#state === 'leaving' && acceptor.size === 0) return;
    if (this.#next === undefined) void this.#replace(worker.wasKilled);
    else if (this.#serving === undefined) this.#takeOver();
  }

  async #replace(wasKilled: boolean): Promise<void> {
    const lived = systemClock.now() - this.#lastStart;
    // A kill comes from outside and says nothing about the next one.
    this.#quickDeaths = lived < quickDeath && !wasKilled ? this.#quickDeaths + 1 : 0;
    if (!this.#wasReady && this.#quickDeaths >= firstTries) {
      // Whoever started us waits for the answer, and no host has been given an address yet.
      this.parts.logger.error({}, 'no serving process came up: giving up');
      process.exitCode = 1;
      await this.#stop(true);
      return;
    }
    await systemClock.sleep(restartDelay(this.#quickDeaths));
    if (this.#state !== 'stopping' && this.#next === undefined && this.#serving === undefined) this.#startWorker();
  }

  #armedChanged(grants: readonly string[]): void {
    const armed = [...grants].sort().join(' ');
    if (armed === this.#armed) return;
    this.#armed = armed;
    this.parts.events?.armed?.(grants);
  }

  /** Our copies of the listening sockets are closed: whoever else holds them keeps what comes from now on for our successor. */
  async #leave(): Promise<void> {
    if (this.#state !== 'serving') return;
    this.#state = 'leaving';
    const { acceptor, listeners, logger, settings, events } = this.parts;
    logger.info({}, 'the media server ends when what is under way is finished');
    events?.stopping?.();
    for (const server of listeners) server.close();
    this.#removeSocket();
    const end = systemClock.now() + drainTime;
    const heads = Math.min(end, systemClock.now() + settings.guards.limits.headerTimeout * 1000);
    while (!acceptor.allHanded && systemClock.now() < heads) await systemClock.sleep(drainCheck);
    while (this.#workers().length > 0 && systemClock.now() < end) {
      if (this.#serving !== undefined) this.#drain(this.#serving);
      await systemClock.sleep(drainCheck);
    }
    await this.#stop();
  }

  async #stop(failed = false): Promise<void> {
    if (this.#state === 'stopping') return;
    if (this.#state === 'serving') this.parts.events?.stopping?.();
    this.#state = 'stopping';
    const { acceptor, listeners, logger, settings, events } = this.parts;
    logger.info({}, 'the media server stops');
    for (const server of listeners) server.close();
    acceptor.close();
    const workers = this.#workers();
    for (const worker of workers) worker.send({ kind: 'shutdown' });
    const kill = setTimeout(() => workers.forEach((worker) => worker.kill()), shutdownTime);
    kill.unref();
    // Whatever still holds the event loop by then must not keep a stopped server in the process list.
    setTimeout(() => process.exit(), 2 * shutdownTime).unref();
    this.#removeSocket();
    await removeProcessFile(settings.stateFolder);
    events?.stopped?.(failed);
  }

  /** One that is left behind is known as dead by the next start, so a folder that another user owns may keep it. */
  #removeSocket(): void {
    try {
      rmSync(stateLayout(this.parts.settings.stateFolder).mediaServerSocket, { force: true });
    } catch (error) {
      this.parts.logger.debug({ error }, 'the control socket is left behind');
    }
  }

  #workers(): WorkerProcess[] {
    return [this.#serving, this.#next?.worker, ...this.#draining].filter((worker) => worker !== undefined);
  }

  #record(): void {
    const { stateFolder, endpoints } = this.parts.settings;
    const processes = {
      supervisor: process.pid,
      worker: this.#serving?.pid ?? null,
      startedAt: this.#startedAt,
      endpoints,
    };
    writeProcessFile(stateFolder, processes).catch((error: unknown) =>
      this.parts.logger.error({ error }, 'the list of processes could not be written'),
    );
  }
}
