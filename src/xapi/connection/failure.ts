/** xapi's own failures as errors of the product: the code and its parameters are kept, the credential never is. */
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface FailureData {
  readonly call: string;
  readonly code: string;
  readonly params: readonly string[];
}

export function failureError(call: string, code: string, params: readonly string[]): DrydockError {
  const data: FailureData = { call, code, params };
  return new DrydockError('XAPI_FAILURE', {
    attempted: `calling ${call}`,
    found: describeFailure(code, params),
    data: { ...data },
  });
}

/** The code and parameters of a call that the pool refused; undefined for any other error. */
export function failureOf(error: unknown): FailureData | undefined {
  if (!(error instanceof DrydockError) || error.code !== 'XAPI_FAILURE') return undefined;
  const { call, code, params } = error.details.data ?? {};
  if (typeof call !== 'string' || typeof code !== 'string' || !Array.isArray(params)) return undefined;
  return { call, code, params: params.map(String) };
}

/** As the field writes it: the code, then its parameters. */
export function describeFailure(code: string, params: readonly string[]): string {
  return params.length === 0 ? code : `${code} [${params.join(', ')}]`;
}

/** Raised before the call was dispatched: what was asked was not done. */
export function sessionLostError(call: string, address: string): DrydockError {
  return new DrydockError('XAPI_SESSION_LOST', {
    attempted: `calling ${call}`,
    subject: address,
    data: { call, outcome: 'not-done' },
  });
}
