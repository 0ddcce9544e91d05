/** The name of the grant of a host in a run: known before it exists, so that creating it twice gives one. */
import type { Grant } from '../../contract/grants.js';
import type { TurnInput } from './decision.js';
import { roundOf, type Ledger } from './ledger.js';

export function grantId(ledger: Ledger, host: string): string {
  return grantIdOf(ledger.run, host, roundOf(ledger, host));
}

export function grantIdOf(run: string, host: string, round: number): string {
  return `${run}.${host}.${round}`;
}

export function grantOf(input: TurnInput, host: string): Grant | undefined {
  const id = grantId(input.ledger, host);
  return input.grants?.find((grant) => grant.id === id);
}
