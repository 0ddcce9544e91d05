/** How long things take (reference xapi.md 6.4). Physical times are estimates from field reports; the rest is xapi's own. */
import { typicalTimes, type TimeRange } from '../releases/typical-times.js';
import type { Milliseconds } from '../shared/clock.js';
import type { Random } from './state/random.js';

const second = 1000;

export type Range = readonly [least: Milliseconds, most: Milliseconds];

export interface Times {
  /** From the reboot call to the shutdown command. */
  readonly rebootGrace: Milliseconds;
  /** Machine down, firmware, kernel: what a plain reboot takes (estimate). */
  readonly powerCycle: Range;
  /** The installer's work from its start to its own reboot (estimate). */
  readonly installation: Range;
  readonly agentStart: Range;
  /** From `host.restart_agent` to the end of the running xapi. */
  readonly agentRestartDelay: Milliseconds;
  /** From answering to having written its own record. */
  readonly databaseSync: Milliseconds;
  /** From entering the pool to enabling itself. */
  readonly selfEnable: Range;
  /** How long a member needs to notice that the coordinator is back. */
  readonly memberReturn: Range;
  readonly emergencyRetry: Milliseconds;
  readonly versionRetry: Milliseconds;
  readonly heartbeatTimeout: Milliseconds;
  readonly flagInterval: Milliseconds;
  readonly finishedTaskKept: Milliseconds;
  readonly loginFailure: Milliseconds;
  /** Bytes per second of a live migration, and its least duration. */
  readonly migrationRate: number;
  readonly migrationLeast: Milliseconds;
  readonly pluginCall: Milliseconds;
  /** What an old plugin's `main` takes to pack the installer's image anew (estimate). */
  readonly imagePacking: Range;
  /** After which an FTP server ends a silent session: what a plugin that hangs is waiting for. */
  readonly ftpIdleTimeout: Milliseconds;
  /** An installer from its first sign of life until it asks for media: hardware, disks, network (estimate). */
  readonly installerStart: Milliseconds;
  readonly guestShutdown: Milliseconds;
  /** Switching HA on or off. */
  readonly haChange: Milliseconds;
  /** Between two attempts to switch HA off, and to start the HA daemon. */
  readonly haRetry: Milliseconds;
  readonly haDaemonRetry: Milliseconds;
  /** After which xapi restarts that cannot go on: at least, and at most. */
  readonly emergencyRestart: Range;
  /** What a connection attempt waits for a machine that does not answer at all. */
  readonly connectTimeout: Milliseconds;
  /** From xapi's end to a stopped network, and from there to power off (estimates). */
  readonly proxyStop: Milliseconds;
  readonly systemStop: Milliseconds;
  /** From the kernel's start to a TLS proxy that listens (estimate). */
  readonly systemStart: Milliseconds;
  /** A host plugging its shared storage after its boot, and one PBD plugged or unplugged by a call. */
  readonly storageAttach: Milliseconds;
  readonly storagePlug: Milliseconds;
  /** Bytes per second that a disk takes over HTTP, and what a host needs to install a pack (estimates). */
  readonly imageRate: number;
  readonly updateApply: Milliseconds;
}

export const usualTimes: Times = {
  rebootGrace: least(typicalTimes.rebootGrace),
  powerCycle: range(typicalTimes.physicalReboot),
  installation: range(typicalTimes.installation),
  agentStart: range(typicalTimes.xapiStart),
  agentRestartDelay: second,
  databaseSync: 10 * second,
  selfEnable: range(typicalTimes.selfEnable),
  memberReturn: [2 * second, 20 * second],
  emergencyRetry: 5 * second,
  versionRetry: 60 * second,
  heartbeatTimeout: least(typicalTimes.heartbeatLimit),
  flagInterval: least(typicalTimes.rollingFlagCheck),
  finishedTaskKept: least(typicalTimes.finishedTaskKept),
  loginFailure: least(typicalTimes.loginFailurePause),
  migrationRate: 125_000_000,
  migrationLeast: 5 * second,
  pluginCall: 2 * second,
  imagePacking: [20 * second, 60 * second],
  ftpIdleTimeout: 60 * second,
  installerStart: 45 * second,
  guestShutdown: 20 * second,
  haChange: 30_000,
  haRetry: 30 * second,
  haDaemonRetry: 10 * second,
  emergencyRestart: [60 * second, 180 * second],
  connectTimeout: 10 * second,
  proxyStop: 3 * second,
  systemStop: 10 * second,
  systemStart: 20 * second,
  storageAttach: 2000,
  storagePlug: 3000,
  imageRate: 50_000_000,
  updateApply: 90 * second,
};

export function pick(random: Random, [shortest, longest]: Range): Milliseconds {
  return random.between(shortest, longest);
}

function range({ from, to }: TimeRange): Range {
  return [from * second, to * second];
}

function least({ from }: TimeRange): Milliseconds {
  return from * second;
}
