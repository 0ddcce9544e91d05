/**
 * A whole rehearsal: the administrator's plan on the twin, once for each seed without faults, then once for each chosen
 * fault. Nothing of it touches the real pool, journal, state or media store.
 */
import type {
  BlockedMoment,
  FaultEnd,
  Rehearsal,
  RehearsedHost,
  RehearsedRunReport,
} from '../../contract/rehearsal.js';
import type { MediaAccess } from '../../controller/media-access.js';
import type { PlanRequest } from '../../contract/control.js';
import type { Medium } from '../../media/catalogue.js';
import type { Fault } from '../../simulator/faults/fault.js';
import type { EvacuationRoom } from '../../simulator/planner/evacuation-room.js';
import { compareAnswers } from '../../simulator/twin/compare-answers.js';
import { buildTwin } from '../../simulator/twin/build-twin.js';
import { seededRandom } from '../../simulator/state/random.js';
import type { PoolRecords } from '../../simulator/twin/pool-records.js';
import { refuseFaultsUnmetIn } from '../../simulator/twin/twin-pool.js';
import type { ChosenFault } from '../practice/chosen-faults.js';
import { cannotKnow } from './cannot-know.js';
import { durationOf, faultEnd, hostDuration, movesOf, reportOf, stoppedAt } from './measure.js';
import type { RehearsedPacks } from './pack-of-twin.js';
import { rehearseOnce, type EndedRun, type RehearsedRun, type RehearsedRunOptions } from './rehearsed-run.js';
import { spreadOf } from './spread.js';

export interface RehearsalOptions {
  readonly records: PoolRecords;
  readonly recordsFile: string | null;
  readonly medium: Medium;
  /** Default: none. */
  readonly packs?: RehearsedPacks;
  readonly hardware: MediaAccess['hardware'];
  readonly request: PlanRequest;
  /** Policies of VMs from the configuration; default: none. */
  readonly vmPolicies?: RehearsedRunOptions['vmPolicies'];
  readonly faults: readonly ChosenFault[];
  /** How many runs without faults. */
  readonly runs: number;
  /** Of the first run; each further one has the next. */
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called before each run, with what is going to be rehearsed. */
  onRun?(what: string): void;
}

interface Plain {
  readonly seed: number;
  readonly run: RehearsedRun & { readonly ended: EndedRun };
}

/** @throws FAULT_INVALID before anything is run, POOL_RECORDS_INVALID, TWIN_RELEASE_UNKNOWN */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { records, medium, packs = new Map(), hardware, request, vmPolicies = [], signal, seed: firstSeed } = options;
  refuseFaultsUnmetIn(
    records,
    options.faults.map(({ fault }) => fault),
  );
  const once = (seed: number, faults: readonly Fault[]): Promise<RehearsedRun> =>
    rehearseOnce({ records, medium, packs, hardware, request, vmPolicies, seed, faults, signal });
  const plain: Plain[] = [];
  let planned: RehearsedRun['planned'] | undefined;
  for (let index = 0; index < options.runs; index++) {
    options.onRun?.(`run ${index + 1} of ${options.runs}`);
    const seed = firstSeed + index;
    const { ended, ...run } = await once(seed, []);
    planned ??= run.planned;
    if (ended === null) break;
    plain.push({ seed, run: { ...run, ended } });
  }
  const faults: FaultEnd[] = [];
  for (const { text, fault } of plain.length === 0 ? [] : options.faults) {
    options.onRun?.(`a run with ${text}`);
    const { ended, twin } = await once(firstSeed, [fault]);
    if (ended !== null) faults.push(faultEnd(text, firstSeed, ended, twin));
  }
  return report(options, planned, plain, faults);
}

function report(
  options: RehearsalOptions,
  planned: RehearsedRun['planned'] | undefined,
  plain: readonly Plain[],
  faults: readonly FaultEnd[],
): Rehearsal {
  const { records, recordsFile, medium, request } = options;
  const check = planned?.check ?? { pool: request.pool, media: medium.manifest.id, results: [], blocked: true };
  const runs = plain.map(({ seed, run }): RehearsedRunReport => reportOf(seed, run.ended, run.twin));
  const through = plain.filter(({ run }) => run.ended.status.state === 'done');
  const hosts = hostsOf(plain);
  const blocked = [
    ...(check.blocked ? blockedBefore(check, request.fix) : []),
    ...plain.flatMap(({ seed, run }) => stoppedAt(seed, run.ended) ?? []),
  ];
  return {
    ...{ format: 1, pool: request.pool, media: medium.manifest.id, readAt: records.readAt, recordsFile },
    verdict: check.blocked ? 'blocked' : through.length === plain.length ? 'goes-through' : 'stops',
    check,
    plan: planned?.text ?? [],
    runs,
    duration: spreadOf(through.map(({ run }) => durationOf(run.ended))),
    hosts,
    migrations: migrationsOf(through),
    tightest: tightestOf(hosts),
    blocked,
    faults: [...faults],
    disagreements: [...compareAnswers(buildTwin(records, seededRandom(options.seed)), records)],
    cannotKnow: [...cannotKnow],
  };
}

/** What the run itself puts right blocks nobody. */
function blockedBefore(check: Rehearsal['check'], fix: boolean): BlockedMoment[] {
  return check.results
    .filter(({ severity, fixable }) => ['failure', 'unknown'].includes(severity) && !(fix && fixable))
    .map(({ id, subject, reason, remedy, fixable }) => ({
      ...{ moment: 'before the run', at: null, seed: null, host: subject, assessments: [id], reason },
      nextAction: fixable ? `${remedy} Or let the run do it: --fix.` : remedy,
    }));
}

function hostsOf(plain: readonly Plain[]): RehearsedHost[] {
  return (plain[0]?.run.ended.plan.hosts ?? []).map(({ uuid, name, coordinator }) => ({
    ...{ uuid, name, coordinator },
    duration: spreadOf(plain.flatMap(({ run }) => hostDuration(run.ended, uuid) ?? [])),
    memory: tightestRoom(plain.flatMap(({ run }) => run.ended.rooms.get(uuid) ?? [])),
  }));
}

function tightestRoom(rooms: readonly EvacuationRoom[]): EvacuationRoom | null {
  return [...rooms].sort((left, right) => slack(left) - slack(right))[0] ?? null;
}

function tightestOf(hosts: readonly RehearsedHost[]): Rehearsal['tightest'] {
  const steps = hosts.flatMap(({ name, memory }) =>
    memory === null || memory.needed === 0 ? [] : [{ host: name, ...memory }],
  );
  return steps.sort((left, right) => slack(left) - slack(right))[0] ?? null;
}

function slack({ free, needed }: EvacuationRoom): number {
  return free - needed;
}

function migrationsOf(through: readonly Plain[]): Rehearsal['migrations'] {
  const counts = through.map(({ run }) => movesOf(run.twin));
  const [first] = through;
  const vms = [...(first?.run.twin.world.state.vms.values() ?? [])]
    .map(({ uuid, name }) => ({ uuid, name, counts: counts.map((count) => count.get(uuid) ?? 0) }))
    .filter((vm) => vm.counts.some((count) => count > 0))
    .map(({ uuid, name, counts: of }) => ({ uuid, name, least: Math.min(...of), most: Math.max(...of) }))
    .sort((left, right) => right.most - left.most || (left.name < right.name ? -1 : 1));
  const total = spreadOf(counts.map((count) => [...count.values()].reduce((sum, number) => sum + number, 0)));
  return { total, vms };
}
