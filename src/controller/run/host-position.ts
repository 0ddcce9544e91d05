/** How far a host has come in its present round, from the journal and the facts: the question every stage begins with. */
import { effects } from '../effects/registry.js';
import type { PlannedHost } from '../planning/plan.js';
import type { TurnInput } from './decision.js';
import { lastAttempt, ledgerOfRound, note, wasConfirmed, type Ledger } from './ledger.js';
import { isAwayByHand } from './manual-history.js';
import { viewOf } from './turn-context.js';

/** finished: done, skipped or given up. proven and in-flight: after the reboot. preparing: begun, not rebooted. waiting: not begun. */
export type HostPosition = 'finished' | 'proven' | 'in-flight' | 'preparing' | 'waiting';

export function hostPosition(input: TurnInput, host: PlannedHost): HostPosition {
  const ledger = ledgerOfRound(input.ledger, host.uuid);
  if (isFinished(ledger, host.uuid)) return 'finished';
  if (note(ledger, 'proven', host.uuid) !== undefined) return 'proven';
  if (hasLeft(input, ledger, host)) return 'in-flight';
  const isBegun =
    wasConfirmed(ledger, 'disable-host', host.uuid) ||
    note(ledger, 'rechecked', host.uuid) !== undefined ||
    isBegunAnewByItself(input.ledger, host.uuid);
  return isBegun ? 'preparing' : 'waiting';
}

/** Its turn goes on: no window or place is waited for again while its guests are down, and an abort releases it. */
export function isBegunAnewByItself(ledger: Ledger, host: string): boolean {
  return note(ledger, 'round', host)?.detail['byItself'] !== undefined;
}

export function isFinished(ledger: Ledger, host: string): boolean {
  return ['host-done', 'skipped', 'given-up'].some((what) => note(ledger, what, host) !== undefined);
}

/** Its reboot was confirmed, or the facts show now that it has left after all. */
function hasLeft(input: TurnInput, ledger: Ledger, host: PlannedHost): boolean {
  if (isAwayByHand(ledger, host.uuid)) return true;
  const attempt = lastAttempt(ledger, 'reboot-host', host.uuid);
  if (attempt === undefined) return false;
  if (attempt.outcome?.result === 'confirmed') return true;
  return effects['reboot-host'].confirm(attempt.request, viewOf(input, attempt)).verdict === 'confirmed';
}
