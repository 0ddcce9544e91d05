/** What checks and plans are made with. */
import type { MediaServerApi } from '../contract/media-server.js';
import type { Clock } from '../shared/clock.js';
import type { RandomBytes } from '../shared/random-bytes.js';
import type { MediaAccess } from './media-access.js';
import type { MirrorAccess } from './mirrors/mirror-access.js';
import type { ConfiguredPolicy } from './planning/guests/resolve-guests.js';
import type { EarlierRun } from './planning/measured-times.js';
import type { RunPolicies } from './planning/policies.js';
import type { RetryBudget } from './planning/retry-budget.js';
import type { PoolPort } from './pool/pool-port.js';
import type { ProbeTools } from './probes/probe.js';
import type { HostShell } from './shell/host-shell.js';

export interface PlanningTools {
  readonly media: MediaAccess;
  /** Undefined when `check` runs without a media server: then nobody can be asked to reach it. */
  readonly mediaServer: MediaServerApi | undefined;
  readonly clock: Clock;
  /** Other addresses near the hosts; absent: there are none. */
  readonly mirrors?: MirrorAccess;
  /** Policies of VMs from the configuration, of all pools. */
  readonly vmPolicies?: readonly ConfiguredPolicy[];
  /** Runs that have ended: how long things take here. */
  earlierRuns?(): readonly EarlierRun[];
  /** For ids; default: the machine's. */
  readonly random?: RandomBytes;
  /** Frozen into plans; absent where none is made. */
  readonly retries?: RetryBudget;
  /** How long runs wait for others; default: the usual. */
  readonly policies?: RunPolicies;
  /** The administrator's own probes: those of a pool, and what carries them out. */
  readonly probes?: ProbeTools;
  /** @param mayAct see ConnectOptions. @throws POOL_UNKNOWN, CREDENTIAL_NOT_STORED, CREDENTIAL_UNREADABLE */
  openPool(name: string, mayAct?: () => void): Promise<PoolPort>;
  /** Undefined, or absent: SSH is not set up for the pool. @throws what keeps its credential from being read */
  openShell?(name: string): Promise<HostShell | undefined>;
  /** What becomes of what only SSH tells where it is not set up; default: it is noted, and stands in the report. */
  readonly withoutSsh?: 'note' | 'block';
}
