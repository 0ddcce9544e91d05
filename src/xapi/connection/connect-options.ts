/** What a connection to a pool is made of. */
import type { Clock, Milliseconds } from '../../shared/clock.js';
import type { Secret } from '../../shared/secret.js';
import type { CertificatePolicy } from '../transport/certificate-policy.js';
import type { WireDownload, WireTransport, WireUpload } from '../transport/wire-transport.js';

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
  /** Looks for the password before each login, so that one which was changed can be given without a new connection. */
  readonly currentPassword?: (() => Promise<Secret>) | undefined;
}

export interface ConnectOptions {
  /** Hosts of the pool, in the order in which they are asked; any of them leads to the coordinator. */
  readonly addresses: readonly string[];
  readonly credentials: Credentials;
  readonly certificates: CertificatePolicy;
  readonly clock: Clock;
  /** For hosts up to 6.5, which offer nothing newer than TLS 1.0. */
  readonly oldTls?: boolean;
  /** Addresses as the hosts know each other, to addresses as they are reached from here (a pool behind NAT). */
  readonly addressMap?: Readonly<Record<string, string>>;
  /** What the pool's session list shows. xapi drops the oldest sessions of an originator, so it is a name of our own. */
  readonly originator?: string;
  /** Asked immediately before anything that changes the pool is sent; throws where it must not be sent any more. */
  readonly mayAct?: (() => void) | undefined;
  readonly deadlines?: Partial<CallDeadlines>;
  /** Replaces HTTPS, for a simulated pool in the same process. */
  readonly transport?: WireTransport;
  readonly download?: WireDownload;
  readonly upload?: WireUpload;
}

/** Each bounds one attempt. Sources: reference xapi.md 3.3; a refused login takes 5 s, one through AD much longer. */
export interface CallDeadlines {
  readonly connect: Milliseconds;
  readonly login: Milliseconds;
  readonly read: Milliseconds;
  readonly effect: Milliseconds;
  readonly download: Milliseconds;
}

export const defaultDeadlines: CallDeadlines = {
  connect: 10_000,
  login: 30_000,
  read: 60_000,
  effect: 300_000,
  download: 600_000,
};

/** What one host said to a login, for the diagnosis of a pool that cannot be read. */
export interface HostAnswer {
  readonly address: string;
  /** "ECONNREFUSED", "HOST_STILL_BOOTING", "HOST_IS_SLAVE 192.0.2.1" … */
  readonly answer: string;
}
