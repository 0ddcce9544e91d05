/** Where and as whom a host is logged in to, and by which key it is known. */
import type { Milliseconds } from '../shared/clock.js';
import type { Secret } from '../shared/secret.js';
import type { HostKey } from './host-key.js';

export type SshCredential =
  | { readonly kind: 'password'; readonly password: Secret }
  /** The text of a private key file, in OpenSSH or PEM form, without a passphrase. */
  | { readonly kind: 'key'; readonly key: Secret };

export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly credential: SshCredential;
  /** The pinned key; undefined: nobody has trusted one yet, and the log-in is refused. */
  readonly hostKey: HostKey | undefined;
  /** Offer what OpenSSH 4.3 and 5.3 of hosts up to 6.5 need. */
  readonly oldSsh: boolean;
  /** From the first packet to the accepted log-in. */
  readonly deadline: Milliseconds;
}

export function describeTarget({ host, port }: Pick<SshTarget, 'host' | 'port'>): string {
  return port === 22 ? host : `${host}:${port}`;
}
