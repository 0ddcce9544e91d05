/** Opens a TLS connection to a host and checks its certificate: nothing can be sent before this has returned. */
import { constants } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, createSecureContext, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { abortReason, type Clock, type Milliseconds } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { parseAddress } from './address.js';
import { assertTrusted, type CertificatePolicy } from './certificate-policy.js';
import { withDeadline } from './deadline.js';

export interface DialOptions {
  readonly certificates: CertificatePolicy;
  /** Accept the TLS 1.0 and RSA-1024 of releases up to 6.5; per pool, never for the process. */
  readonly oldTls: boolean;
  readonly clock: Clock;
  /** For the TCP connection and the TLS handshake together. */
  readonly connectDeadline: Milliseconds;
}

/** A socket whose other end has proven to hold the trusted certificate. @throws XAPI_UNREACHABLE, XAPI_ADDRESS_INVALID, XAPI_CERTIFICATE_… */
export async function dial(address: string, options: DialOptions, signal: AbortSignal): Promise<TLSSocket> {
  const socket = await openSocket(address, options, signal);
  try {
    await assertTrusted(options.certificates, address, socket.getPeerCertificate().fingerprint256);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function openSocket(address: string, options: DialOptions, signal: AbortSignal): Promise<TLSSocket> {
  const deadline = options.connectDeadline;
  const late = (): Error => new Error(`no connection within ${deadline / 1000} s`);
  const { host, port } = parseAddress(address);
  try {
    return await withDeadline({ clock: options.clock, deadline, signal, late }, (limit) =>
      handshake(host, port, options.oldTls, limit),
    );
  } catch (error) {
    throw unreachable(address, error);
  }
}

export function unreachable(address: string, cause: unknown): DrydockError {
  const found = describeNetworkError(cause);
  return new DrydockError('XAPI_UNREACHABLE', {
    attempted: 'connecting to a host',
    subject: address,
    found,
    cause,
    data: { answers: [{ address, answer: found }] },
  });
}

/** "ECONNREFUSED" says more than Node's sentence around it; several attempts (IPv6, then IPv4) give the last one's. */
export function describeNetworkError(error: unknown): string {
  if (error instanceof AggregateError) return describeNetworkError(error.errors.at(-1));
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return describeCause(error);
}

function handshake(host: string, port: number, oldTls: boolean, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...tlsOptions(host, oldTls) });
    const onAbort = (): void => {
      socket.destroy(abortReason(signal));
    };
    const settle = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('secureConnect', () => {
      settle();
      // From here on an error shows in what is sent or read; without a listener it would end the process.
      socket.on('error', () => undefined);
      socket.setKeepAlive(true, 30_000);
      // Head and body are two writes: without this the second waits for the other side's delayed acknowledgement, 40 ms.
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once('error', (error: Error) => {
      settle();
      reject(error);
    });
    // stunnel up, xapi gone: the handshake ends without an error of its own.
    socket.once('close', () => reject(new Error('the connection was closed during the handshake')));
    if (signal.aborted) onAbort();
  });
}

/**
 * The chain is not checked since the fingerprint is. Old TLS: measured in reference xapi.md 3.4; `minVersion` is what
 * TLS 1.0 needs, the security level and the renegotiation option guard against stricter builds of OpenSSL.
 */
function tlsOptions(host: string, oldTls: boolean): ConnectionOptions {
  return {
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: oldTls ? oldContext() : newContext(),
  };
}

/**
 * The newest hosts offer P-384 alone (xapi.md 3.4): named first, it saves them a second round of the handshake.
 * Made once: Node loads all of its root certificates into each new context, which takes longer than the handshake.
 */
const newContext = once(() => createSecureContext({ minVersion: 'TLSv1.2', ecdhCurve: 'P-384:P-256:X25519' }));

const oldContext = once(() =>
  createSecureContext({
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  }),
);

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
