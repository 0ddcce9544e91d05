/** A plan in words, a line for each thing that will happen: what a person reads before saying yes. */
import type { Plan, PlannedHost } from './plan.js';

export function planText(plan: Plan): string[] {
  return [
    `${plan.pool.name}: ${plan.hosts.length} of ${plan.baseline.hosts.length} hosts to ${plan.medium.name} (${plan.medium.id})`,
    ...plan.changes.map((change) =>
      change.effect === 'disable-ha'
        ? 'first: high availability off, on again at the end'
        : 'first: workload balancing off, on again at the end',
    ),
    ...plan.hosts.map(hostLine),
    ...plan.skipped.map(
      (host) => `    ${host.name}: ${host.why === 'at-target' ? 'runs the target version already' : 'left out'}`,
    ),
    ...plan.accepted.map(({ check, host, reason }) => `accepted: ${check} on ${host}: ${reason}`),
    `${plan.forecast.migrations} migrations; about ${minutes(plan.forecast.duration.expected)} (${minutes(plan.forecast.duration.least)} to ${minutes(plan.forecast.duration.most)})`,
  ];
}

function hostLine(host: PlannedHost, index: number): string {
  const role = host.coordinator ? ' (coordinator)' : '';
  const guests = host.vms.filter((vm) => vm.powerState === 'Running').length;
  const fit = host.forecast.fits ? '' : ' — NOT ENOUGH MEMORY for all of them elsewhere';
  return `${index + 1}.  ${host.name}${role}: ${host.from.product ?? 'unknown'} now, ${guests} VMs to move${fit}`;
}

function minutes(duration: number): string {
  return `${Math.max(1, Math.round(duration / 60_000))} min`;
}
