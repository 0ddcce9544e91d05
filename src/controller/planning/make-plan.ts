/** Makes the plan of a run from what is known: a pure function, so that the same facts give the same plan. */
import type { Endpoint } from '../../contract/media-server.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { ManualPlan } from '../manual/manual-plan.js';
import type { PlannedMirror } from '../mirrors/planned-mirror.js';
import { baselineOf, type Baseline } from './baseline.js';
import { hashOf } from './canonical-json.js';
import { chooseHosts, findHost } from './choose-hosts.js';
import type { Deadlines } from './deadlines.js';
import { forecastPlan, type ForecastTurn } from './forecast/forecast-plan.js';
import { helpFor } from './forecast/help.js';
import type { ForecastSources } from './forecast/model-of-pool.js';
import type { GuestPlan } from './guests/guest-plan.js';
import {
  addRanges,
  defaultDeadlines,
  downTime,
  evacuationTime,
  hostTime,
  linkOf,
  packTime,
  type TimeBasis,
} from './durations.js';
import { nothingMeasured, type MeasuredTimes } from './measured-times.js';
import type { Medium } from './medium.js';
import type { PlannedPack } from '../packs/planned-pack.js';
import { usualPolicies, type RunPolicies } from './policies.js';
import type { Acceptance, PausePoint, Plan, PlannedChange, PlannedHost } from './plan.js';
import type { Probe } from '../probes/probe.js';
import type { RetryBudget } from './retry-budget.js';
import type { Window } from './window/window.js';

export interface PlanOptions {
  readonly run: string;
  readonly madeAt: number;
  /** Hosts by name or uuid in the wanted order; the coordinator must be first unless it is at the target. */
  readonly order?: readonly string[];
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly accepted?: readonly Acceptance[];
  readonly endpoints: readonly Endpoint[];
  readonly mirror?: PlannedMirror | undefined;
  /** Replaces the waits that the durations of the field give, for every host. */
  readonly deadlines?: Partial<Deadlines>;
  /** Turn off what is in the way (HA, WLB) as part of the run, and on again at its end. */
  readonly fix: boolean;
  /** What else the findings of the check say can be put right; only with `fix`. */
  readonly fixes?: readonly PlannedChange[];
  /** Local storage that the installer may make anew, and that is empty, by host uuid. */
  readonly emptyStorage?: ReadonlyMap<string, readonly string[]>;
  /** What the baseline keeps of the network, where it could be read. */
  readonly pifs?: readonly PifFacts[] | undefined;
  readonly packs?: readonly PlannedPack[];
  readonly inventory?: readonly InventoryItem[] | undefined;
  readonly soak?: number;
  readonly guests?: GuestPlan;
  /** What the forecast goes by, besides the facts. */
  readonly sources?: ForecastSources;
  /** What earlier runs took. */
  readonly measured?: MeasuredTimes;
  readonly pausePoints?: readonly PausePoint[];
  readonly probes?: readonly Probe[] | undefined;
  readonly retries?: RetryBudget | undefined;
  readonly policies?: RunPolicies;
  /** Who reboots, in Manual mode; absent: automatic. */
  readonly rebootBy?: ManualPlan['rebootBy'] | undefined;
  readonly window?: Window;
}

/** @throws PLAN_HOST_UNKNOWN, PLAN_ORDER_REFUSED, PLAN_COORDINATOR_LEFT_OUT, PLAN_EMPTY */
export function makePlan(pool: PoolFacts, medium: Medium, options: PlanOptions): Plan {
  const { chosen, skipped } = chooseHosts(pool, medium, options.only ?? [], options.exclude ?? []);
  const wanted = (options.order ?? []).map((name) => findHost(pool, name));
  const sources = { ...options.sources, guests: options.guests };
  const { turns, search, home, paths } = forecastPlan(pool, medium, chosen, wanted, sources);
  const baseline = baselineOf(pool, options.pifs, options.inventory);
  const soak = options.soak ?? 0;
  const basis = { measured: options.measured ?? nothingMeasured, link: linkOf(options.sources?.survey) };
  const hosts = turns.map((turn, index) =>
    plannedHost(turn, grownBefore(turns, index), { pool, baseline, options, basis }),
  );
  const goingHome = pool.vms.filter(({ uuid }) => home.goHome.includes(uuid));
  const soaking = { least: soak, expected: soak, most: soak };
  const content: Omit<Plan, 'hash'> = {
    format: 1,
    run: options.run,
    madeAt: options.madeAt,
    pool: { uuid: pool.uuid, name: pool.name, coordinator: pool.coordinator },
    medium,
    endpoints: [...options.endpoints],
    ...(options.mirror === undefined ? {} : { mirror: options.mirror }),
    hosts,
    skipped: [...skipped],
    changes: options.fix ? [...plannedChanges(pool), ...(options.fixes ?? [])] : [],
    baseline,
    forecast: {
      migrations: turns.reduce((sum, { evacuation }) => sum + evacuation.moves.length, 0),
      tightest: tightestHost(hosts),
      duration: addRanges([
        ...hosts.flatMap((host) => [host.forecast.duration, soaking]),
        evacuationTime(goingHome, basis),
      ]),
      homeward: home.goHome.length,
      search,
      paths: [...paths],
      measuredRuns: basis.measured.runs,
    },
    soak,
    pausePoints: [...(options.pausePoints ?? [])],
    ...modeOf(options),
    ...(options.policies === undefined ? {} : { waitForOthers: options.policies.waitForOthers }),
    ...(options.window === undefined ? {} : { window: options.window }),
    accepted: [...(options.accepted ?? [])],
    ...(options.probes === undefined || options.probes.length === 0 ? {} : { probes: [...options.probes] }),
    ...(options.retries === undefined ? {} : { retries: options.retries }),
    ...(options.guests === undefined ? {} : { guests: options.guests }),
    ...(options.packs === undefined || options.packs.length === 0 ? {} : { packs: [...options.packs] }),
  };
  return { ...content, hash: hashOf(content) };
}

function modeOf({ rebootBy, policies = usualPolicies }: PlanOptions): Pick<Plan, 'mode' | 'manual'> {
  return rebootBy === undefined ? {} : { mode: 'manual', manual: { rebootBy, ...policies.manual } };
}

interface PlanSurroundings {
  readonly pool: PoolFacts;
  readonly baseline: Baseline;
  readonly options: PlanOptions;
  readonly basis: TimeBasis;
}

function plannedHost(
  { facts: host, evacuation, growth }: ForecastTurn,
  grown: number,
  { pool, baseline, options: { deadlines = {}, emptyStorage, packs = [] }, basis }: PlanSurroundings,
): PlannedHost {
  const evacuating = addRanges([evacuationTime(evacuation.moves, basis), downTime(evacuation.down.length)]);
  return {
    uuid: host.uuid,
    name: host.name,
    address: host.address,
    coordinator: host.uuid === pool.coordinator,
    from: { ...host.versions },
    certificateFingerprint: host.certificateFingerprint,
    vms: baseline.vms.filter((vm) => vm.host === host.uuid),
    pbds: baseline.pbds.filter((pbd) => pbd.host === host.uuid && pbd.attached),
    ...(emptyStorage === undefined ? {} : { emptyStorage: [...(emptyStorage.get(host.uuid) ?? [])] }),
    forecast: {
      moves: [...evacuation.moves, ...evacuation.stuck.map(({ vm, name, memory }) => ({ vm, name, memory, to: null }))],
      needed: evacuation.needed,
      room: evacuation.room,
      fits: evacuation.stuck.length === 0,
      duration: addRanges([hostTime(evacuating, basis.measured), packTime(packs)]),
      stuck: [...evacuation.stuck],
      down: [...evacuation.down],
      growth,
      help: [...helpFor({ stuck: evacuation.stuck, growth: grown })],
    },
    deadlines: { ...defaultDeadlines(evacuating), ...deadlines },
  };
}

/** Bytes that the control domains of the hosts before take more by then. */
function grownBefore(turns: readonly ForecastTurn[], index: number): number {
  return turns.slice(0, index).reduce((sum, { growth }) => sum + growth, 0);
}

function plannedChanges(pool: PoolFacts): PlannedChange[] {
  const changes: PlannedChange[] = [];
  if (pool.haEnabled) {
    changes.push({
      effect: 'disable-ha',
      heartbeatSrs: [...pool.haStatefileSrs],
      failuresToTolerate: pool.haFailuresToTolerate,
    });
  }
  if (pool.wlbEnabled) changes.push({ effect: 'disable-wlb' });
  return changes;
}

/** The step that leaves the least memory free. */
function tightestHost(hosts: readonly PlannedHost[]): string | null {
  const moving = hosts.filter((host) => host.forecast.moves.length > 0);
  const slack = (host: PlannedHost): number => host.forecast.room - host.forecast.needed;
  const [tightest] = [...moving].sort((first, second) => slack(first) - slack(second));
  return tightest?.uuid ?? null;
}
