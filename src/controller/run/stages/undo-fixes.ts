/** Puts back what was put right for the run, the last one first. One that fails is noted with its reason, and the rest goes on. */
import { fixes } from '../../effects/fixes.js';
import type { EffectName } from '../../effects/effect.js';
import type { Decision, TurnInput } from '../decision.js';
import { everConfirmed, lastAttempt, note, wasConfirmed } from '../ledger.js';
import { begin } from '../turn-context.js';
import { undoKey } from '../undo-key.js';

/** undefined when nothing is left to put back. */
export function undoFixes(input: TurnInput): Decision | undefined {
  for (const change of [...input.plan.changes].reverse()) {
    if (!('key' in change) || !everConfirmed(input.ledger, change.effect, change.key)) continue;
    const { undo } = fixes[change.effect];
    if (undo === null || wasConfirmed(input.ledger, undo, change.key)) continue;
    if (note(input.ledger, 'pending-undo', undoKey(undo, change.key)) !== undefined) continue;
    return putBack(input, undo, change.key, change.detail);
  }
  return undefined;
}

/** Begins an undo, and notes it as pending where it has failed since the run was last set going. */
export function putBack(
  input: TurnInput,
  undo: EffectName,
  key: string,
  detail: Readonly<Record<string, unknown>>,
): Decision {
  const last = lastAttempt(input.ledger, undo, key);
  if (last?.outcome?.result !== 'failed') return begin(input, { effect: undo, key, detail }, null);
  // Since the run was last set going it has failed: `begin` would stop the run, and the rest would stay undone.
  if (last.outcome.sequence > input.ledger.stateSequence) {
    const condition = `it failed: ${last.outcome.reason}`;
    return { kind: 'note', what: 'pending-undo', key: undoKey(undo, key), detail: { condition } };
  }
  return { kind: 'begin', request: { effect: undo, key, detail }, attempt: last.attempt + 1 };
}
