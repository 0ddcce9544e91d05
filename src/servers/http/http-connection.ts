/** One connection: requests are read one after the other, however they arrive, and answered in their order. */
import type { Socket } from 'node:net';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { OpenFiles } from '../site/open-files.js';
import type { Resolve } from '../site/resolution.js';
import type { Pace } from '../limits/rate-cap.js';
import { after, type Soon } from '../site/soon.js';
import { answerTo, forMethod, textAnswer, type HttpAnswer, type HttpRequest } from './answer.js';
import { nothingAround, type Around } from './around.js';
import type { Delivery } from './delivery.js';
import type { HttpLimits } from './http-limits.js';
import type { HeadParser, RequestHead } from './request-head.js';
import type { ConnectionField } from './response-head.js';
import { sendAnswer } from './send-answer.js';

export interface ConnectionParts {
  readonly resolve: Resolve;
  readonly files: OpenFiles;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  readonly around?: Around;
  readonly pace?: Pace | undefined;
  readonly onRefused?: (reason: HttpRefusal) => void;
  readonly parseHead: HeadParser;
  /** True when every answer closes its connection from now on. */
  readonly draining: () => boolean;
  /** Milliseconds that only grow. */
  readonly elapsed: () => number;
}

/** What a client did that ended its connection. */
export type HttpRefusal = 'connections' | 'head-too-large' | 'head-too-slow' | 'malformed' | 'stalled';

const refusals: Readonly<Record<number, HttpRefusal>> = { 408: 'head-too-slow', 431: 'head-too-large' };

/** `head`: a head is awaited, or half there; `idle`: between two requests; `closing`: our end was said. */
export type ConnectionState = 'head' | 'idle' | 'answering' | 'closing';

const nothing = Buffer.alloc(0);

/** After our end a client may still be sending; a reset would take the answer from it. */
const lingerTimeout = 2000;

export class HttpConnection {
  /** What has arrived and is not answered yet. */
  #pending: Buffer = nothing;
  #state: ConnectionState = 'head';
  #since: number;
  #running = false;
  /** The next bytes wait for the cap on rates. */
  #paced = false;
  #clientEnded = false;
  /** Aborted when the connection has gone; made for the first answer that may have to wait. */
  #gone: AbortSignal | undefined;
  #delivery: Delivery | undefined;
  /** Made once, and not for each answer. */
  readonly #paceOrNone: ((bytes: number) => Promise<void> | undefined) | undefined;
  readonly #progressed = (): void => {
    this.#since = this.parts.elapsed();
  };

  constructor(
    private readonly socket: Socket,
    delivery: Delivery | undefined,
    private readonly parts: ConnectionParts,
  ) {
    this.#delivery = delivery;
    this.#paceOrNone = parts.pace === undefined ? undefined : (bytes) => this.#pace(bytes);
    this.#since = parts.elapsed();
    // A client that drops its connection is asking whether a file exists: not an error (media-and-clients.md 0, item 2).
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => this.#ended());
    // Only now is it idle: the kernel has taken an answer that was too large for it before.
    socket.on('drain', () => {
      this.#since = parts.elapsed();
    });
    socket.on('close', () => {
      // While a request is answered its answer is delivered all the same, or its failure gives back.
      if (!this.#running) this.#giveBack();
    });
  }

  get isIdle(): boolean {
    return this.#state === 'idle' && !this.#isTakingAnswers;
  }

  /** The last answer was given to the socket, and the kernel has not taken all of it. */
  get #isTakingAnswers(): boolean {
    return this.socket.writableLength > 0;
  }

  /** Called every now and then: ends the connection when its client is too slow. */
  check(): void {
    const { limits, elapsed } = this.parts;
    const waited = elapsed() - this.#since;
    const answering = this.#state === 'answering' || (this.#state === 'idle' && this.#isTakingAnswers);
    if (answering && !this.#paced && waited > limits.stallTimeout) {
      this.parts.onRefused?.('stalled');
      this.socket.destroy();
    } else if (answering) return;
    else if (this.#state === 'idle' && waited > limits.idleTimeout) this.socket.destroy();
    else if (this.#state === 'closing' && waited > lingerTimeout) this.socket.destroy();
    else if (this.#state === 'head' && waited > limits.headTimeout) {
      // Who never said a word gets none.
      if (this.#pending.length === 0) {
        this.parts.onRefused?.('head-too-slow');
        this.socket.destroy();
      } else this.#guarded(this.#refuse(408));
    }
  }

  #received(chunk: Buffer): void {
    if (this.#state === 'closing') return;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (this.#running) {
      // The rest waits in the kernel: a client cannot make us hold more than it may ask for at once.
      if (this.#pending.length > this.parts.limits.headSize) this.socket.pause();
      return;
    }
    if (this.#state === 'idle') this.#enter('head');
    this.#guarded(this.#run());
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      const parsed = this.parts.parseHead(this.#pending, this.parts.limits);
      if (parsed.kind === 'more') break;
      this.#enter('answering');
      if (parsed.kind === 'malformed') {
        await this.#refuse(parsed.status);
        return;
      }
      this.#pending = parsed.length === this.#pending.length ? nothing : this.#pending.subarray(parsed.length);
      const goOn = this.#answer(parsed.head);
      if (!(typeof goOn === 'boolean' ? goOn : await goOn)) return;
    }
    this.#running = false;
    if (this.#state === 'answering') this.#enter(this.#pending.length === 0 ? 'idle' : 'head');
    if (this.#clientEnded) this.#close();
    else if (this.socket.isPaused()) this.socket.resume();
  }

  /** False when no further request is answered on this connection. */
  #answer(head: RequestHead): Soon<boolean> {
    return after(this.#decide(head), (answer) => {
      const connection = this.#connectionField(head, answer);
      return after(this.#send(answer, connection), (goOn) => {
        if (goOn && connection !== 'close') return true;
        this.#close();
        return false;
      });
    });
  }

  #decide({ method, target, headers }: RequestHead): Soon<HttpAnswer> {
    const request = { method, target, headers, client: this.socket.remoteAddress ?? '' };
    const { around = nothingAround } = this.parts;
    return after(
      around(request, () => this.#answerOf(request)),
      (answer) => forMethod(method, answer),
    );
  }

  #answerOf(request: HttpRequest): Soon<HttpAnswer> {
    try {
      const answer = answerTo(request, this.parts.resolve);
      return answer instanceof Promise ? answer.catch((error: unknown) => this.#failed(error)) : answer;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): HttpAnswer {
    this.parts.logger.error({ cause: describeCause(error) }, 'a request could not be answered');
    return textAnswer(500, 'The server cannot answer this; its log says why.');
  }

  #connectionField(head: RequestHead, answer: HttpAnswer): ConnectionField {
    const wanted = (head.headers['connection'] ?? '').toLowerCase();
    if (this.parts.draining() || head.hasBody || answer.closes === true || /(^|[,\s])close([,\s]|$)/.test(wanted))
      return 'close';
    if (head.minorVersion === 1) return 'none';
    return /(^|[,\s])keep-alive([,\s]|$)/.test(wanted) ? 'keep-alive' : 'close';
  }

  /** What cannot be read gets the status that says so, and nothing else. */
  async #refuse(status: number): Promise<void> {
    this.parts.onRefused?.(refusals[status] ?? 'malformed');
    this.#running = true;
    this.#enter('answering');
    const body = { kind: 'none' } as const;
    const observer = { begun: () => undefined, flowed: () => undefined, done: () => undefined };
    await this.#send({ status, headers: { 'Content-Length': 0 }, body, observer }, 'close');
    this.#close();
  }

  #send(answer: HttpAnswer, connection: ConnectionField): Soon<boolean> {
    const { socket, parts } = this;
    // Field by field: a copy of an object here was a tenth of all that a small answer costs.
    const sent = sendAnswer({
      answer,
      socket,
      delivery: this.#delivery,
      connection,
      alone: this.#pending.length === 0,
      files: parts.files,
      logger: parts.logger,
      pace: this.#paceOrNone,
      progressed: this.#progressed,
    });
    return after(sent, (goOn) => {
      this.#delivery = undefined;
      return goOn;
    });
  }

  /** A wait of our own making is none of the client's, and ends when it leaves. */
  #pace(bytes: number): Promise<void> | undefined {
    this.#gone ??= goneWith(this.socket);
    const gone = this.#gone;
    const wait = this.parts.pace?.(this.socket.remoteAddress ?? '', bytes, gone);
    if (wait === undefined) return undefined;
    this.#paced = true;
    return wait
      .catch((error: unknown) => {
        if (!gone.aborted) throw error;
      })
      .finally(() => {
        this.#paced = false;
        this.#since = this.parts.elapsed();
      });
  }

  /** The client says no more; what it asked for before is answered. */
  #ended(): void {
    this.#clientEnded = true;
    if (!this.#running) this.#close();
  }

  #close(): void {
    this.#pending = nothing;
    this.#giveBack();
    if (this.socket.destroyed) return;
    this.#enter('closing');
    this.socket.end();
    // What still comes is read and thrown away.
    this.socket.resume();
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#since = this.parts.elapsed();
  }

  /** Nothing is delivered by the other process any more: it would hold the connection for ever. */
  #giveBack(): void {
    this.#delivery?.taken();
    this.#delivery = undefined;
  }

  /** A defect of ours costs one connection, and is told. */
  #guarded(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.parts.logger.error({ cause: describeCause(error) }, 'a connection was given up');
      this.#giveBack();
      this.socket.destroy();
    });
  }
}

function goneWith(socket: Socket): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  if (socket.destroyed) gone.abort();
  return gone.signal;
}
