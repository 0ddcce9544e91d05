/** A plan in words, a line each, for a person who has to say yes to it. */
import { fixes } from '../effects/fixes.js';
import { describeVersions } from '../versions/match-target.js';
import type { PlannedPack } from '../packs/planned-pack.js';
import type { Plan, PlannedChange, PlannedHost } from './plan.js';
import type { Range } from './medium.js';

export function describePlan(plan: Plan): readonly string[] {
  const tightest = plan.hosts.find((host) => host.uuid === plan.forecast.tightest);
  return [
    `Upgrade ${plan.pool.name} to ${plan.medium.name} (${plan.medium.id}): ${plan.hosts.length} hosts, about ${describeRange(plan.forecast.duration)}.`,
    ...plan.changes.map(describeChange),
    ...plan.hosts.map((host, index) => `${index + 1}. ${describeHost(host)}`),
    ...(plan.packs ?? []).map(describePack),
    ...plan.skipped.map(
      (host) =>
        `${host.name} is not touched: ${host.why === 'at-target' ? 'it is at the target already' : 'left out'}.`,
    ),
    `${plan.forecast.migrations} migrations by the forecast.`,
    ...(tightest === undefined ? [] : [describeTightest(tightest)]),
    ...plan.accepted.map((acceptance) => `Accepted: ${acceptance.check} on ${acceptance.host}: ${acceptance.reason}`),
  ];
}

function describePack({ name, version, guidance, srName }: PlannedPack): string {
  const then = guidance.map((word) => guidanceWords[word] ?? word).join(', ');
  return `Each host is given the pack ${name} ${version} when it is back (its image lies on "${srName}" meanwhile)${then === '' ? '' : `; then: ${then}`}.`;
}

/** What packs ask for; guests are named to the person, since none is restarted without consent. */
const guidanceWords: Readonly<Record<string, string>> = {
  restartHost: 'the host is evacuated and restarted once more',
  restartXAPI: 'its toolstack is restarted',
  restartHVM: 'restart the HVM guests on it yourself',
  restartPV: 'restart the PV guests on it yourself',
};

function describeChange(change: PlannedChange): string {
  if ('key' in change) {
    const fix = fixes[change.effect];
    return `First: ${fix.what(change.detail)}; ${fix.undo === null ? `it stays so (${fix.stays})` : 'put back at the end'}.`;
  }
  const what = change.effect === 'disable-ha' ? 'high availability' : 'workload balancing';
  return `Turn ${what} off first, and on again at the end.`;
}

function describeHost(host: PlannedHost): string {
  const role = host.coordinator ? ' (coordinator)' : '';
  const stuck = host.forecast.fits ? '' : '; by the forecast not all of them have room elsewhere';
  return `${host.name}${role}: ${describeVersions(host.from)}, ${host.forecast.moves.length} VMs to move${stuck}, about ${describeRange(host.forecast.duration)}.`;
}

function describeTightest(host: PlannedHost): string {
  const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
  return `The tightest step is ${host.name}: ${gigabytes(host.forecast.needed)} of guests for ${gigabytes(host.forecast.room)} free on the other hosts.`;
}

function describeRange({ least, expected, most }: Range): string {
  const minutes = (time: number): number => Math.max(1, Math.round(time / 60_000));
  return `${minutes(expected)} min (${minutes(least)} to ${minutes(most)})`;
}
