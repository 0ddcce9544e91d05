/**
 * Accepts connections on behalf of a serving process that may be killed at any moment, and knows nothing of what is
 * served. Of an HTTP connection it reads the first request, hands it over together with the socket, and keeps its own
 * copy of both until the answer is safe; other connections it hands over as they come. A small answer comes back as bytes
 * and is written here: by a process that is not killed with the worker, and exactly once. (A worker that wrote by itself
 * and died before it could say so would have its request answered twice, which a kept-alive connection takes for the
 * answer to its next request.)
 */
import type { Socket } from 'node:net';
import type { Logger } from '../../shared/logger.js';
import type { FromWorker, Service, ToWorker } from './messages.js';
import { startReading, stopReading } from './reading.js';

/** The serving process as the acceptor sees it. */
export interface WorkerPort {
  readonly name: string;
  send(message: ToWorker, socket?: Socket): void;
}

export interface AcceptorLimits {
  /** Bytes of a request's head: what is longer is handed over as it is, and refused by the worker. */
  readonly headSize: number;
  /** Milliseconds for the head to arrive. */
  readonly headTimeout: number;
  /** Milliseconds for a client to take a small answer. */
  readonly stallTimeout: number;
  readonly connections: number;
}

export const defaultAcceptorLimits: AcceptorLimits = {
  headSize: 32 * 1024,
  headTimeout: 15_000,
  stallTimeout: 120_000,
  connections: 4000,
};

/** A request that has killed this many workers is not handed to another one. */
const mostAttempts = 5;

const noBytes = Buffer.alloc(0);

interface Held {
  readonly id: number;
  readonly socket: Socket;
  readonly service: Service;
  head: Buffer;
  /** The worker it was handed to; undefined while it is read or waits. */
  worker: string | undefined;
  state: 'reading' | 'waiting' | 'handed' | 'writing';
  attempts: number;
}

/** What stands before the first byte. */
export interface Door {
  /** Whether a connection comes in; it has been turned away when it does not. */
  admit(socket: Socket, service: Service): boolean;
  /** There are too many, and none of them could be spared for this one. */
  isFull(service: Service): void;
}

const openDoor: Door = { admit: () => true, isFull: () => undefined };

export class Acceptor {
  readonly #held = new Map<number, Held>();
  /** Remembered, since an answer may still be written when its worker dies: then nobody else owns the connection. */
  readonly #dead = new Set<string>();
  #worker: WorkerPort | undefined;
  #lastId = 0;

  constructor(
    private readonly logger: Logger,
    private readonly limits: AcceptorLimits = defaultAcceptorLimits,
    private readonly door: Door = openDoor,
  ) {}

  /** Whether every connection has been handed over: nothing is lost if the listening sockets are closed now. */
  get allHanded(): boolean {
    return [...this.#held.values()].every(({ state }) => state === 'handed' || state === 'writing');
  }

  /** How many connections are held, in whatever state. */
  get size(): number {
    return this.#held.size;
  }

  /** The socket has not been read from, and is paused. */
  accept(socket: Socket, service: Service = 'http'): void {
    socket.on('error', () => undefined);
    if (!this.door.admit(socket, service)) return;
    // However many clients there are, whoever controls this server gets through.
    if (service !== 'control' && this.#held.size >= this.limits.connections && !this.#spareOne()) {
      this.door.isFull(service);
      socket.destroy();
      return;
    }
    const id = (this.#lastId += 1);
    const held: Held = { id, socket, service, head: noBytes, worker: undefined, state: 'waiting', attempts: 0 };
    this.#held.set(id, held);
    socket.once('close', () => this.#held.delete(id));
    if (service === 'http') this.#read(held);
    else this.#hand(held);
  }

  /**
   * Hosts send their request at once. Whoever has connected and said nothing for longest gives way: idle sockets, however
   * many and from wherever, cannot keep a host out.
   */
  #spareOne(): boolean {
    for (const held of this.#held.values()) {
      if (held.state !== 'reading') continue;
      this.#release(held);
      return true;
    }
    return false;
  }

  /** From now on connections go to this worker, those that wait first. */
  attach(worker: WorkerPort): void {
    this.#worker = worker;
    for (const held of this.#held.values()) if (held.state === 'waiting') this.#hand(held);
  }

  /** No more connections for this worker; what it was given stays with it: it drains. */
  detach(worker: string): void {
    if (this.#worker?.name === worker) this.#worker = undefined;
  }

  /** The worker has died: what it has not answered goes to the next one. */
  lost(worker: string): void {
    this.detach(worker);
    this.#dead.add(worker);
    for (const held of this.#held.values()) {
      if (held.worker !== worker || held.state !== 'handed') continue;
      held.worker = undefined;
      held.state = 'waiting';
      this.#hand(held);
    }
  }

  received(worker: WorkerPort, message: Extract<FromWorker, { kind: 'answer' | 'taken' }>): void {
    const held = this.#held.get(message.connection);
    if (held?.worker !== worker.name || held.state !== 'handed') {
      // Its client is gone: the worker waits for nothing else, and would wait for ever.
      if (message.kind === 'answer') worker.send({ kind: 'written', connection: message.connection });
      return;
    }
    if (message.kind === 'answer') this.#write(held, worker, message);
    else this.#release(held);
  }

  close(): void {
    for (const held of this.#held.values()) held.socket.destroy();
  }

  #read(held: Held): void {
    const { socket } = held;
    held.state = 'reading';
    const onData = (chunk: Buffer): void => {
      held.head = held.head.length === 0 ? chunk : Buffer.concat([held.head, chunk]);
      if (!isComplete(held.head) && held.head.length < this.limits.headSize) return;
      // What comes after it is for whoever gets the connection.
      stopReading(socket);
      socket.removeListener('data', onData);
      socket.removeListener('end', onEnd);
      clearTimeout(timer);
      held.state = 'waiting';
      this.#hand(held);
    };
    const onEnd = (): void => {
      socket.destroy();
    };
    // For all of it: a time-out of silence would start again with every byte, and never end for a client that drips them.
    const timer = setTimeout(() => socket.destroy(), this.limits.headTimeout);
    socket.once('close', () => clearTimeout(timer));
    socket.on('data', onData);
    socket.on('end', onEnd);
    startReading(socket);
  }

  #hand(held: Held): void {
    if (this.#worker === undefined) return;
    held.attempts += 1;
    if (held.attempts > mostAttempts) {
      this.logger.error({ attempts: mostAttempts }, 'a request was given up: each worker that had it died');
      held.socket.destroy();
      return;
    }
    held.worker = this.#worker.name;
    held.state = 'handed';
    const { id: connection, service, head, socket } = held;
    this.#worker.send({ kind: 'connection', connection, service, head }, socket);
  }

  #write(held: Held, worker: WorkerPort, answer: Extract<FromWorker, { kind: 'answer' }>): void {
    held.state = 'writing';
    const stalled = setTimeout(() => held.socket.destroy(), this.limits.stallTimeout);
    held.socket.write(answer.bytes, () => {
      clearTimeout(stalled);
      worker.send({ kind: 'written', connection: held.id });
      if (!this.#dead.has(worker.name)) this.#release(held);
      else if (answer.last) held.socket.end(() => this.#release(held));
      else this.#readNext(held);
    });
  }

  /** Closes our copy only: the worker's goes on. */
  #release(held: Held): void {
    this.#held.delete(held.id);
    held.socket.destroy();
  }

  /** The worker died while its answer was written: the kept-alive connection is a new one to us. */
  #readNext(held: Held): void {
    held.head = noBytes;
    held.worker = undefined;
    held.attempts = 0;
    this.#read(held);
  }
}

/** Whether the end of a request's head is there. */
function isComplete(head: Buffer): boolean {
  return head.includes('\r\n\r\n') || head.includes('\n\n');
}
