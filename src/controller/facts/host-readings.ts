/**
 * Asks each host what only it can say: its clock, and its certificate. A host that is dead but still called live must
 * not hold up the reading of the pool, so each has a few seconds and may stay silent.
 */
import { X509Certificate } from 'node:crypto';
import type { Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { HostMetricsRecord, HostRecord } from '../../xapi/calls/records.js';
import type { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { printedTime, silentHost, type HostReading } from './host-facts.js';

/** A trivial call that the coordinator forwards; twice this is waited when the first reply is lost. */
const hostDeadline: Milliseconds = 4_000;

interface CachedFingerprint {
  readonly agentStartTime: number | null;
  readonly fingerprint: string;
}

export class HostReadings {
  readonly #connection: XapiConnection;
  /** By host uuid. A certificate can only change while the host's agent is down, so it is read once per start. */
  readonly #fingerprints = new Map<string, CachedFingerprint>();

  constructor(connection: XapiConnection) {
    this.#connection = connection;
  }

  /** By host uuid. @throws the signal's reason, and the errors of a coordinator that went away meanwhile */
  async read(signal: AbortSignal): Promise<ReadonlyMap<string, HostReading>> {
    const [hosts, metrics] = await Promise.all([
      this.#connection.call('host.get_all_records', [], { signal }),
      this.#connection.call('host_metrics.get_all_records', [], { signal }),
    ]);
    const readings = Object.entries(hosts).map(async ([ref, host]) => {
      const answers = isLive(host, metrics);
      return [host.uuid, answers ? await this.#readHost(ref, host, signal) : silentHost] as const;
    });
    return new Map(await Promise.all(readings));
  }

  async #readHost(ref: string, host: HostRecord, signal: AbortSignal): Promise<HostReading> {
    const options = { signal, deadline: hostDeadline };
    const time = await orNull(this.#connection.call('host.get_servertime', [ref], options));
    if (time === null)
      return { ...silentHost, certificateFingerprint: this.#fingerprints.get(host.uuid)?.fingerprint ?? null };
    return { serverTime: time / 1000, certificateFingerprint: await this.#fingerprint(ref, host, options) };
  }

  async #fingerprint(
    ref: string,
    host: HostRecord,
    options: { signal: AbortSignal; deadline: Milliseconds },
  ): Promise<string | null> {
    const agentStartTime = printedTime(host.other_config['agent_start_time']);
    const cached = this.#fingerprints.get(host.uuid);
    if (cached?.agentStartTime === agentStartTime) return cached.fingerprint;
    const pem = await orNull(this.#connection.call('host.get_server_certificate', [ref], options));
    const fingerprint = pem === null ? null : fingerprintOf(pem);
    if (fingerprint !== null) this.#fingerprints.set(host.uuid, { agentStartTime, fingerprint });
    return fingerprint;
  }
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
