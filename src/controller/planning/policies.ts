/** What the configuration says about waiting in a run: taken into the plan, so that a run keeps to what it was planned with. */
import { usualPatience } from '../ownership/others-at-work.js';

/** Milliseconds. How long a person at a console is waited for: reminded again and again, then told to be late, then the run stops. */
export interface ManualPatience {
  readonly remindEvery: number;
  readonly warnAfter: number;
  readonly stopAfter: number;
}

export interface RunPolicies {
  /** Milliseconds for which somebody else's work (a backup, for one) is waited for. */
  readonly waitForOthers: number;
  readonly manual: ManualPatience;
}

const minute = 60_000;

export const usualPolicies: RunPolicies = {
  waitForOthers: usualPatience,
  manual: { remindEvery: 15 * minute, warnAfter: 60 * minute, stopAfter: 24 * 60 * minute },
};
