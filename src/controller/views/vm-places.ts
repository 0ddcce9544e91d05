/** Where each VM of a run's pool is: its home, where it is now, and when it goes home; pure. */
import type { TimelineVm } from '../../contract/api/timeline.js';
import { hostByUuid, type PoolFacts } from '../facts/pool-facts.js';
import type { BaselineVm } from '../planning/baseline.js';
import type { Plan } from '../planning/plan.js';
import { lastBringingBack, lastTakingDown } from '../run/guests-taken-down.js';
import type { Ledger } from '../run/ledger.js';
import { effectOf } from './timeline-view.js';

/** Those that ran when the plan was made, by their homes in the order of the hosts' turns. */
export function vmPlaces(plan: Plan, ledger: Ledger, last: PoolFacts | undefined): TimelineVm[] {
  const order = [...plan.hosts, ...plan.skipped].map(({ uuid }) => uuid);
  return plan.baseline.vms
    .filter(({ host }) => host !== null)
    .sort(
      (one, other) =>
        order.indexOf(one.host ?? '') - order.indexOf(other.host ?? '') || (one.name < other.name ? -1 : 1),
    )
    .map((vm) => placeOf(plan, ledger, last, vm));
}

function placeOf(plan: Plan, ledger: Ledger, last: PoolFacts | undefined, vm: BaselineVm): TimelineVm {
  const { place, now } = whereIs(last, vm);
  return {
    uuid: vm.uuid,
    name: vm.name,
    home: hostName(plan, vm.host),
    ...{ now, place },
    goesHome: goesHome(plan, ledger, vm, place),
    moves: ledger.attempts
      .filter(({ request }) => request.key === vm.uuid)
      .map(effectOf)
      .map(({ from, to, what, state }) => ({ at: from, to, what, state })),
  };
}

function whereIs(last: PoolFacts | undefined, vm: BaselineVm): Pick<TimelineVm, 'place' | 'now'> {
  if (last === undefined) return { place: 'unknown', now: null };
  const found = last.vms.find(({ uuid }) => uuid === vm.uuid);
  if (found === undefined) return { place: 'gone', now: null };
  if (found.residentOn === null) return { place: 'down', now: null };
  const now = hostByUuid(last, found.residentOn)?.name ?? found.residentOn;
  return { place: found.residentOn === vm.host ? 'home' : 'away', now };
}

function goesHome(plan: Plan, ledger: Ledger, vm: BaselineVm, place: TimelineVm['place']): string {
  const home = hostName(plan, vm.host) ?? '';
  const isOver = ledger.state === 'done' || ledger.state === 'aborted';
  switch (place) {
    case 'home':
    case 'unknown':
      return '';
    case 'gone':
      return 'it is not in the pool any more';
    case 'down':
      if (!wasTakenDown(ledger, vm.uuid)) return 'it was stopped by somebody else, and stays as it is';
      return isOver ? 'it was not started again: see the report' : `it is started again when ${home} is back`;
    case 'away':
      if (isOver) return 'it was not moved home: see the report';
      if (ledger.state === 'undoing') return 'it is being moved home now, in its turn';
      return 'at the end of the run, when all hosts are upgraded';
  }
}

function wasTakenDown(ledger: Ledger, vm: string): boolean {
  const taken = lastTakingDown(ledger, vm);
  return taken !== undefined && (lastBringingBack(ledger, vm)?.sequence ?? -1) < taken.sequence;
}

function hostName(plan: Plan, uuid: string | null): string | null {
  if (uuid === null) return null;
  return plan.baseline.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
}
