/** Errors in the tests of the servers, by their codes. */
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

/** The code a promise fails with, or `done`. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    if (error instanceof DrydockError) return error.code;
    throw error;
  }
}
