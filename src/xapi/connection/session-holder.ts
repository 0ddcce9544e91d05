/** Keeps one session for all callers: however many notice at once that it has ended, one login replaces it. */
import { setMaxListeners } from 'node:events';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { WireTransport } from '../transport/wire-transport.js';
import type { ConnectOptions, HostAnswer } from './connect-options.js';
import { findCoordinator, reachableAddress } from './find-coordinator.js';
import type { Session } from './login-attempt.js';

export class SessionHolder {
  readonly #options: ConnectOptions;
  readonly #transport: WireTransport;
  readonly #closing = endlessListeners();
  #session: Promise<Session> | undefined;
  /** What {@link #session} has resolved to. */
  #held: { readonly login: Promise<Session>; readonly session: Session } | undefined;
  #coordinator: string | undefined;
  #learned: readonly string[] = [];
  #answers = new Map<string, string>();
  #logins = 0;

  constructor(options: ConnectOptions, transport: WireTransport) {
    this.#options = options;
    this.#transport = transport;
  }

  /** Aborted by close: ends whatever is under way. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** What each host said in the last search for the coordinator, also in one that still goes on. */
  get answers(): readonly HostAnswer[] {
    return [...this.#answers].map(([address, answer]) => ({ address, answer }));
  }

  /** Addresses of hosts as their records have them: asked when those that were given do not help. */
  learnAddresses(addresses: readonly string[]): void {
    this.#learned = addresses
      .filter((address) => address !== '')
      .map((address) => reachableAddress(address, this.#options));
  }

  /** Every address that is asked, the likely coordinator first. */
  get addresses(): readonly string[] {
    return [
      ...new Set([
        ...(this.#coordinator === undefined ? [] : [this.#coordinator]),
        ...this.#options.addresses,
        ...this.#learned,
      ]),
    ];
  }

  /** The session, after a login when there is none. @throws as findCoordinator does; XAPI_CONNECTION_CLOSED */
  current(): Promise<Session> {
    if (this.#closing.signal.aborted) return Promise.reject(connectionClosed());
    this.#session ??= this.#logIn();
    return this.#session;
  }

  /** Forgets a session that has ended; one that has replaced it stays. */
  async drop(session: Session): Promise<void> {
    const held = this.#session;
    const current = await held?.catch(() => undefined);
    if (current === session && this.#session === held) this.#session = undefined;
  }

  /** The session when nobody needs to wait for it. */
  get ready(): Session | undefined {
    const isCurrent = this.#held !== undefined && this.#held.login === this.#session;
    return isCurrent && !this.#closing.signal.aborted ? this.#held?.session : undefined;
  }

  /** How many there have been. */
  get logins(): number {
    return this.#logins;
  }

  /** Whether there is a session now, as far as is known here. */
  get loggedIn(): boolean {
    return this.#session !== undefined;
  }

  /** Makes the next call search for the coordinator. */
  forget(): void {
    this.#session = undefined;
  }

  /** Ends everything under way and gives back the session that is to be logged out, if there is one. */
  async close(): Promise<Session | undefined> {
    this.#closing.abort(connectionClosed());
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    return session;
  }

  #logIn(): Promise<Session> {
    this.#answers = new Map();
    const answers = this.#answers;
    const search = {
      options: this.#options,
      transport: this.#transport,
      addresses: this.addresses,
      onAnswer: ({ address, answer }: HostAnswer) => void answers.set(address, answer),
    };
    const login = findCoordinator(search, this.#closing.signal);
    login.then(
      (session) => {
        this.#coordinator = session.address;
        this.#held = { login, session };
        this.#logins++;
      },
      () => {
        if (this.#session === login) this.#session = undefined;
      },
    );
    return login;
  }
}

/** Everything under way listens to it. */
function endlessListeners(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

function connectionClosed(): DrydockError {
  return new DrydockError('XAPI_CONNECTION_CLOSED', { attempted: 'asking the pool' });
}
