/** At the end of a run the images of its packs are taken off the pool again. One that cannot be is named, and the rest goes on. */
import type { Decision, TurnInput } from '../decision.js';
import { lastAttempt, note, wasConfirmed } from '../ledger.js';
import { undoKey } from '../undo-key.js';
import { putBack } from './undo-fixes.js';

/** undefined when nothing is left to take away. An image that somebody else had sent is not the run's. */
export function cleanPacks(input: TurnInput): Decision | undefined {
  for (const { uuid, name } of input.plan.packs ?? []) {
    const sent = lastAttempt(input.ledger, 'upload-pack', uuid) !== undefined;
    if (!sent || wasConfirmed(input.ledger, 'clean-pack', uuid)) continue;
    if (note(input.ledger, 'pending-undo', undoKey('clean-pack', uuid)) !== undefined) continue;
    return putBack(input, 'clean-pack', uuid, { packName: name });
  }
  return undefined;
}
