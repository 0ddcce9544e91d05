/** The one shape of every assessment, and everything an assessment may look at. */
import type { Baseline } from '../planning/baseline.js';
import type { GuestPlan } from '../planning/guests/guest-plan.js';
import type { Medium } from '../planning/medium.js';
import type { Acceptance, Plan } from '../planning/plan.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { Probe, ProbeResult } from '../probes/probe.js';
import type { EvacuationBlocker, PoolFacts } from '../facts/pool-facts.js';
import type { Severity } from '../../contract/checks.js';
import type { NamedPack } from '../packs/find-pack.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import type { Evidence, Learnt } from './evidence.js';
import type { Observed, Phase } from './finding.js';

/** A pool is mixed when its hosts do not all run the same versions, or xapi says that an upgrade is under way. */
export const poolShapes = ['uniform', 'mixed'] as const;
export type PoolShape = (typeof poolShapes)[number];

/** What the pool answered when asked which guests keep a host from being evacuated. */
export type EvacuationAnswer =
  | { readonly known: true; readonly blockers: readonly EvacuationBlocker[] }
  | { readonly known: false; readonly reason: string };

/** What the host's plugin answered to `testUrl`. */
export type ReachabilityAnswer =
  | { readonly asked: true; readonly reachable: true }
  /** `code` is the plugin's: `REPO_SERVER_ERROR_404`, `INVALID_URL`, `INVALID_VER` … */
  | { readonly asked: true; readonly reachable: false; readonly code: string; readonly text: string }
  | { readonly asked: false; readonly reason: string };

export interface AssessmentInput {
  readonly phase: Phase;
  readonly pool: PoolFacts;
  readonly medium: Medium;
  /** The host whose turn it is; needed before and after a host. */
  readonly host?: string;
  /** How the pool was before the run; needed after a host and after the run. Taken from the plan when absent. */
  readonly baseline?: Baseline;
  readonly plan?: Plan;
  /** Hosts the run is about (uuids); the plan's hosts when absent, and all of the pool without a plan. */
  readonly hosts?: readonly string[];
  /** The order that a person wants, by name or uuid. */
  readonly order?: readonly string[];
  /** By host uuid; a host that is not in the map has not been asked. */
  readonly evacuation: ReadonlyMap<string, EvacuationAnswer>;
  readonly reachability: ReadonlyMap<string, ReachabilityAnswer>;
  /** The network interfaces around a host and after the run; before a run they stand in the survey. */
  readonly pifs?: Learnt<readonly PifFacts[]>;
  /** What is compared with the baseline, around a host and after the run. */
  readonly inventory?: Learnt<readonly InventoryItem[]>;
  /** What the probes answered; those that were asked, where there is no plan yet. */
  readonly probes?: { readonly asked: readonly Probe[]; readonly results: readonly ProbeResult[] };
  /** What is gathered once, before a run; without it, what it would tell is unknown. */
  readonly evidence?: Evidence;
  /** Packs that the run is asked to install; they stand in no input but that before a run. */
  readonly packs?: readonly NamedPack[];
  /** Taken from the plan when absent. */
  readonly accepted?: readonly Acceptance[];
  /** What may be done with guests besides moving them; taken from the plan when absent. */
  readonly guests?: GuestPlan;
  /** The run that asks, so that its own claim on the pool is not taken for somebody else's. */
  readonly run?: string;
  /** References of tasks that this run has begun: no work of anybody else. */
  readonly ownTasks?: readonly string[];
}

export interface Assessment {
  /** Stable: it stands in acceptances, journals, reports and the docs. */
  readonly id: string;
  /** What is true when it passes, as a short sentence. */
  readonly title: string;
  readonly phases: readonly Phase[];
  readonly holdsIn: readonly PoolShape[];
  /** Every severity it can give; the docs and a test are tied to it. */
  readonly severities: readonly Severity[];
  /** What to do in general when it does not pass. */
  readonly remedy: string;
  /** Where the rule comes from: a row of XenCenter's checks, a condition of the vendor's, a rule of the installer's. */
  readonly source?: string;
  assess(input: AssessmentInput): readonly Observed[];
}
