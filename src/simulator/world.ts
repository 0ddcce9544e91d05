/** What every rule of the simulator works with: the state, time, chance, scripted faults and the record of what happened. */
import { setMaxListeners } from 'node:events';
import { abortReason, type Clock, type Milliseconds } from '../shared/clock.js';
import { linkSignals } from '../shared/linked-signal.js';
import type { ClientProfile, MediaTransport } from '../installer/client-script.js';
import { ChangeBell } from './events/change-bell.js';
import type { Fault, FaultPlace, FaultScript, PlaceFaultKind, Struck } from './faults/fault.js';
import { happenAtStart, watchSteps } from './faults/step-faults.js';
import { History } from './history.js';
import { RollingUpgradeFlag } from './life/rolling-upgrade-flag.js';
import { settleHeartbeats } from './life/heartbeats.js';
import { stateFileOn } from './state/ha-statefile.js';
import type { AgentState, Host } from './state/objects.js';
import type { PoolState } from './state/pool-state.js';
import type { Times } from './times.js';
import type { HostCertificate } from './wire/certificate.js';

/** Opens a transport to an install source for one client at work on a host. */
export type MediaTransportFactory = (baseUrl: string, profile: ClientProfile, client: MediaClient) => MediaTransport;

export interface MediaClient {
  /** From which the host asks: NFS decides by it. */
  readonly address: string;
}

export interface WorldParts {
  readonly state: PoolState;
  readonly clock: Clock;
  readonly faults: FaultScript;
  readonly times: Times;
  readonly media: MediaTransportFactory;
  readonly credential: Credential;
  /** Made when first asked for. */
  readonly makeCertificate: (address: string, validFrom?: Date) => HostCertificate;
}

/** The hosts' own root, who passes every check; users of a directory are the pool state's. */
export interface Credential {
  readonly user: string;
  readonly password: string;
}

export class World implements WorldParts {
  readonly state: PoolState;
  readonly clock: Clock;
  readonly faults: FaultScript;
  readonly times: Times;
  readonly media: MediaTransportFactory;
  readonly credential: Credential;
  readonly makeCertificate: (address: string, validFrom?: Date) => HostCertificate;
  readonly history: History;
  readonly flag: RollingUpgradeFlag;
  /** Rung after whatever may have changed the pool. */
  readonly changes = new ChangeBell();
  readonly agentListeners = new Set<(host: Host) => void>();
  readonly #stopping = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #certificates = new Map<string, HostCertificate>();
  #coordinatorLife = new AbortController();

  constructor(parts: WorldParts) {
    this.state = parts.state;
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.times = parts.times;
    setMaxListeners(0, this.#stopping.signal);
    this.media = parts.media;
    this.credential = parts.credential;
    this.makeCertificate = parts.makeCertificate;
    this.history = new History(() => this.clock.now());
    this.flag = new RollingUpgradeFlag(this);
    watchSteps(this);
    this.beginCoordinatorLife();
  }

  now(): Milliseconds {
    return this.clock.now();
  }

  /** Aborted when the coordinator's xapi stops: calls under way never get an answer. */
  get coordinatorLife(): AbortSignal {
    return this.#coordinatorLife.signal;
  }

  beginCoordinatorLife(): void {
    this.#coordinatorLife = new AbortController();
    setMaxListeners(0, this.#coordinatorLife.signal);
  }

  endCoordinatorLife(): void {
    this.#coordinatorLife.abort(new Error('the coordinator has gone down'));
  }

  /** @throws when the simulator stops, or the given signal says so. */
  async sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    const { signal: both, release } = linkSignals(signal, this.#stopping.signal);
    try {
      await this.clock.sleep(duration, both);
    } finally {
      release();
    }
    // Whoever has slept goes on to change something.
    this.changes.ring();
  }

  /** Whoever opens and closes sockets must hear of it at once. */
  setAgent(host: Host, agent: AgentState): void {
    host.agent = agent;
    this.announce(host);
  }

  /** Something about a host's socket has changed. */
  announce(host: Host): void {
    for (const listener of this.agentListeners) listener(host);
  }

  /** Starts work that goes on after the call that caused it. A defect in it is recorded, never lost. */
  spawn(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.history.record('simulator-defect', null, { text: String(error) });
      })
      .finally(() => {
        this.#work.delete(running);
        this.changes.ring();
      });
    this.#work.add(running);
  }

  /** Brings everything that runs by itself up to date: heartbeats, the flag. Called before anybody looks. */
  settle(): void {
    settleHeartbeats(this);
    this.flag.settle();
  }

  /** HA as it is in a pool that has had it on for a while. */
  armHa(): void {
    const { pool, srs } = this.state;
    const sr = [...srs.values()].find((candidate) => candidate.shared);
    if (sr === undefined) throw new RangeError('HA needs a shared SR');
    pool.haEnabled = true;
    pool.haStatefiles = [stateFileOn(this.state, sr)];
  }

  certificateOf(address: string): HostCertificate {
    const known = this.#certificates.get(address) ?? this.makeCertificate(address);
    this.#certificates.set(address, known);
    return known;
  }

  /** From now on the host shows this certificate, or a new one. */
  renewCertificate(host: Host, certificate: HostCertificate = this.makeCertificate(host.address)): void {
    this.#certificates.set(host.address, certificate);
    this.announce(host);
  }

  /** Asks the fault script, and records a strike. */
  strikes<Kind extends PlaceFaultKind>(kind: Kind, place: FaultPlace): Struck<Kind> | undefined {
    const fault = this.faults.strikes(kind, place, { now: this.now(), state: this.state });
    if (fault !== undefined) {
      const { host, fn, path, vm } = place;
      this.history.record('fault', host?.uuid ?? null, { kind, step: fn ?? path ?? vm?.name ?? 'place' });
    }
    return fault;
  }

  /** @throws FAULT_INVALID */
  addFault(fault: Fault): void {
    happenAtStart(this, this.faults.add(fault));
  }

  /** Ends all work under way and waits until it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the simulator stops'));
    this.endCoordinatorLife();
    await Promise.all(this.#work);
  }

  get stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  throwIfStopped(): void {
    if (this.stopped) throw abortReason(this.#stopping.signal);
  }
}
