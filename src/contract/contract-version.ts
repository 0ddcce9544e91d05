/**
 * Controller and media server say with each message which version of their contract they keep to: they are two services,
 * and while the package is upgraded one of them is still the one of the release before.
 */
import type { RequestHandler } from 'express';
import { DrydockError } from '../shared/errors/drydock-error.js';

/** The field of HTTP that says it. Who says nothing (releases up to 0.5.0, curl) is answered as far as he is understood. */
export const contractField = 'drydock-contract';

/** Says our version in every answer, and refuses requests of another one before they are read. */
export function statesContract(version: number): RequestHandler {
  return (request, response, next) => {
    response.setHeader(contractField, String(version));
    const other = otherVersion(request.get(contractField), version, 'answering a controller of another release');
    next(other);
  };
}

/** undefined when the other side keeps to the same, or does not say. */
export function otherVersion(stated: string | undefined, ours: number, attempted: string): DrydockError | undefined {
  if (stated === undefined || stated === String(ours)) return undefined;
  return new DrydockError('MEDIA_SERVER_OTHER_VERSION', {
    attempted,
    expected: `version ${ours}`,
    found: /^\d{1,6}$/.test(stated) ? `version ${stated}` : 'no version',
  });
}
