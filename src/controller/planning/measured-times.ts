/** How long the phases of a host really took in earlier runs, from their journals: better than figures of the field. Pure. */
import type { JournalRecord } from '../../journal/journal.js';
import { foldJournal, lastAttempt, ledgerOfRound, note, type Ledger } from '../run/ledger.js';
import type { Range } from './medium.js';
import type { Plan, PlannedHost } from './plan.js';

export interface EarlierRun {
  readonly plan: Plan;
  readonly records: readonly JournalRecord[];
}

export interface MeasuredTimes {
  /** Runs that told anything. */
  readonly runs: number;
  /** Milliseconds for a gibibyte of guest memory; of this pool alone, since it is its network that counts. */
  readonly perGibibyte: Range | undefined;
  /** From the address until it is armed; from the reboot until the host is back; from there until it was assessed. */
  readonly staging: Range | undefined;
  readonly away: Range | undefined;
  readonly restoring: Range | undefined;
}

export const nothingMeasured: MeasuredTimes = {
  runs: 0,
  perGibibyte: undefined,
  staging: undefined,
  away: undefined,
  restoring: undefined,
};

const gibibyte = 1024 ** 3;

/** Less than this says more of the calls around a migration than of the network. */
const leastMoved = 2 * gibibyte;

interface Samples {
  readonly perGibibyte: readonly number[];
  readonly staging: readonly number[];
  readonly away: readonly number[];
  readonly restoring: readonly number[];
}

export function measuredTimes(runs: readonly EarlierRun[], pool: string): MeasuredTimes {
  const samples = runs.map((run) => samplesOf(run, run.plan.pool.uuid === pool));
  const all = (pick: (one: Samples) => readonly number[]): Range | undefined => rangeOf(samples.flatMap(pick));
  return {
    runs: samples.filter((one) => one.away.length > 0).length,
    perGibibyte: all((one) => one.perGibibyte),
    staging: all((one) => one.staging),
    away: all((one) => one.away),
    restoring: all((one) => one.restoring),
  };
}

function samplesOf({ plan, records }: EarlierRun, samePool: boolean): Samples {
  const ledger = foldJournal(plan.run, records);
  const hosts = plan.hosts.map((host) => samplesOfHost(ledgerOfRound(ledger, host.uuid), host));
  return {
    perGibibyte: samePool ? hosts.flatMap((host) => host.perGibibyte) : [],
    staging: hosts.flatMap((host) => host.staging),
    away: hosts.flatMap((host) => host.away),
    restoring: hosts.flatMap((host) => host.restoring),
  };
}

function samplesOfHost(ledger: Ledger, host: PlannedHost): Samples {
  const returned = note(ledger, 'returned', host.uuid)?.at;
  const rebooted = lastAttempt(ledger, 'reboot-host', host.uuid)?.intendedAt;
  const begun = lastAttempt(ledger, 'open-staging-grant', host.uuid)?.intendedAt;
  const armed = lastAttempt(ledger, 'arm-grant', host.uuid)?.outcome?.at;
  const assessed = note(ledger, 'assessed', host.uuid)?.at;
  return {
    perGibibyte: perGibibyte(ledger, host),
    staging: between(begun, armed),
    away: between(rebooted, returned),
    restoring: between(returned, assessed),
  };
}

function perGibibyte(ledger: Ledger, host: PlannedHost): readonly number[] {
  const evacuation = lastAttempt(ledger, 'evacuate-host', host.uuid);
  const moved = host.forecast.moves.reduce((sum, { memory, to }) => sum + (to === null ? 0 : memory), 0);
  if (evacuation?.outcome?.result !== 'confirmed' || moved < leastMoved) return [];
  return between(evacuation.intendedAt, evacuation.outcome.at).map((time) => (time / moved) * gibibyte);
}

function between(from: number | undefined, to: number | undefined): readonly number[] {
  return from === undefined || to === undefined || to <= from ? [] : [to - from];
}

/** The few samples of a pool do not show its worst day: half as much again, and a quarter from three samples on. */
function rangeOf(samples: readonly number[]): Range | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (least === undefined || most === undefined || median === undefined) return undefined;
  return { least, expected: median, most: most * (sorted.length < 3 ? 1.5 : 1.25) };
}
