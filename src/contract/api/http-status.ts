/** The status of HTTP for each error of the product, so that a script may tell them apart without reading the document. */
import type { DrydockError } from '../../shared/errors/drydock-error.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import type { ErrorCode } from '../../shared/errors/registry.js';

const named: Partial<Record<ErrorCode, number>> = {
  CONTROL_REQUEST_INVALID: 400,
  NOT_SIGNED_IN: 401,
  SIGN_IN_REFUSED: 401,
  ROLE_INSUFFICIENT: 403,
  REQUEST_FOREIGN: 403,
  IMPORT_SOURCE_NOT_ALLOWED: 403,
  ROUTE_UNKNOWN: 404,
  MEDIA_JOB_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  ROLLOUT_UNKNOWN: 404,
  POOL_UNKNOWN: 404,
  SESSION_UNKNOWN: 404,
  MEDIA_NOT_FOUND: 404,
  REQUEST_TOO_SLOW: 408,
  REQUEST_TOO_LARGE: 413,
  HOST_NAME_UNKNOWN: 421,
  SIGN_IN_DELAYED: 429,
  DISK_FULL: 507,
};

/** What the caller can change is 4xx, what he cannot 5xx. */
export function httpStatus(error: DrydockError | undefined): number {
  if (error === undefined) return 500;
  return named[error.code] ?? (error.exitCode === exitCodes.failed ? 500 : 409);
}
