/**
 * Undoes what was done to a host that was prepared but not rebooted: its address is closed and ended, the staged installer
 * taken out where there is a way into the host, the host is in service.
 */
import { hostByUuid } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import type { Decision, TurnInput } from '../decision.js';
import { grantId, grantOf } from '../host-grant.js';
import { everConfirmed } from '../ledger.js';
import { isLeftToNewOwner } from './failed-address.js';
import { begin, poolOf, waitForPool } from '../turn-context.js';
import { endOlderAddress } from './older-address.js';
import { claimIsAnothers } from './hold-claim.js';
import { bringBackGuests } from './bring-back-guests.js';
import { unstage } from './inside-host.js';

/** undefined when nothing of this host is left to undo. An armed address is never touched here: only a person ends it, by name. */
export function releaseHost(input: TurnInput, host: PlannedHost, by: string): Decision | undefined {
  const pool = poolOf(input);
  if (pool === undefined) return waitForPool(input, host.uuid);
  const older = endOlderAddress(input, host, `left out by ${by}`);
  if (older !== undefined) return older;
  const grant = grantOf(input, host.uuid);
  if (
    grant !== undefined &&
    (grant.state === 'staging' || grant.state === 'closed') &&
    !isLeftToNewOwner(input, host)
  ) {
    const detail = {
      name: host.name,
      grant: grantId(input.ledger, host.uuid),
      epoch: input.ledger.epoch,
      reason: `aborted by ${by}`,
    };
    return begin(input, { effect: 'end-grant', key: host.uuid, detail }, host.uuid);
  }
  if (claimIsAnothers(input)) return undefined;
  const unstaging = grant?.state === 'armed' ? undefined : unstage(input, host);
  if (unstaging !== undefined) return unstaging;
  const facts = hostByUuid(pool, host.uuid);
  const ours = everConfirmed(input.ledger, 'disable-host', host.uuid) && grant?.state !== 'armed';
  if (!ours || facts?.live !== true) return undefined;
  if (facts.enabled) return bringBackGuests(input, host, pool);
  return begin(input, { effect: 'enable-host', key: host.uuid, detail: { name: host.name } }, host.uuid);
}
