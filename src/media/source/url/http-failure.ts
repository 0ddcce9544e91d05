/** Why a request came to nothing, in words, and whether asking again may help. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';

export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';

  constructor(
    /** As a clause: "status 404". */
    readonly found: string,
    readonly options: {
      /** Asking again may help. */
      readonly passing: boolean;
      /** Nobody is there; that passes only for a server that answered before. */
      readonly absent?: boolean;
      readonly status?: number;
      readonly remedy?: string;
      readonly cause?: unknown;
    },
  ) {
    super(found, { cause: options.cause });
  }
}

/** Timeouts, too many requests, and a server that is restarted or overloaded (RFC 9110 15.5, 15.6). */
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

export function statusFailure(status: number): HttpFailure {
  const remedy =
    status === 401 || status === 403
      ? 'Give user and password in the address (https://user:password@host/…), or download the file by hand.'
      : undefined;
  return new HttpFailure(`status ${status}`, {
    passing: passingStatuses.has(status),
    status,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

const absentWords = new Map([
  ['ENOTFOUND', 'no computer of that name'],
  ['EAI_AGAIN', 'no answer from the name server'],
  ['ECONNREFUSED', 'nobody listening there'],
  ['EHOSTUNREACH', 'no way to that computer'],
  ['ENETUNREACH', 'no way to that network'],
]);

const cutWords = new Map([
  ['ECONNRESET', 'a connection that was cut'],
  ['EPIPE', 'a connection that was cut'],
  ['ECONNABORTED', 'a connection that was cut'],
  ['ETIMEDOUT', 'no answer'],
]);

/** Codes of OpenSSL and of Node about the other side's certificate. */
const certificateWords = new Map([
  ['CERT_HAS_EXPIRED', 'a certificate that has expired'],
  ['CERT_NOT_YET_VALID', 'a certificate that is not valid yet; is the clock right?'],
  ['CERT_REVOKED', 'a certificate that was revoked'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'a certificate signed by itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'a certificate of an authority that this machine does not trust'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'a certificate of an authority that this machine does not know'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'a certificate of an authority that this machine does not know'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'a certificate of an authority that this machine does not know'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'a certificate for another name'],
]);

const certificateRemedy =
  'Have the server use a certificate that this machine trusts, name the authority’s file in NODE_EXTRA_CA_CERTS, or download the file by hand.';

export function failureOf(cause: unknown): HttpFailure {
  if (cause instanceof HttpFailure) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const absent = absentWords.get(code);
  if (absent !== undefined) return new HttpFailure(absent, { passing: false, absent: true, cause });
  const certificate = certificateWords.get(code);
  if (certificate !== undefined)
    return new HttpFailure(certificate, { passing: false, remedy: certificateRemedy, cause });
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return new HttpFailure('an answer that is not TLS; is the address one of http?', { passing: false, cause });
  if (code.startsWith('HPE_')) return new HttpFailure('an answer that is not HTTP', { passing: false, cause });
  return new HttpFailure(cutWords.get(code) ?? 'a connection that failed', { passing: true, cause });
}

/** How far a download came. */
export interface Reached {
  readonly received: number;
  readonly total: number | null;
  readonly attempts: number;
}

export function downloadFailed(
  shown: string,
  failure: HttpFailure,
  { received, total, attempts }: Reached,
): DrydockError {
  const { status, remedy, cause } = failure.options;
  return new DrydockError('MEDIA_DOWNLOAD_FAILED', {
    attempted: 'downloading the source',
    subject: shown,
    expected: total === null ? 'the file' : `${total} bytes`,
    found:
      received === 0
        ? failure.found
        : `${failure.found} after ${received} bytes${total === null ? '' : `, ${total - received} missing`}`,
    ...(remedy === undefined ? {} : { remedy }),
    ...(cause === undefined ? {} : { cause }),
    data: { status: status ?? null, received, total, attempts },
  });
}
