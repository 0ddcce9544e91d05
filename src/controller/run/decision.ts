/** What one turn of a run may decide, and everything it may look at: decide(facts, journal, plan, now) and nothing else. */
import type { Grant } from '../../contract/grants.js';
import type { RunState } from '../../contract/run-status.js';
import type { EffectRequest } from '../effects/effect.js';
import type { Observation, TaskFacts } from '../facts/pool-facts.js';
import type { EvacuationAnswer } from '../assessments/assessment.js';
import type { Learnt } from '../assessments/evidence.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { Plan } from '../planning/plan.js';
import type { Attempt, Ledger } from './ledger.js';

export interface TurnInput {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly observation: Observation;
  /** The grants of this run, as the media server has them now; undefined while it does not answer. */
  readonly grants: readonly Grant[] | undefined;
  /** The task of the open attempt, when there is one and the pool still knows it. */
  readonly task: TaskFacts | undefined;
  /** What the pool answered about evacuations, with the time of the answer. */
  readonly evacuation: ReadonlyMap<string, { readonly at: number; readonly answer: EvacuationAnswer }>;
  /** The network interfaces, when they were last asked for. */
  readonly pifs?: { readonly at: number; readonly answer: Learnt<readonly PifFacts[]> } | undefined;
  readonly now: number;
  /** Whether the hosts can be looked into over SSH. */
  readonly seesInside?: boolean;
}

export type Decision =
  /** Do this: intent, act, acted. */
  | { readonly kind: 'begin'; readonly request: EffectRequest; readonly attempt: number }
  /** Write the outcome of the open attempt. */
  | {
      readonly kind: 'conclude';
      readonly attempt: Attempt;
      readonly result: 'confirmed' | 'failed' | 'unknown';
      readonly reason: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** Write down what was observed. */
  | {
      readonly kind: 'note';
      readonly what: string;
      readonly key: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'state';
      readonly state: RunState;
      readonly reason: string;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** Ask the pool which VMs keep this host from being evacuated, then decide again. */
  | { readonly kind: 'ask-evacuation'; readonly host: string }
  /** Read the network interfaces, then decide again. */
  | { readonly kind: 'ask-pifs' }
  | Wait
  /** Nothing will ever follow. */
  | { readonly kind: 'finished' };

export interface Wait {
  readonly kind: 'wait';
  readonly for: 'machine' | 'person';
  /** Shown to the user; every state has one. */
  readonly reason: string;
  /** Null only for a person: machine waits are bounded. */
  readonly deadline: number | null;
  /** The host that is waited for, by uuid. */
  readonly host: string | null;
  /** Milliseconds until the next look. */
  readonly pace: number;
}

export function waitForMachine(reason: string, deadline: number, host: string | null = null, pace = 2000): Wait {
  return { kind: 'wait', for: 'machine', reason, deadline, host, pace };
}

export function waitForPerson(reason: string, host: string | null = null): Wait {
  return { kind: 'wait', for: 'person', reason, deadline: null, host, pace: 1000 };
}
