/** A serving process as its supervisor sees it: started, spoken to, and given connections. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Logger } from '../../shared/logger.js';
import type { WorkerPort } from '../../servers/handover/acceptor.js';
import { fromWorkerSchema, type FromWorker, type ToWorker } from '../../servers/handover/messages.js';
import { beatEvery, Heartbeat } from './heartbeat.js';
import { processEntry } from './process-entry.js';
import { settingsVariable, type WorkerSettings } from './settings.js';

/** What it tells besides that it lives. */
export type WorkerNews = Exclude<FromWorker, { kind: 'alive' }>;

export interface WorkerEvents {
  message(worker: WorkerProcess, message: WorkerNews): void;
  /** Nothing more will come from it. */
  gone(worker: WorkerProcess): void;
}

/**
 * How long after a process has ended its channel must be silent to count as read. Node says `disconnect` when it has read
 * everything, but never does when the process was killed in the middle of a message (seen on Node 20).
 */
const silence = 50;

export class WorkerProcess implements WorkerPort {
  readonly #child: ChildProcess;
  #exited = false;
  #gone = false;
  #silence: NodeJS.Timeout | undefined;
  readonly #heartbeat = new Heartbeat();
  readonly #beats: NodeJS.Timeout;

  constructor(
    readonly name: string,
    settings: WorkerSettings,
    private readonly events: WorkerEvents,
    private readonly logger: Logger,
  ) {
    const entry = processEntry('daemon/media-server/worker-main');
    this.#child = spawn(entry.command, entry.arguments, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
      // The listening sockets and the service manager are the supervisor's alone.
      env: {
        ...process.env,
        ...{ LISTEN_FDS: undefined, LISTEN_FDNAMES: undefined, LISTEN_PID: undefined, NOTIFY_SOCKET: undefined },
        [settingsVariable]: JSON.stringify(settings),
      },
    });
    this.#beats = setInterval(() => this.#beat(), beatEvery).unref();
    this.#child.on('message', (message) => this.#received(message));
    this.#child.on('error', (error) => {
      logger.error({ error }, 'a serving process could not be started');
      if (this.#child.pid === undefined) this.#awaitSilence();
    });
    // After the exit there may still be messages to read, and they decide who owns which connection.
    this.#child.once('exit', (code, signal) => {
      logger.info({ worker: name, code, signal }, 'a serving process has ended');
      this.#exited = true;
      this.#awaitSilence();
    });
  }

  /** Ended by somebody else, and not by a defect of its own. */
  get wasKilled(): boolean {
    return this.#child.signalCode === 'SIGKILL';
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToWorker, socket?: Socket): void {
    if (!this.#child.connected) return;
    // keepOpen: our copy of the connection stays usable. A failure is followed by `gone`, which repairs everything.
    this.#child.send(message, socket, { keepOpen: true }, () => undefined);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #received(message: unknown): void {
    if (this.#gone) return;
    this.#heartbeat.heard();
    const parsed = fromWorkerSchema.safeParse(message);
    if (parsed.success) this.#tell(parsed.data);
    else this.logger.error({ worker: this.name }, 'a serving process sent a message of an unknown form');
    if (this.#exited) this.#awaitSilence();
  }

  #tell(message: FromWorker): void {
    if (message.kind !== 'alive') this.events.message(this, message);
  }

  /**
   * Killed, and replaced once it has ended: one that was only stopped must not go on later beside its successor, and
   * nobody may write where it has written before it is gone.
   */
  #beat(): void {
    if (this.#heartbeat.beat() === 'ask') {
      this.send({ kind: 'heartbeat' });
      return;
    }
    clearInterval(this.#beats);
    this.logger.error({ worker: this.name, pid: this.pid }, 'a serving process does not answer any more: it is killed');
    this.kill();
  }

  #awaitSilence(): void {
    clearInterval(this.#beats);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#gone = true;
      this.events.gone(this);
    }, silence);
  }
}
