/** What one turn of a rollout may decide, and everything it may look at. */
import type { RolloutState } from '../../contract/rollout.js';
import type { RolloutLedger } from './rollout-ledger.js';
import type { RolloutNote } from './rollout-notes.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { RunFacts } from './run-facts.js';

export interface RolloutInput {
  readonly plan: RolloutPlan;
  readonly ledger: RolloutLedger;
  /** The runs of its pools that the journal knows, by id. */
  readonly runs: ReadonlyMap<string, RunFacts>;
  /** Runs that are being planned at this moment: the one thing that only the process knows. */
  readonly planning: ReadonlySet<string>;
  /** Never goes back: soaks are counted by it. */
  readonly now: number;
  /** What the machine's clock shows: windows are meant by it. */
  readonly shown: number;
}

export type RolloutDecision =
  | {
      readonly kind: 'note';
      readonly what: RolloutNote;
      readonly key: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'state'; readonly state: RolloutState; readonly reason: string }
  /** Check the pool and plan its run under this id; repeated after a crash, since it changes nothing in the pool. */
  | { readonly kind: 'plan-run'; readonly pool: string; readonly run: string }
  | { readonly kind: 'start-run'; readonly pool: string; readonly run: string }
  | { readonly kind: 'abort-run'; readonly run: string; readonly by: string }
  | RolloutWait
  | { readonly kind: 'finished' };

export interface RolloutWait {
  readonly kind: 'wait';
  /** runs: each of their own waits is bounded. time: until a known moment. person: for a command. */
  readonly for: 'runs' | 'time' | 'person';
  readonly reason: string;
  /** For time, counted as `now` is; null otherwise. */
  readonly until: number | null;
}

export function note(what: RolloutNote, key: string, detail: Readonly<Record<string, unknown>> = {}): RolloutDecision {
  return { kind: 'note', what, key, detail };
}

export function waitFor(what: RolloutWait['for'], reason: string, until: number | null = null): RolloutWait {
  return { kind: 'wait', for: what, reason, until };
}
