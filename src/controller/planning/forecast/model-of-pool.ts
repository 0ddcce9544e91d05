/**
 * From what is known of a pool to the model that forecasts are made on. What the pool itself answers of a guest counts
 * (it knows its devices, tools and CPU); what every other host must have, and how much memory there is, is counted here.
 */
import { controlDomainMemory } from '../../../installer/control-domain-memory.js';
import { explainBlocker } from '../../assessments/evacuation-reasons.js';
import type { EvacuationAnswer } from '../../assessments/assessment.js';
import type { PluginAnswers } from '../../assessments/evidence.js';
import type { EvacuationBlocker, HostFacts, PoolFacts, VmFacts } from '../../facts/pool-facts.js';
import { guestsOn } from '../../facts/pool-facts.js';
import type { Survey } from '../../facts/survey.js';
import { onlyMoved, policyOf, type GuestPlan } from '../guests/guest-plan.js';
import type { Medium } from '../medium.js';
import type { ForecastRules, Obstacle, SimulatedGuest, SimulatedHost } from './model.js';

/** All but the facts may be missing: then the forecast knows less, and the pool is asked before each host in any case. */
export interface ForecastSources {
  readonly survey?: Survey | undefined;
  readonly evacuation?: ReadonlyMap<string, EvacuationAnswer>;
  readonly plugin?: ReadonlyMap<string, Pick<PluginAnswers, 'getDom0DefaultMemory'>>;
  readonly guests?: GuestPlan | undefined;
  /** By host uuid: from a plan, where nobody surveys the pool again. */
  readonly growth?: ReadonlyMap<string, number>;
}

export interface ForecastModel {
  readonly hosts: readonly SimulatedHost[];
  readonly rules: ForecastRules;
}

export function modelOfPool(pool: PoolFacts, medium: Medium, sources: ForecastSources = {}): ForecastModel {
  const { survey, guests = onlyMoved } = sources;
  const names = new Map([
    ...pool.srs.map(({ uuid, name }) => [uuid, name] as const),
    ...(survey?.networks ?? []).map(({ uuid, name }) => [uuid, name] as const),
  ]);
  return {
    hosts: pool.hosts.map((host) => modelOfHost(host, pool, medium, sources)),
    rules: { stopUnmovable: guests.stopUnmovable !== null, names },
  };
}

function modelOfHost(host: HostFacts, pool: PoolFacts, medium: Medium, sources: ForecastSources): SimulatedHost {
  const seen = sources.survey?.hosts.find(({ uuid }) => uuid === host.uuid);
  return {
    uuid: host.uuid,
    name: host.name,
    free: host.memoryRoom ?? host.memoryFree,
    versions: host.versions,
    inService: host.enabled && host.live === true,
    growth: sources.growth?.get(host.uuid) ?? controlDomainGrowth(host, medium, sources),
    // Detached storage is attached before the run, or blocks it: what counts is that the host has a way to it.
    storage: new Set(pool.pbds.filter((pbd) => pbd.host === host.uuid).map(({ sr }) => sr)),
    networks: seen === undefined ? undefined : new Set(seen.networks),
    guests: guestsOn(pool, host.uuid).map((vm) => modelOfGuest(vm, host, pool, sources)),
  };
}

/**
 * The installer gives the new system the default of its release, unless the host had more (host-installer, backend.py). The
 * host's own plugin tells it; where it does not, the rule of the release does (python-libs, xcp/dom0.py).
 */
export function controlDomainGrowth(host: HostFacts, medium: Medium, { survey, plugin }: ForecastSources): number {
  const answer = plugin?.get(host.uuid)?.getDom0DefaultMemory;
  const told = answer?.kind === 'answered' && /^\d+$/.test(answer.text.trim()) ? Number(answer.text) : undefined;
  const byRule = (platform: string | null): number | undefined =>
    platform === null || host.memoryTotal === 0 ? undefined : controlDomainMemory(host.memoryTotal, platform);
  const wanted = told ?? byRule(medium.target.platform);
  const now =
    survey?.hosts.find(({ uuid }) => uuid === host.uuid)?.controlDomainMemory ?? byRule(host.versions.platform);
  return wanted === undefined || now === undefined ? 0 : Math.max(0, wanted - now);
}

function modelOfGuest(vm: VmFacts, host: HostFacts, pool: PoolFacts, sources: ForecastSources): SimulatedGuest {
  const { survey, guests = onlyMoved } = sources;
  const surveyed = survey?.vms.find(({ uuid }) => uuid === vm.uuid);
  const policy = policyOf(guests, vm.uuid);
  const discs = new Set(surveyed?.discs.filter(({ sr }) => isLocalLibrary(sr, pool, survey)).map(({ sr }) => sr));
  const withPif = new Set(survey?.hosts.flatMap(({ networks }) => networks));
  return {
    uuid: vm.uuid,
    name: vm.name,
    memory: vm.memory,
    wholeMemory: Math.max(vm.memory, surveyed?.needs.wholeMemory ?? 0),
    isProtected: vm.haProtected,
    home: host.uuid,
    bound: boundBy(vm, host, pool, sources, discs),
    storage: surveyed?.needs.storage.filter((sr) => !discs.has(sr)) ?? [],
    // A network without any interface is inside one host; whether the guest may leave it, the pool knows.
    networks: surveyed?.needs.networks.filter((network) => withPif.has(network)) ?? [],
    goesDown: policy === 'stop' || policy === 'suspend' ? policy : undefined,
    isLeft: policy === 'leave',
    mustMove: policy === 'migrate' && guests.vms.some((candidate) => candidate.vm === vm.uuid),
  };
}

/** Its disc is ejected before the run, or blocks it (discs-ejected). */
function isLocalLibrary(sr: string, pool: PoolFacts, survey: Survey | undefined): boolean {
  const library = survey?.srs.find(({ uuid }) => uuid === sr);
  const shared = pool.srs.find(({ uuid }) => uuid === sr)?.shared === true;
  return library?.isLibrary === true && (!shared || library.isTools);
}

/** Answers that say nothing of the guest itself: memory is counted here, HA is off in a run, the rest passes. */
const notOfTheGuest = [
  'HOST_NOT_ENOUGH_FREE_MEMORY',
  'HOST_EVACUATE_VM_NOT_HA_PROTECTED',
  'NO_HOSTS_AVAILABLE',
  'OTHER_OPERATION_IN_PROGRESS',
  'HOST_NOT_LIVE',
];

function boundBy(
  vm: VmFacts,
  host: HostFacts,
  pool: PoolFacts,
  { survey, evacuation }: ForecastSources,
  discs: ReadonlySet<string>,
): Obstacle | undefined {
  const answer = evacuation?.get(host.uuid);
  if (answer?.known === true) {
    const blocker = answer.blockers.find((candidate) => candidate.vm === vm.uuid);
    return blocker === undefined || isNotOfTheGuest(blocker, discs) ? undefined : obstacleOf(pool, vm, blocker);
  }
  const [device] = survey?.vms.find(({ uuid }) => uuid === vm.uuid)?.needs.devices ?? [];
  if (device === undefined) return undefined;
  const code = { pci: 'VM_HAS_PCI_ATTACHED', vgpu: 'VM_HAS_VGPU', usb: 'VM_HAS_VUSBS' }[device];
  return obstacleOf(pool, vm, { vm: vm.uuid, code, params: [] });
}

function isNotOfTheGuest({ code, params }: EvacuationBlocker, discs: ReadonlySet<string>): boolean {
  return notOfTheGuest.includes(code) || (code === 'VM_REQUIRES_SR' && params.some((param) => discs.has(param)));
}

function obstacleOf(pool: PoolFacts, vm: VmFacts, blocker: EvacuationBlocker): Obstacle {
  return { code: blocker.code, reason: explainBlocker(pool, vm.name, blocker).reason };
}
