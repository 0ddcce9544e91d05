/** A connection to one pool: typed calls over whichever host is the coordinator, each bounded in time. */
import type { Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { encodeArguments } from '../calls/call-definition.js';
import {
  callTable,
  type CallArguments,
  type CallName,
  type CallResult,
  type StartableCall,
} from '../calls/call-table.js';
import { LearnedCertificates } from '../transport/learned-certificates.js';
import { LeftBehind, withDeadline } from '../transport/deadline.js';
import { replyLost } from '../transport/exchange.js';
import { KeptConnections } from '../transport/kept-connections.js';
import { guarded } from '../transport/guarded-transport.js';
import { httpsDownload, httpsTransport } from '../transport/https-transport.js';
import { httpsUpload } from '../transport/https-upload.js';
import type { WireDownload, WireTransport, WireUpload } from '../transport/wire-transport.js';
import { isStruct, type WireStruct, type WireValue } from '../wire/wire-value.js';
import { defaultDeadlines, type CallDeadlines, type ConnectOptions, type HostAnswer } from './connect-options.js';
import { endsSession } from './ends-session.js';
import { failureError, sessionLostError } from './failure.js';
import { reachableAddress } from './find-coordinator.js';
import { attemptLogin, type Session } from './login-attempt.js';
import { atMostOnce, isCode, repeatedOnce } from './repetition.js';
import { SessionHolder } from './session-holder.js';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Replaces the deadline of the kind of call. */
  readonly deadline?: Milliseconds;
}

export interface OwnRights {
  /** The hosts' own root: xapi asks it for no role. */
  readonly superuser: boolean;
  readonly permissions: readonly string[];
}

const maximumReply = 128 * 1024 * 1024; // records of 5000 VMs with long descriptions are some 50 MB

export class XapiConnection {
  readonly #options: ConnectOptions;
  readonly #deadlines: CallDeadlines;
  readonly #certificates: LearnedCertificates;
  readonly #transport: WireTransport;
  readonly #download: WireDownload;
  readonly #upload: WireUpload;
  readonly #sessions: SessionHolder;
  readonly #kept: KeptConnections;

  /** Does not connect yet: the first call logs in. */
  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#deadlines = { ...defaultDeadlines, ...options.deadlines };
    this.#certificates = new LearnedCertificates(options.certificates);
    const { clock, oldTls = false, mayAct } = options;
    const dialling = { certificates: this.#certificates, clock, oldTls, connectDeadline: this.#deadlines.connect };
    this.#kept = new KeptConnections(dialling);
    const https = { ...dialling, maximumReply };
    this.#transport = guarded(options.transport ?? httpsTransport({ ...https, kept: this.#kept, mayAct }), mayAct);
    this.#download = options.download ?? httpsDownload(https);
    this.#upload = options.upload ?? httpsUpload(https);
    this.#sessions = new SessionHolder(options, this.#transport);
  }

  /** What each host said in the last search for the coordinator. */
  get answers(): readonly HostAnswer[] {
    return this.#sessions.answers;
  }

  /** Every address that is asked; the coordinator that was found last is the first. */
  get addresses(): readonly string[] {
    return this.#sessions.addresses;
  }

  get loggedIn(): boolean {
    return this.#sessions.loggedIn;
  }

  /** How many logins there have been: what belongs to a session belongs to one number. */
  get logins(): number {
    return this.#sessions.logins;
  }

  /** What the pool says of its hosts: where else to ask, and which certificate to expect there. */
  learnHosts(hosts: readonly { readonly address: string; readonly certificateFingerprint: string | null }[]): void {
    this.#sessions.learnAddresses(hosts.map(({ address }) => address));
    for (const { address, certificateFingerprint } of hosts) {
      if (certificateFingerprint === null) continue;
      this.#certificates.learn(reachableAddress(address, this.#options), certificateFingerprint);
    }
  }

  /** Logs in unless there is a session. */
  async logIn(signal?: AbortSignal): Promise<void> {
    await this.#session(signal);
  }

  /** What one host answers to a login, whoever is the coordinator: `HOST_BROKEN`, `ECONNREFUSED`, `logged in`. */
  async answerOf(address: string, signal: AbortSignal): Promise<string> {
    const reachable = reachableAddress(address, this.#options);
    const answer = await attemptLogin(reachable, this.#options, this.#transport, signal);
    if (answer.kind !== 'session') return answer.answer;
    await this.#logOut(answer.session);
    return 'logged in';
  }

  /** Gives the session up and asks every host again: what a pool that fell silent needs, and gives a fresh diagnosis. */
  async logInAgain(signal?: AbortSignal): Promise<void> {
    this.#sessions.forget();
    await this.#session(signal);
  }

  /** Makes one of the calls of the table. @throws XAPI_FAILURE with the pool's code, and the errors of findCoordinator */
  async call<N extends CallName>(name: N, args: CallArguments<N>, options: CallOptions = {}): Promise<CallResult<N>> {
    const { kind, result, parameters } = callTable[name];
    const send = async (): Promise<CallResult<N>> => {
      const deadline = options.deadline ?? this.#deadlines[kind];
      const given = encodeArguments(args, parameters);
      const value = await this.#send(name, given, deadline, options.signal, kind === 'read');
      const parsed = result.safeParse(value);
      if (parsed.success) return parsed.data as CallResult<N>;
      throw new DrydockError('XAPI_REPLY_INVALID', { attempted: `reading the result of ${name}`, cause: parsed.error });
    };
    return kind === 'read' ? repeatedOnce(send, options.signal) : atMostOnce(name, send);
  }

  /**
   * All records of a class as they travel, for whoever keeps them: a read, whatever the class is called.
   * @throws XAPI_FAILURE with MESSAGE_METHOD_UNKNOWN when the release does not have the class
   */
  async records(className: string, options: CallOptions = {}): Promise<WireStruct> {
    const method = `${className}.get_all_records`;
    return repeatedOnce(async () => {
      const value = await this.#send(method, [], options.deadline ?? this.#deadlines.read, options.signal, true);
      if (isStruct(value)) return value;
      throw new DrydockError('XAPI_REPLY_INVALID', {
        attempted: `reading the result of ${method}`,
        expected: 'records',
      });
    }, options.signal);
  }

  /**
   * What the user of this session may do: everything, or the calls by their names in lower case.
   * @throws XAPI_FAILURE with MESSAGE_METHOD_UNKNOWN from a release without roles
   */
  async ownRights(options: CallOptions = {}): Promise<OwnRights> {
    const ask = (field: string): Promise<WireValue> =>
      repeatedOnce(async () => {
        const { reference } = await this.#session(options.signal);
        const deadline = options.deadline ?? this.#deadlines.read;
        return this.#send(`session.get_${field}`, [reference], deadline, options.signal);
      }, options.signal);
    const superuser = (await ask('is_local_superuser')) === true;
    const permissions = superuser ? [] : await ask('rbac_permissions');
    return { superuser, permissions: Array.isArray(permissions) ? permissions.map(String) : [] };
  }

  /** Starts a call in the background and gives the reference of its task. */
  async start<N extends StartableCall>(name: N, args: CallArguments<N>, options: CallOptions = {}): Promise<string> {
    const asyncName = `Async.${name}`;
    const given = encodeArguments(args, callTable[name].parameters);
    return atMostOnce(asyncName, async () => {
      const deadline = options.deadline ?? this.#deadlines.effect;
      const task = await this.#send(asyncName, given, deadline, options.signal);
      if (typeof task === 'string' && task !== '') return task;
      throw new DrydockError('XAPI_REPLY_INVALID', {
        attempted: `reading the result of ${asyncName}`,
        expected: 'a task',
      });
    });
  }

  /**
   * Reads one of the pool's HTTP handlers; `consume` gets the body and may be called twice.
   * @throws XAPI_SESSION_LOST when the new session is refused as well, DUMP_REFUSED for any other status than 200
   */
  async fetch<T>(
    path: string,
    consume: (body: AsyncIterable<Uint8Array>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return repeatedOnce(async () => {
      const session = await this.#session(signal);
      const deadline = this.#deadlines.download;
      const request = {
        address: session.address,
        path: `${path}?session_id=${encodeURIComponent(session.reference)}`,
        deadline,
      };
      return this.#bounded(session, deadline, signal, async (limit) => {
        const { status, body } = await this.#download({ ...request, signal: limit });
        if (status === 200) return consume(body);
        if (status === 401) throw await this.#sessionLost(path, session);
        throw new DrydockError('DUMP_REFUSED', {
          attempted: `fetching ${path}`,
          subject: session.address,
          found: `HTTP ${status}`,
        });
      });
    }, signal);
  }

  /**
   * Sends a body to one of the pool's HTTP handlers, once: what becomes of it is told by the task that the query names.
   * @throws UPLOAD_REFUSED for any other status than 200, XAPI_SESSION_LOST, XAPI_REPLY_LOST where the transfer broke
   */
  async upload(
    path: string,
    query: Readonly<Record<string, string>>,
    image: { readonly bytes: number; read(): AsyncIterable<Uint8Array> },
    options: { readonly signal?: AbortSignal | undefined; readonly deadline: Milliseconds },
  ): Promise<void> {
    const { signal, deadline } = options;
    const session = await this.#session(signal);
    const search = new URLSearchParams({ session_id: session.reference, ...query }).toString();
    const request = { address: session.address, path: `${path}?${search}`, bytes: image.bytes };
    await this.#bounded(session, deadline, signal, async (limit) => {
      const { status } = await this.#upload({ ...request, body: image.read(), signal: limit });
      if (status === 200) return;
      if (status === 401) throw await this.#sessionLost(path, session);
      const found = `HTTP ${status}`;
      throw new DrydockError('UPLOAD_REFUSED', { attempted: `sending to ${path}`, subject: session.address, found });
    });
  }

  /** Ends what is under way and logs out. Safe to call twice. */
  async close(): Promise<void> {
    const session = await this.#sessions.close();
    this.#kept.close();
    if (session !== undefined) await this.#logOut(session);
  }

  /** The pool drops idle sessions by itself; a host that is down has none. */
  async #logOut(session: Session): Promise<void> {
    const deadline = this.#deadlines.connect;
    const params = [session.reference];
    const late = (): Error => new Error('the logout was not answered');
    await withDeadline({ clock: this.#options.clock, deadline, late }, (signal) =>
      this.#transport({ address: session.address, method: 'session.logout', params, deadline, signal }),
    ).catch(() => undefined);
  }

  async #send(
    method: string,
    args: readonly WireValue[],
    deadline: Milliseconds,
    signal?: AbortSignal,
    isRead = false,
  ): Promise<WireValue> {
    const session = await this.#session(signal);
    const params = [session.reference, ...args];
    const reply = await this.#bounded(session, deadline, signal, (limit) =>
      this.#transport({ address: session.address, method, params, deadline, signal: limit, isRead }),
    );
    if (reply.status === 'success') return reply.value;
    if (endsSession(reply, session)) throw await this.#sessionLost(method, session);
    throw failureError(method, reply.code, reply.params);
  }

  /** Waits for the one login that all callers share, but no longer than this caller wants to. */
  async #session(signal: AbortSignal | undefined): Promise<Session> {
    const { ready } = this.#sessions;
    if (ready !== undefined && signal?.aborted !== true) return ready;
    const deadline = this.#deadlines.login * 3;
    const late = (): Error => new DrydockError('DEADLINE_PASSED', { attempted: 'logging in to the pool' });
    try {
      return await withDeadline({ clock: this.#options.clock, deadline, signal, late }, () => this.#sessions.current());
    } catch (error) {
      throw error instanceof LeftBehind ? error.reason : error;
    }
  }

  async #bounded<T>(
    session: Session,
    deadline: Milliseconds,
    caller: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { closing } = this.#sessions;
    const signals = [closing, caller];
    const late = (): Error => new Error(`no reply within ${deadline / 1000} s`);
    try {
      return await withDeadline({ clock: this.#options.clock, deadline, signals, late }, work);
    } catch (error) {
      // The session of a host that cannot be reached is worth nothing: the next call looks for the coordinator.
      if (isCode(error, 'XAPI_UNREACHABLE')) await this.#sessions.drop(session);
      if (error instanceof DrydockError) throw error;
      throw replyLost(session.address, error);
    }
  }

  async #sessionLost(call: string, session: Session): Promise<DrydockError> {
    await this.#sessions.drop(session);
    return sessionLostError(call, session.address);
  }
}
