/** What one rehearsed run tells: read from its journal and from the twin's own history, as its real report would be. */
import type { BlockedMoment, FaultEnd, RehearsedRunReport } from '../../contract/rehearsal.js';
import type { HostStatus } from '../../contract/run-status.js';
import type { PoolEvent } from '../../simulator/history.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';
import { note } from '../../controller/run/ledger.js';
import type { EndedRun } from './rehearsed-run.js';

export function reportOf(seed: number, ended: EndedRun, twin: SimulatedPool): RehearsedRunReport {
  const { status, approvals } = ended;
  const migrations = moves(twin).length;
  return { seed, state: status.state, reason: status.reason, duration: durationOf(ended), migrations, approvals };
}

/** To the end, or to the moment at which it stopped. */
export function durationOf({ ledger }: EndedRun): number {
  const startedAt = ledger.startedAt ?? 0;
  return (ledger.endedAt ?? ledger.stateSince) - startedAt;
}

/** From the first thing that was done to the host until it was watched to the end; undefined when the run did not get there. */
export function hostDuration({ ledger }: EndedRun, uuid: string): number | undefined {
  const began = ledger.attempts.find(({ request }) => request.key === uuid)?.intendedAt;
  const done = note(ledger, 'host-done', uuid)?.at;
  return began === undefined || done === undefined ? undefined : done - began;
}

/** By uuid of the VM: how often it moved, homewards included. */
export function movesOf(twin: SimulatedPool): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { detail } of moves(twin)) counts.set(detail.vm, (counts.get(detail.vm) ?? 0) + 1);
  return counts;
}

/** Where a run without faults stopped, and why; undefined when it went through. */
export function stoppedAt(seed: number, ended: EndedRun): BlockedMoment | undefined {
  const { status, ledger } = ended;
  if (status.state !== 'stopped') return undefined;
  const host = stoppedHost(ended);
  const checks = ledger.stateDetail['checks'];
  return {
    moment: host?.state ?? 'queued',
    at: durationOf(ended),
    seed,
    host: host?.name ?? status.pool,
    assessments: Array.isArray(checks) ? checks.map(String) : [],
    reason: ledger.stateReason,
    nextAction: host?.failure?.nextAction ?? 'Mend what is named, then: drydock upgrade retry.',
  };
}

export function faultEnd(fault: string, seed: number, ended: EndedRun, twin: SimulatedPool): FaultEnd {
  const { status, ledger } = ended;
  const host = stoppedHost(ended);
  return {
    ...{ fault, seed, strikes: twin.history.filter(({ event }) => event === 'fault').length },
    ...{ state: status.state, at: durationOf(ended) },
    host: host?.name ?? null,
    failure: host?.failure?.kind ?? null,
    reason: status.state === 'stopped' ? ledger.stateReason : status.reason,
    nextAction: host?.failure?.nextAction ?? '',
    lostVms: lostVms(twin),
  };
}

function stoppedHost({ status, ledger }: EndedRun): HostStatus | undefined {
  return status.hosts.find(({ uuid }) => uuid === ledger.stateDetail['host']);
}

function moves(twin: SimulatedPool): readonly Extract<PoolEvent, { event: 'vm-moved' }>[] {
  return twin.history.filter((event) => event.event === 'vm-moved');
}

function lostVms(twin: SimulatedPool): string[] {
  const names = new Map([...twin.world.state.vms.values()].map((vm) => [vm.uuid, vm.name]));
  return twin.history.flatMap((event) =>
    event.event === 'guests-lost' ? event.detail.vms.map((uuid) => names.get(uuid) ?? uuid) : [],
  );
}
