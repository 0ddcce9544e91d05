/** Tells in words what a run did, why it stands where it stands, and the commands that finish or undo it by hand. */
import type { RunStatus } from '../../contract/run-status.js';
import { effects } from '../effects/registry.js';
import type { Plan } from '../planning/plan.js';
import type { Ledger } from './ledger.js';

export function explain(plan: Plan, ledger: Ledger, status: RunStatus): string {
  return [
    `Run ${plan.run}: ${plan.pool.name} to ${plan.medium.name}, now ${status.state}.`,
    `Why: ${status.reason}`,
    '',
    'What was done:',
    ...happened(ledger),
    '',
    'Hosts:',
    ...status.hosts.map((host) => `  ${host.name}: ${host.state} — ${host.reason}`),
    ...status.hosts.flatMap((host) => (host.instructions ?? []).map((step, index) => `    ${index + 1}. ${step}`)),
    ...status.hosts.flatMap((host) => (host.failure === null ? [] : [`    next: ${host.failure.nextAction}`])),
    '',
    'Changes to the pool:',
    ...(status.changes.length === 0 ? ['  none'] : status.changes.map(changeLine)),
  ].join('\n');
}

function happened(ledger: Ledger): string[] {
  const lines = ledger.attempts.map((attempt) => {
    const outcome = attempt.outcome === null ? 'under way' : `${attempt.outcome.result} (${attempt.outcome.reason})`;
    return `  ${new Date(attempt.intendedAt).toISOString()}  ${effects[attempt.request.effect].describe(attempt.request)}: ${outcome}`;
  });
  return lines.length === 0 ? ['  nothing yet'] : lines;
}

function changeLine(change: RunStatus['changes'][number]): string {
  return change.condition === ''
    ? `  ${change.what}: ${change.undo}`
    : `  ${change.what}: ${change.undo} — ${change.condition}`;
}
