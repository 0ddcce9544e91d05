/**
 * Ends what is left of the addresses of a host's earlier rounds. A new round is begun after the host came back with its old
 * version, by a person by name, or by itself where nothing was armed: nothing can be installing from the old address, and left armed it
 * would keep `drydock stop` from ever being taken.
 */
import type { PlannedHost } from '../../planning/plan.js';
import type { Decision, TurnInput } from '../decision.js';
import { grantId } from '../host-grant.js';
import { isLeftToNewOwner } from './failed-address.js';
import { begin } from '../turn-context.js';

/** undefined when there is none. */
export function endOlderAddress(input: TurnInput, host: PlannedHost, reason: string): Decision | undefined {
  const present = grantId(input.ledger, host.uuid);
  const older = input.grants?.find(
    (grant) => grant.host.uuid === host.uuid && grant.id !== present && grant.state !== 'ended',
  );
  if (older === undefined || isLeftToNewOwner(input, host)) return undefined;
  const detail = { name: host.name, grant: older.id, epoch: input.ledger.epoch, reason };
  return begin(input, { effect: 'end-grant', key: host.uuid, detail }, host.uuid);
}
