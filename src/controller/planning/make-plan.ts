/** Makes the plan of a run from what is known: a pure function, so that the same facts give the same plan. */
import type { Endpoint } from '../../contract/media-server.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import { baselineOf, type Baseline } from './baseline.js';
import { hashOf } from './canonical-json.js';
import { chooseHosts, findHost } from './choose-hosts.js';
import type { Deadlines } from './deadlines.js';
import { addRanges, defaultDeadlines, evacuationTime, hostTime, packTime } from './durations.js';
import type { Medium } from './medium.js';
import type { PlannedPack } from '../packs/planned-pack.js';
import { orderHosts, type OrderedHost } from './order.js';
import type { Acceptance, PausePoint, Plan, PlannedChange, PlannedHost } from './plan.js';

export interface PlanOptions {
  readonly run: string;
  readonly madeAt: number;
  /** Hosts by name or uuid in the wanted order; the coordinator must be first unless it is at the target. */
  readonly order?: readonly string[];
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly accepted?: readonly Acceptance[];
  readonly endpoints: readonly Endpoint[];
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
  readonly soak?: number;
  readonly pausePoints?: readonly PausePoint[];
}

/** @throws PLAN_HOST_UNKNOWN, PLAN_ORDER_REFUSED, PLAN_COORDINATOR_LEFT_OUT, PLAN_EMPTY */
export function makePlan(pool: PoolFacts, medium: Medium, options: PlanOptions): Plan {
  const { chosen, skipped } = chooseHosts(pool, medium, options.only ?? [], options.exclude ?? []);
  const wanted = (options.order ?? []).map((name) => findHost(pool, name));
  const ordered = orderHosts(pool, chosen, wanted, medium.target);
  const baseline = baselineOf(pool, options.pifs);
  const soak = options.soak ?? 0;
  const hosts = ordered.map((turn) => plannedHost(turn, pool, baseline, options));
  const soaking = { least: soak, expected: soak, most: soak };
  const content: Omit<Plan, 'hash'> = {
    format: 1,
    run: options.run,
    madeAt: options.madeAt,
    pool: { uuid: pool.uuid, name: pool.name, coordinator: pool.coordinator },
    medium,
    endpoints: [...options.endpoints],
    hosts,
    skipped: [...skipped],
    changes: options.fix ? [...plannedChanges(pool), ...(options.fixes ?? [])] : [],
    baseline,
    forecast: {
      migrations: hosts.reduce((sum, host) => sum + host.forecast.moves.length, 0),
      tightest: tightestHost(hosts),
      duration: addRanges(hosts.flatMap((host) => [host.forecast.duration, soaking])),
    },
    soak,
    pausePoints: [...(options.pausePoints ?? [])],
    accepted: [...(options.accepted ?? [])],
    ...(options.packs === undefined || options.packs.length === 0 ? {} : { packs: [...options.packs] }),
  };
  return { ...content, hash: hashOf(content) };
}

function plannedHost(
  { host, evacuation }: OrderedHost,
  pool: PoolFacts,
  baseline: Baseline,
  { deadlines = {}, emptyStorage, packs = [] }: PlanOptions,
): PlannedHost {
  const evacuating = evacuationTime(evacuation.moves);
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
      moves: [...evacuation.moves],
      needed: evacuation.needed,
      room: evacuation.room,
      fits: evacuation.fits,
      duration: addRanges([hostTime(evacuating), packTime(packs)]),
    },
    deadlines: { ...defaultDeadlines(evacuating), ...deadlines },
  };
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
