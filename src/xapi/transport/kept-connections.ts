/**
 * Connections that reads share: a look at a pool is some thirty reads, and a TLS handshake for each costs more than all of
 * their answers. Effects never use them: after a connection that others have used, nobody could tell whether an effect that
 * got no answer was sent.
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { abortReason } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { dial, type DialOptions } from './dial.js';
import { replyLost } from './exchange.js';

/** xapi has threads for some hundred connections in all, and others want some of them. */
const atATime = 4;

/** Longer than the pause between two looks; xapi itself never closes an idle one (http_svr.ml). */
const idle = 20_000;

export class KeptConnections {
  readonly #agents = new Map<string, ReadAgent>();
  readonly #turns = new Map<string, Turns>();
  readonly #closing = new AbortController();

  constructor(private readonly options: DialOptions) {}

  /**
   * Sends a read and lets `take` read its reply. One that got no answer since its connection had ended meanwhile is sent
   * again over a new one.
   * @throws XAPI_UNREACHABLE, XAPI_CERTIFICATE_… when nothing was sent, XAPI_REPLY_LOST
   */
  async post<T>(
    address: string,
    body: string,
    signal: AbortSignal,
    take: (reply: IncomingMessage) => Promise<T>,
  ): Promise<T> {
    const turns = this.#turns.get(address) ?? new Turns(atATime);
    this.#turns.set(address, turns);
    await turns.take();
    try {
      return await take(await this.#sent(address, body, signal));
    } finally {
      turns.giveBack();
    }
  }

  async #sent(address: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#send(address, body, signal);
    } catch (error) {
      // Whatever it was, the others to this host may be half dead as well.
      this.#forget(address);
      if (!(error instanceof EndedWhileIdle)) throw error;
      return this.#send(address, body, signal);
    }
  }

  close(): void {
    this.#closing.abort(new Error('the connection to the pool is closed'));
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #forget(address: string): void {
    this.#agents.get(address)?.leave();
    this.#agents.delete(address);
  }

  #agent(address: string): ReadAgent {
    const agent = this.#agents.get(address) ?? new ReadAgent(() => dial(address, this.options, this.#closing.signal));
    this.#agents.set(address, agent);
    return agent;
  }

  #send(address: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) throw replyLost(address, abortReason(signal));
      const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body), host: address };
      const outgoing = request({ agent: this.#agent(address), method: 'POST', path: '/', headers, signal });
      outgoing.once('response', resolve);
      outgoing.on('error', (error) => reject(problemOf(address, outgoing, error, signal)));
      outgoing.end(body);
    });
  }
}

class EndedWhileIdle extends Error {}

function problemOf(address: string, outgoing: ClientRequest, error: Error, signal: AbortSignal): Error {
  if (signal.aborted) return replyLost(address, abortReason(signal));
  if (error instanceof DrydockError) return error;
  return outgoing.reusedSocket ? new EndedWhileIdle() : replyLost(address, error);
}

/** So many at a time, in the order in which they came. Node's agent does not count connections that are being opened. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #left: number;

  constructor(count: number) {
    this.#left = count;
  }

  async take(): Promise<void> {
    if (this.#left > 0) this.#left--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#left++;
    else next();
  }
}

/** Hands out connections whose other end has proven who it is. */
class ReadAgent extends Agent {
  constructor(private readonly open: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: atATime, maxFreeSockets: atATime, timeout: idle, scheduling: 'lifo' });
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    this.open().then(
      (socket) => callback?.(null, socket),
      // Node asks for a stream even with an error.
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  }

  /** Closes what is idle; what is under way ends by itself and is not kept. */
  leave(): void {
    this.maxFreeSockets = 0;
    for (const sockets of Object.values(this.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }
}
