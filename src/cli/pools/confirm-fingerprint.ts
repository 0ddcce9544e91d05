/** First use of a pool: the certificate of each address is shown and must be confirmed before anything is sent to it. */
import { requireFingerprint, shownFingerprint } from '../../daemon/pools/connect-pool.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Surroundings } from '../surroundings.js';

export interface FirstUse {
  readonly addresses: readonly string[];
  readonly oldTls: boolean;
  /** From --fingerprint, in the order of the addresses; empty: none given. */
  readonly given: readonly string[];
  readonly trust: boolean;
}

/** @throws POOL_FINGERPRINT_UNCONFIRMED, XAPI_CERTIFICATE_CHANGED, XAPI_UNREACHABLE, USAGE */
export async function confirmFingerprints(use: FirstUse, surroundings: Surroundings): Promise<Record<string, string>> {
  if (use.given.length > 0 && use.given.length !== use.addresses.length) {
    throw new DrydockError('USAGE', {
      attempted: 'reading --fingerprint',
      expected: `one for each --host, in the same order (${use.addresses.length})`,
      found: `${use.given.length}`,
    });
  }
  const confirmed: Record<string, string> = {};
  for (const [index, address] of use.addresses.entries()) {
    const shown = await shownFingerprint(address, use.oldTls, surroundings.clock, surroundings.signal);
    const given = use.given[index];
    if (given !== undefined) requireFingerprint(address, given, shown);
    else if (!use.trust) await askPerson(address, shown, surroundings);
    confirmed[address] = shown;
  }
  return confirmed;
}

async function askPerson(address: string, shown: string, surroundings: Surroundings): Promise<void> {
  const answer = await surroundings.ask(
    `${address} shows a certificate with the SHA-256 fingerprint\n  ${shown}\nIs it the one on the console of the host? [yes/no] `,
    false,
  );
  if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return;
  throw new DrydockError('POOL_FINGERPRINT_UNCONFIRMED', {
    attempted: 'asking whether to trust a certificate',
    subject: address,
    found: `${shown}${answer === undefined ? ', and no terminal to ask at' : ', and the answer was no'}`,
    data: { address, fingerprint: shown },
  });
}
