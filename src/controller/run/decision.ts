/** What one turn of a run may decide, and everything it may look at: decide(facts, journal, plan, now) and nothing else. */
import type { Grant } from '../../contract/grants.js';
import type { RunState } from '../../contract/run-status.js';
import type { EffectRequest } from '../effects/effect.js';
import type { Observation, TaskFacts } from '../facts/pool-facts.js';
import type { EvacuationAnswer } from '../assessments/assessment.js';
import type { Phase } from '../assessments/finding.js';
import type { ProbeResult } from '../probes/probe.js';
import type { Learnt } from '../assessments/evidence.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import type { PoolMessage } from '../../xapi/messages/read-messages.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { UpdateFacts } from '../pool/pool-packs.js';
import type { Plan } from '../planning/plan.js';
import type { Attempt, Ledger } from './ledger.js';
import type { RunBounds } from './run-bounds.js';
import type { NoteName } from './note-kinds.js';

export interface Alerts {
  readonly at: number;
  readonly since: number;
  readonly answer: Learnt<readonly PoolMessage[]>;
}

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
  /** What is compared with before, when it was last read. */
  readonly inventory?: { readonly at: number; readonly answer: Learnt<readonly InventoryItem[]> } | undefined;
  /** The alerts of the pool since a moment of its coordinator's clock, when they were last read. */
  readonly alerts?: Alerts | undefined;
  /** What the probes of a phase answered, by phase and host. */
  readonly probes?: ReadonlyMap<string, { readonly at: number; readonly results: readonly ProbeResult[] }>;
  /** What hosts that are not in the pool answered themselves, by uuid. */
  readonly hostAnswers?: ReadonlyMap<string, { readonly at: number; readonly answer: string }>;
  /** What holds it back from beginning its next host; undefined: nothing does. */
  readonly bounds?: RunBounds | undefined;
  /** What the pool knows of packs, where the plan has some. */
  readonly packs?: readonly UpdateFacts[] | undefined;
  /** Never goes back: waits, soaks and ages are counted by it. */
  readonly now: number;
  /** What the machine's clock shows: windows are meant by it. Absent: `now`. */
  readonly shown?: number;
  /** Since when this process has looked again and again without a gap; absent: nobody knows. */
  readonly watchedSince?: number;
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
      readonly what: NoteName;
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
  /** Read what is compared with before, then decide again. */
  | { readonly kind: 'ask-inventory' }
  /** Read the alerts since a moment of the coordinator's clock, in seconds, then decide again. */
  | { readonly kind: 'ask-alerts'; readonly since: number }
  /** Ask the probes of a phase, then decide again. */
  | { readonly kind: 'ask-probes'; readonly phase: Phase; readonly host: string | null }
  /** Ask a host that is not in the pool what it answers itself, then decide again. */
  | { readonly kind: 'ask-host'; readonly host: string; readonly address: string }
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
