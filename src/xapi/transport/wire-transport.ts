/** The seam between the client and the network: one call, one reply, and an honest word on what was sent. */
import type { Milliseconds } from '../../shared/clock.js';
import type { WireReply, WireValue } from '../wire/wire-value.js';

export interface WireRequest {
  /** As the operator or xapi wrote it: "192.0.2.1", "xs-1.example:443", "2001:db8::1". */
  readonly address: string;
  readonly method: string;
  readonly params: readonly WireValue[];
  /** How long the caller waits at most; the signal is aborted then. */
  readonly deadline: Milliseconds;
  readonly signal: AbortSignal;
  /** A read: it may go over a connection that others have used. */
  readonly isRead?: boolean;
}

/**
 * Carries one call.
 * @throws XAPI_UNREACHABLE, XAPI_CERTIFICATE_CHANGED, XAPI_CERTIFICATE_UNKNOWN when certainly nothing was sent;
 * XAPI_REPLY_LOST or XAPI_REPLY_INVALID when the call may have been carried out.
 */
export type WireTransport = (request: WireRequest) => Promise<WireReply>;

export interface DownloadRequest {
  readonly address: string;
  /** Path with query; the query holds the session, so it stands in no log and no error. */
  readonly path: string;
  readonly deadline: Milliseconds;
  readonly signal: AbortSignal;
}

export interface Download {
  readonly status: number;
  /** Empty unless the status is 200. A transfer that breaks throws; leaving the loop closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface UploadRequest {
  readonly address: string;
  /** As in a download. */
  readonly path: string;
  /** xapi takes no chunked bodies (import_raw_vdi), hence the length. */
  readonly bytes: number;
  readonly body: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/**
 * Sends a body to one of the HTTP handlers of xapi and waits until the connection is closed. xapi says 200 before it has read
 * anything: whether it took the whole is told by the task alone. @throws as WireTransport does
 */
export type WireUpload = (request: UploadRequest) => Promise<{ readonly status: number }>;

/** Fetches from one of the HTTP handlers of xapi. @throws as WireTransport does */
export type WireDownload = (request: DownloadRequest) => Promise<Download>;
