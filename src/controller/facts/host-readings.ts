/**
 * Asks hosts what only they can say: their clocks, and their certificates. A host that is dead but still called live must
 * not hold up the reading of the pool, so each has a few seconds and may stay silent.
 */
import { X509Certificate } from 'node:crypto';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostMetricsRecord, HostRecord } from '../../xapi/calls/records.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { printedTime, silentHost, type HostReading } from './host-facts.js';
import type { Reading } from './pool-facts.js';

/** A trivial call that the coordinator forwards; twice this is waited when the first reply is lost. */
const hostDeadline: Milliseconds = 4_000;

/** How long the clock of a host in service is carried on with the controller's own before it is asked for again. */
const clockHolds: Milliseconds = 30_000;

interface CachedFingerprint {
  readonly agentStartTime: number | null;
  readonly fingerprint: string;
}

interface ReadClock {
  /** When it was asked for, on the controller's clock. */
  readonly at: number;
  readonly serverTime: number;
  readonly agentStartTime: number | null;
}

export interface HostsToAsk {
  readonly hosts: Readonly<Record<string, HostRecord>>;
  readonly hostMetrics: Readonly<Record<string, HostMetricsRecord>>;
}

export class HostReadings {
  readonly #connection: XapiConnection;
  readonly #clock: Clock;
  /** By host uuid. A certificate can only change while the host's agent is down, so it is read once per start. */
  readonly #fingerprints = new Map<string, CachedFingerprint>();
  readonly #clocks = new Map<string, ReadClock>();

  constructor(connection: XapiConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** By host uuid. @throws the signal's reason, and the errors of a coordinator that went away meanwhile */
  async read(
    reading: Reading,
    { hosts, hostMetrics }: HostsToAsk,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, HostReading>> {
    const readings = Object.entries(hosts).map(async ([ref, host]) => {
      if (!isLive(host, hostMetrics)) return [host.uuid, silentHost] as const;
      const carriedOn = reading === 'usual' ? this.#carriedOn(host) : undefined;
      return [host.uuid, carriedOn ?? (await this.#readHost(ref, host, signal))] as const;
    });
    return new Map(await Promise.all(readings));
  }

  /**
   * The clock of a host out of service is the one that proofs are made of, and is asked for each time. That another host is
   * silent counts only before an act, and is found out then.
   */
  #carriedOn(host: HostRecord): HostReading | undefined {
    const read = this.#clocks.get(host.uuid);
    const fingerprint = this.#fingerprints.get(host.uuid);
    const agentStartTime = agentStartOf(host);
    if (read === undefined || fingerprint === undefined || !host.enabled) return undefined;
    if (read.agentStartTime !== agentStartTime || fingerprint.agentStartTime !== agentStartTime) return undefined;
    const age = this.#clock.now() - read.at;
    if (age >= clockHolds) return undefined;
    return { serverTime: read.serverTime + age / 1000, certificateFingerprint: fingerprint.fingerprint };
  }

  async #readHost(ref: string, host: HostRecord, signal: AbortSignal): Promise<HostReading> {
    const options = { signal, deadline: hostDeadline };
    const at = this.#clock.now();
    const time = await orNull(this.#connection.call('host.get_servertime', [ref], options));
    if (time === null) {
      this.#clocks.delete(host.uuid);
      return { ...silentHost, certificateFingerprint: this.#fingerprints.get(host.uuid)?.fingerprint ?? null };
    }
    const serverTime = time / 1000;
    this.#clocks.set(host.uuid, { at, serverTime, agentStartTime: agentStartOf(host) });
    return { serverTime, certificateFingerprint: await this.#fingerprint(ref, host, options) };
  }

  async #fingerprint(
    ref: string,
    host: HostRecord,
    options: { signal: AbortSignal; deadline: Milliseconds },
  ): Promise<string | null> {
    const agentStartTime = agentStartOf(host);
    const cached = this.#fingerprints.get(host.uuid);
    if (cached?.agentStartTime === agentStartTime) return cached.fingerprint;
    const pem = await orNull(this.#connection.call('host.get_server_certificate', [ref], options));
    const fingerprint = pem === null ? null : fingerprintOf(pem);
    if (fingerprint !== null) this.#fingerprints.set(host.uuid, { agentStartTime, fingerprint });
    return fingerprint;
  }
}

/** Whether a host is live now that was not, or whose agent has started since. */
export function haveStarted(before: HostsToAsk, now: HostsToAsk): boolean {
  return Object.entries(now.hosts).some(([ref, host]) => {
    const known = before.hosts[ref];
    if (known === host && before.hostMetrics === now.hostMetrics) return false;
    if (!isLive(host, now.hostMetrics)) return false;
    const hadStarted = known !== undefined && isLive(known, before.hostMetrics);
    return !hadStarted || agentStartOf(known) !== agentStartOf(host);
  });
}

function agentStartOf(host: HostRecord): number | null {
  return printedTime(host.other_config['agent_start_time']);
}

function isLive(host: HostRecord, metrics: Readonly<Record<string, HostMetricsRecord>>): boolean {
  return host.metrics !== null && metrics[host.metrics]?.live === true;
}

/** SHA-256, as Node and the console of a host write it; null for what is no certificate. */
export function fingerprintOf(pem: string): string | null {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return null;
  }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DrydockError) return null;
    throw error;
  }
}
