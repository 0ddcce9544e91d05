/** What the controller is made of, and what its composition root holds in the end. */
import type { ControlApi } from '../contract/control.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { ChannelTest } from '../contract/notify.js';
import type { NotificationHealth } from '../contract/run-status.js';
import type { Journal } from '../journal/journal.js';
import type { Clock } from '../shared/clock.js';
import type { Logger } from '../shared/logger.js';
import type { RandomBytes } from '../shared/random-bytes.js';
import type { MediaAccess } from './media-access.js';
import type { PlanningTools } from './planning-tools.js';
import type { RunPolicies } from './planning/policies.js';
import type { RetryBudget } from './planning/retry-budget.js';
import type { PoolPort } from './pool/pool-port.js';
import type { ProbeTools } from './probes/probe.js';
import type { HostShell } from './shell/host-shell.js';
import type { RolloutDecision, RolloutInput } from './rollout/rollout-decision.js';
import type { Decision, TurnInput } from './run/decision.js';

export interface ControllerOptions {
  readonly version: string;
  readonly journal: Journal;
  readonly mediaServer: MediaServerApi;
  readonly media: MediaAccess;
  readonly clock: Clock;
  readonly log: Logger;
  /** For database dumps: created with mode 0700. */
  readonly dumpFolder: string;
  /** For the ids of runs; default: the machine's. */
  readonly random?: RandomBytes;
  /** Policies of VMs from the configuration. */
  readonly vmPolicies?: PlanningTools['vmPolicies'];
  /** How long runs wait for others; default: the usual. */
  readonly policies?: RunPolicies;
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  /** Frozen into the plans that are made. */
  readonly retries?: RetryBudget;
  /** The administrator's own probes: those of a pool, and what carries them out. */
  readonly probes?: ProbeTools;
  /** Hears each decision of each run; for what watches many runs at once. */
  onTurn?(run: string, input: TurnInput, decision: Decision): void;
  /** What is told to people; absent where nobody is. */
  readonly notifications?: {
    health(): readonly NotificationHealth[];
    test(channel: string | undefined): Promise<readonly ChannelTest[]>;
  };
  /** The same of rollouts. */
  readonly onRolloutTurn?: (input: RolloutInput, decision: RolloutDecision) => void;
  /** What the media server gives all hosts together at most (servers.limits.rate), in megabytes a second; undefined: no cap. */
  readonly serverRate?: number;
  /** @throws POOL_UNKNOWN, CREDENTIAL_NOT_STORED, CREDENTIAL_UNREADABLE */
  openPool(name: string): Promise<PoolPort>;
  /** Undefined, or absent: SSH is not set up for the pool. @throws what keeps its credential from being read */
  openShell?(name: string): Promise<HostShell | undefined>;
  /** See PlanningTools.withoutSsh. */
  readonly withoutSsh?: 'note' | 'block';
}

export interface Controller extends ControlApi {
  /** Resolves when {@link ControlApi.stop} was asked for and everything has ended. */
  readonly stopped: Promise<void>;
}
