/** How long and how often a server is asked. */
import type { HttpLimits } from './http-client.js';

export interface UrlLimits extends HttpLimits {
  /** Milliseconds for all of a download. */
  readonly total: number;
  /** In a row, without getting on. */
  readonly attempts: number;
  /** From the beginning, because the server cannot go on in the middle or the file changed. */
  readonly restarts: number;
}

export const usualLimits: UrlLimits = {
  idle: 60_000,
  redirects: 10,
  total: 24 * 3600 * 1000,
  attempts: 8,
  restarts: 3,
};

const firstPause = 1000;
const longestPause = 60_000;

/** Milliseconds before the next attempt: each pause is twice the one before. @param failures in a row, from 1 */
export function pauseAfter(failures: number): number {
  return Math.min(longestPause, firstPause * 2 ** (failures - 1));
}
