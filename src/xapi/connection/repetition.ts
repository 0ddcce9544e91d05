/**
 * The rule that everything rests on: a read is repeated once after a lost session or a lost reply; an effect is sent at
 * most once. Of the errors that an effect ends with, only XAPI_OUTCOME_UNKNOWN leaves open whether it was carried out.
 */
import { abortReason } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** For reads. */
export async function repeatedOnce<T>(send: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (signal?.aborted === true) throw abortReason(signal);
    const worthRepeating = ['XAPI_SESSION_LOST', 'XAPI_REPLY_LOST', 'XAPI_REPLY_INVALID'] as const;
    if (!worthRepeating.some((code) => isCode(error, code))) throw error;
    return send();
  }
}

/** For effects. @throws XAPI_OUTCOME_UNKNOWN when it may have been carried out */
export async function atMostOnce<T>(call: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isCode(error, 'XAPI_REPLY_LOST') && !isCode(error, 'XAPI_REPLY_INVALID')) throw error;
    throw new DrydockError('XAPI_OUTCOME_UNKNOWN', {
      attempted: `calling ${call}`,
      cause: error,
      data: { call, outcome: 'unknown' },
    });
  }
}

export function isCode(error: unknown, code: DrydockError['code']): boolean {
  return error instanceof DrydockError && error.code === code;
}
