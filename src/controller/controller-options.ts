/** What the controller is made of, and what its composition root holds in the end. */
import type { RunViews } from '../contract/api/run-views.js';
import type { ControlApi } from '../contract/control.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { ChannelTest } from '../contract/notify.js';
import type { NotificationHealth } from '../contract/run-status.js';
import type { Journal } from '../journal/journal.js';
import type { Leases } from '../journal/leases.js';
import type { Clock } from '../shared/clock.js';
import type { Logger } from '../shared/logger.js';
import type { PlanningTools } from './planning-tools.js';
import type { RolloutDecision, RolloutInput } from './rollout/rollout-decision.js';
import type { Decision, TurnInput } from './run/decision.js';

export interface ControllerOptions extends Omit<PlanningTools, 'earlierRuns'> {
  readonly version: string;
  readonly journal: Journal;
  /** Absent: this controller is alone with its journal. */
  readonly leases?: Leases;
  /** What leases are counted by, however fast the controller's own clock runs; default: that one. */
  readonly leaseClock?: Clock;
  /** The names of the pools that were added here; absent: all are. Asked where other controllers may have a pool. */
  readonly knownPools?: () => Promise<ReadonlySet<string>>;
  /** With so many runs at work it leaves one that is to begin to another controller, if one takes it soon; default 100. */
  readonly poolsAtWork?: number;
  readonly mediaServer: MediaServerApi;
  readonly log: Logger;
  /** For database dumps: created with mode 0700. */
  readonly dumpFolder: string;
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  /** Hears each decision of each run; for what watches many runs at once. */
  onTurn?(run: string, input: TurnInput, decision: Decision): void;
  /** Hears at each look of the runs and rollouts that another controller has. */
  onTurnElsewhere?(id: string): void;
  /** What is told to people; absent where nobody is. */
  readonly notifications?: {
    health(): readonly NotificationHealth[];
    test(channel: string | undefined): Promise<readonly ChannelTest[]>;
  };
  /** Hears each decision of each rollout. */
  readonly onRolloutTurn?: (input: RolloutInput, decision: RolloutDecision) => void;
  /** What the media server gives all hosts together at most (servers.limits.rate), in megabytes a second; undefined: no cap. */
  readonly serverRate?: number;
}

export interface Controller extends ControlApi {
  /** What can be shown of runs besides their status. */
  readonly views: RunViews;
  /** Resolves when {@link ControlApi.stop} was asked for and everything has ended. */
  readonly stopped: Promise<void>;
}
