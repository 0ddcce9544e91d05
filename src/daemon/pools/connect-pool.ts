/** From a pool's record to a connection: what it is reached by, and which certificates are believed. */
import { xapiPool } from '../../controller/pool/xapi-pool.js';
import type { PoolPort } from '../../controller/pool/pool-port.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import type { ConnectOptions } from '../../xapi/connection/connect-options.js';
import { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { canonicalAddress } from '../../xapi/transport/address.js';
import { normalizeFingerprint, type CertificatePolicy } from '../../xapi/transport/certificate-policy.js';
import { dial } from '../../xapi/transport/dial.js';
import type { PoolRecord } from './pool-record.js';

/** What the pool's list of sessions shows; xapi drops the oldest sessions of an originator, so it is a name of our own. */
const originator = 'drydock';

const connectDeadline = 10_000;

/** A pool to read and act on; it connects with its first use, and `currentPassword` is asked at each login. */
export function openPool(
  record: PoolRecord,
  password: Secret,
  clock: Clock,
  currentPassword?: () => Promise<Secret>,
  mayAct?: () => void,
): PoolPort {
  const options = connectOptions(record, password, clock);
  return xapiPool({ ...options, mayAct, credentials: { ...options.credentials, currentPassword } });
}

/** The same pool, for reading whole records; it connects with its first use. */
export function openConnection(record: PoolRecord, password: Secret, clock: Clock): XapiConnection {
  return new XapiConnection(connectOptions(record, password, clock));
}

/** Proves that address, certificate, user and password are right. @throws XAPI_UNREACHABLE, XAPI_LOGIN_REFUSED, XAPI_CERTIFICATE_CHANGED … */
export async function proveLogin(
  record: PoolRecord,
  password: Secret,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const connection = new XapiConnection(connectOptions(record, password, clock));
  try {
    await connection.logIn(signal);
  } finally {
    await connection.close();
  }
}

/** The fingerprint that an address shows, without sending anything to it. @throws XAPI_UNREACHABLE, XAPI_ADDRESS_INVALID */
export async function shownFingerprint(
  address: string,
  oldTls: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<string> {
  let shown = '';
  const certificates: CertificatePolicy = {
    expectedFingerprint: () => undefined,
    onFirstUse: (_address, fingerprint) => {
      shown = fingerprint;
      return true;
    },
  };
  const socket = await dial(address, { certificates, oldTls, clock, connectDeadline }, signal);
  socket.destroy();
  return shown;
}

/** @throws XAPI_CERTIFICATE_CHANGED when what was given is not what is shown */
export function requireFingerprint(address: string, given: string, shown: string): void {
  if (normalizeFingerprint(given) === normalizeFingerprint(shown)) return;
  throw new DrydockError('XAPI_CERTIFICATE_CHANGED', {
    attempted: 'comparing the certificate with the fingerprint that was given',
    subject: address,
    expected: normalizeFingerprint(given),
    found: shown,
  });
}

/** @throws XAPI_ADDRESS_INVALID, naming the address */
export function requireAddress(address: string): string {
  return canonicalAddress(address);
}

/** A connection without the controller's view, for a look that needs a class of records only. */
export function connectOptions(record: PoolRecord, password: Secret, clock: Clock): ConnectOptions {
  const pins = new Map(
    Object.entries(record.fingerprints).map(([address, fingerprint]) => [canonicalAddress(address), fingerprint]),
  );
  return {
    addresses: record.addresses,
    credentials: { user: record.user, password },
    certificates: { expectedFingerprint: (address) => pins.get(canonicalAddress(address)) },
    clock,
    oldTls: record.oldTls,
    addressMap: record.addressMap,
    originator,
  };
}
