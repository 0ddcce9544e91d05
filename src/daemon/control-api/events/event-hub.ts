/**
 * Tells all open pages what has changed. While nobody looks nothing is read; while somebody does, the open runs are looked at once
 * a second, and the media server every two.
 */
import type { ServerResponse } from 'node:http';
import { heartbeatEvery, type EventData, type EventName } from '../../../contract/api/events.js';
import type { Caller } from '../../../contract/api/caller.js';
import { isAllowed } from '../../../contract/api/roles.js';
import type { RolloutStatus } from '../../../contract/rollout.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Clock } from '../../../shared/clock.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { Logger } from '../../../shared/logger.js';
import type { ServerView } from '../handlers/server-handlers.js';
import { EventStream } from './event-stream.js';

const lookEvery = 1000;
const mostStreams = 200;
const mostOfOneCaller = 20;
/** How long a page may not take a byte before it is dropped. */
const patience = 60_000;

export interface HubParts {
  readonly version: string;
  readonly clock: Clock;
  readonly log: Logger;
  openRuns(): Promise<readonly string[]>;
  run(id: string): Promise<RunStatus>;
  rollouts(): Promise<readonly RolloutStatus[]>;
  readonly servers: ServerView;
  /** Whether a page may go on listening; asked with each heartbeat, which counts as a use of the session. */
  mayStay(caller: Caller): Promise<boolean>;
}

interface Listener {
  readonly stream: EventStream;
  readonly caller: Caller;
  beatAt: number;
  behindSince: number | null;
}

export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  readonly #told = new Map<string, string>();
  #looking: Promise<void> | undefined;
  #looks = 0;
  #isAsking = false;
  /** Runs that were open at the last look: their end is told too. */
  #watched: readonly string[] = [];

  constructor(private readonly parts: HubParts) {}

  /** @throws CONTROL_REQUEST_INVALID when there are too many already */
  open(caller: Caller, response: ServerResponse): void {
    const own = [...this.#listeners].filter(
      (one) => one.caller.name === caller.name && one.caller.kind === caller.kind,
    );
    if (this.#stop.signal.aborted || this.#listeners.size >= mostStreams || own.length >= mostOfOneCaller) {
      throw new DrydockError('CONTROL_REQUEST_INVALID', {
        attempted: 'opening a stream of events',
        expected: `at most ${mostOfOneCaller} of one person, and ${mostStreams} of all`,
      });
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would collect events until a page's worth of them is there.
      'x-accel-buffering': 'no',
    });
    const now = this.parts.clock.now();
    const listener = { stream: new EventStream(response), caller, beatAt: now, behindSince: null };
    response.write('retry: 2000\n\n');
    listener.stream.send('hello', '', { version: this.parts.version, at: now });
    this.#listeners.add(listener);
    response.on('close', () => this.#listeners.delete(listener));
    response.on('error', () => this.#listeners.delete(listener));
    this.#looking ??= this.#look();
  }

  tell<N extends EventName>(name: N, about: string, data: EventData<N>): void {
    for (const { stream, caller } of this.#listeners) {
      if (name !== 'audit' || isAllowed(caller.rank, 'administrator')) stream.send(name, about, data);
    }
  }

  /** Those of a session that was signed out. */
  endSession(session: string): void {
    for (const listener of this.#listeners) if (listener.caller.session === session) this.#end(listener);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const { stream } of this.#listeners) stream.end();
    this.#listeners.clear();
    await this.#looking;
  }

  async #look(): Promise<void> {
    while (this.#listeners.size > 0 && !this.#stop.signal.aborted) {
      await this.#lookOnce().catch((error: unknown) => {
        this.parts.log.warn({ error: String(error) }, 'the open pages could not be told what has changed');
      });
      await this.parts.clock.sleep(lookEvery, this.#stop.signal).catch(() => undefined);
    }
    // Whoever comes next hears of everything that is open then.
    this.#told.clear();
    this.#looking = undefined;
  }

  async #lookOnce(): Promise<void> {
    const open = await this.parts.openRuns();
    const later: string[] = [];
    for (const id of new Set([...this.#watched, ...open])) {
      // A page that was just opened hears of every open run: hundreds are more than may wait for it at once.
      if (this.#isCrowded) later.push(id);
      else this.#tellIfNew('run', id, await this.parts.run(id));
    }
    // Whoever was not heard of comes first in the next look.
    this.#watched = [...new Set([...later, ...open])];
    for (const rollout of await this.parts.rollouts()) this.#tellIfNew('rollout', rollout.rollout, rollout);
    this.#looks += 1;
    if (this.#looks % 2 === 1) this.#tellServers();
    for (const listener of this.#listeners) await this.#attend(listener);
  }

  get #isCrowded(): boolean {
    return [...this.#listeners].some(({ stream }) => stream.isCrowded);
  }

  /** Not waited for: a media server that does not answer must not keep the pages from hearing of the runs. */
  #tellServers(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const asked = this.parts.servers.read().then((servers) => this.tell('servers', '', servers));
    void asked.catch(() => undefined).finally(() => (this.#isAsking = false));
  }

  #tellIfNew<N extends 'run' | 'rollout'>(name: N, about: string, data: EventData<N>): void {
    const text = JSON.stringify(data);
    if (this.#told.get(`${name} ${about}`) === text) return;
    this.#told.set(`${name} ${about}`, text);
    this.tell(name, about, data);
  }

  async #attend(listener: Listener): Promise<void> {
    const now = this.parts.clock.now();
    const { stream } = listener;
    listener.behindSince = stream.isBehind ? (listener.behindSince ?? now) : null;
    if (listener.behindSince !== null && now - listener.behindSince > patience) stream.drop();
    if (now - listener.beatAt < heartbeatEvery) return;
    listener.beatAt = now;
    if (await this.parts.mayStay(listener.caller)) stream.beat();
    else this.#end(listener);
  }

  #end(listener: Listener): void {
    listener.stream.send('signed-out', '', { at: this.parts.clock.now() });
    listener.stream.end();
    this.#listeners.delete(listener);
  }
}
