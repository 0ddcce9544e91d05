/** A plan in words, a line each, for a person who has to say yes to it. */
import type { OrderSearch } from '../../contract/plan-forecast.js';
import { fixes } from '../effects/fixes.js';
import { describeVersions } from '../versions/match-target.js';
import { describeGuests } from './guests/describe-guests.js';
import { describeMirror } from '../mirrors/planned-mirror.js';
import { describePaths } from './forecast/describe-paths.js';
import type { PlannedPack } from '../packs/planned-pack.js';
import type { Plan, PlannedChange, PlannedHost } from './plan.js';
import type { Range } from './medium.js';

export function describePlan(plan: Plan): readonly string[] {
  const tightest = plan.hosts.find((host) => host.uuid === plan.forecast.tightest);
  return [
    `Upgrade ${plan.pool.name} to ${plan.medium.name} (${plan.medium.id}): ${plan.hosts.length} hosts, about ${describeRange(plan.forecast.duration)}${basisOf(plan)}.`,
    ...(plan.mirror === undefined ? [] : describeMirror(plan.mirror)),
    ...plan.changes.map(describeChange),
    ...plan.hosts.flatMap((host, index) => [`${index + 1}. ${describeHost(host)}`, ...describeStuck(host)]),
    ...(plan.packs ?? []).map(describePack),
    ...plan.skipped.map(
      (host) =>
        `${host.name} is not touched: ${host.why === 'at-target' ? 'it is at the target already' : 'left out'}.`,
    ),
    `${plan.forecast.migrations} migrations by the forecast${homeward(plan)}${orderText(plan)}.`,
    ...(tightest === undefined ? [] : [describeTightest(tightest)]),
    ...describeGuests(plan.guests),
    ...plan.accepted.map((acceptance) => `Accepted: ${acceptance.check} on ${acceptance.host}: ${acceptance.reason}`),
    ...describePaths(plan),
  ];
}

function basisOf({ forecast: { measuredRuns = 0 } }: Plan): string {
  if (measuredRuns === 0) return '';
  return `, by what ${measuredRuns === 1 ? 'an earlier run' : `${measuredRuns} earlier runs`} took`;
}

function homeward({ forecast: { homeward: count = 0 } }: Plan): string {
  return count === 0 ? '' : `, and ${count} home at the end`;
}

function orderText({ forecast: { search } }: Plan): string {
  if (search === undefined) return '';
  const texts: Readonly<Record<OrderSearch['how'], string>> = {
    'by-hand': '; the order was given by hand',
    exact: '; no other order has fewer',
    bounded: `; of the orders that were looked at (${search.looked} evacuations) none has fewer`,
  };
  return texts[search.how];
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
  const { moves, down = [], growth = 0, fits, duration } = host.forecast;
  const role = host.coordinator ? ' (coordinator)' : '';
  const stuck = fits ? '' : '; by the forecast not all of them have a place elsewhere';
  const taken = down.length === 0 ? '' : `, ${down.length} down for its turn`;
  const grows = growth === 0 ? '' : `; its control domain then takes ${gibibytes(growth)} more`;
  return `${host.name}${role}: ${describeVersions(host.from)}, ${moves.length} VMs to move${taken}${stuck}, about ${describeRange(duration)}${grows}.`;
}

function describeStuck({ forecast: { stuck = [], help = [] } }: PlannedHost): readonly string[] {
  return [
    ...stuck.map(({ name, reason }) => `   No place for ${name}: ${reason}.`),
    ...help.map((text) => `   ${text}`),
  ];
}

function describeTightest(host: PlannedHost): string {
  return `The tightest step is ${host.name}: ${gibibytes(host.forecast.needed)} of guests for ${gibibytes(host.forecast.room)} free on the other hosts.`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

function describeRange({ least, expected, most }: Range): string {
  const minutes = (time: number): number => Math.max(1, Math.round(time / 60_000));
  return `${minutes(expected)} min (${minutes(least)} to ${minutes(most)})`;
}
