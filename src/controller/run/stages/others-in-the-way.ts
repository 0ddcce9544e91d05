/** Somebody else at work at a host's turn: named, waited for within bounds where it ends by itself, and the run stops then. */
import { nobodyElse } from '../../assessments/nobody-else.js';
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import { isInTheWay, othersAtWork, usualPatience } from '../../ownership/others-at-work.js';
import type { Work } from '../../ownership/work.js';
import type { Plan, PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { stop } from '../turn-context.js';

/** Tasks that this run has begun, by reference: they outlive the controller that began them. */
export function ownTasks(ledger: Ledger): readonly string[] {
  return ledger.attempts.flatMap(({ handle }) => (handle?.startsWith('OpaqueRef:') === true ? [handle] : []));
}

export function patienceForOthers(plan: Plan): number {
  return plan.waitForOthers ?? usualPatience;
}

/** What is in the way of this host's next step and was not accepted; an emptying of the host itself is what we want. */
export function othersInTheWay(input: TurnInput, host: PlannedHost, pool: PoolFacts): readonly Work[] {
  return othersAtWork(pool, new Set(ownTasks(input.ledger))).filter(
    (work) =>
      isInTheWay(work, host.uuid, pool) &&
      !(work.about.kind === 'host' && work.about.uuid === host.uuid) &&
      !isAccepted(input.plan, work, pool),
  );
}

/** An evacuation that failed half-way leaves the moves that it began: they are the run's own, and no reason of their failure. */
export function withoutOwnMoves(others: readonly Work[], pool: PoolFacts): readonly Work[] {
  return others.filter(({ about }) => {
    const vm = pool.vms.find(({ uuid }) => about.kind === 'vm' && uuid === about.uuid);
    const operations = vm?.currentOperations ?? [];
    return operations.length === 0 || operations.some((operation) => operation !== 'pool_migrate');
  });
}

/** Waits for it, and stops when that has taken too long; undefined when nobody is in the way. */
export function waitForOthers(input: TurnInput, host: PlannedHost, others: readonly Work[]): Decision | undefined {
  if (others.length === 0) return undefined;
  const deadline = input.ledger.lastRecordAt + patienceForOthers(input.plan);
  const text = `somebody else is at work on the pool: ${textOf(others)}`;
  if (input.now >= deadline) return stop(text, host.uuid, 'others-at-work', [nobodyElse.id]);
  return waitForMachine(`${host.name} waits: ${text}`, deadline, host.uuid);
}

export function textOf(others: readonly Work[]): string {
  return others.map(({ text }) => text).join('; ');
}

function isAccepted(plan: Plan, { about }: Work, pool: PoolFacts): boolean {
  const subject =
    pool.vms.find(({ uuid }) => uuid === about.uuid) ??
    hostByUuid(pool, about.uuid) ??
    pool.srs.find(({ uuid }) => uuid === about.uuid) ??
    pool;
  const vm = pool.vms.find(({ uuid }) => uuid === about.uuid);
  const home = vm?.residentOn == null ? undefined : hostByUuid(pool, vm.residentOn);
  const names = [subject.uuid, subject.name, home?.uuid, home?.name];
  return plan.accepted.some(({ check, host }) => check === nobodyElse.id && names.includes(host));
}
