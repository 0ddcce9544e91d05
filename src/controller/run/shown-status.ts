/** The status of a run as this controller tells it: as it turns it, or as the one that does told it last, and what holds it up. */
import type { RunStatus } from '../../contract/run-status.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { ControllerOptions } from '../controller-options.js';
import type { LeaseKeeper } from '../sharing/lease-keeper.js';
import { elsewhere, withTrouble } from '../sharing/placed-status.js';
import { heardTurn } from '../sharing/told-turn.js';
import type { DrivenRuns } from './driven-runs.js';
import type { FoldedRuns } from './folded-runs.js';
import { isOpen, isUnderWay } from './going-on.js';
import { runStatus, unreadStatus } from './run-status.js';

export interface Seen {
  readonly options: Pick<ControllerOptions, 'leases' | 'journal' | 'notifications'>;
  readonly runs: FoldedRuns;
  readonly driven: DrivenRuns;
  readonly keeper: LeaseKeeper;
}

export function shownStatus(run: string, seen: Seen): RunStatus {
  const status = placed(run, seen);
  const notifications = seen.options.notifications?.health() ?? [];
  return notifications.length === 0 ? status : { ...status, notifications: [...notifications] };
}

/** Among others: one that cannot be read hides none of them; whoever asks for it alone is told all that is wrong with it. */
export function listedStatus(run: string, seen: Seen): RunStatus {
  try {
    return shownStatus(run, seen);
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return unreadStatus(seen.runs.ledger(run), seen.runs.poolName(run), describeCause(error));
  }
}

function placed(run: string, { options, runs, driven, keeper }: Seen): RunStatus {
  const [plan, ledger] = [runs.plan(run), runs.ledger(run)];
  const isHere = options.leases === undefined || driven.has(run);
  const other = isHere ? undefined : keeper.other(plan.pool.uuid);
  const picture = runStatus(plan, ledger, driven.lastTurn(run) ?? heardTurn(run, other?.told));
  const status = { ...picture, addedAs: runs.poolName(run) };
  if (!isOpen(ledger)) return status;
  const isPlaced = isHere || !isUnderWay(ledger);
  return withTrouble(isPlaced ? status : elsewhere(status, 'pool', other, driven.unfitFor(run)), options.journal);
}
