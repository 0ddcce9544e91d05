/** Tells in words what a run did, why it stands where it stands, and the exact commands that finish or undo it by hand. */
import type { HostStatus, RunStatus } from '../../contract/run-status.js';
import { effects } from '../effects/registry.js';
import type { Plan } from '../planning/plan.js';
import { byHandOfRun } from './by-hand.js';
import type { Attempt, Command, Ledger } from './ledger.js';
import { retriesUsed } from './retries.js';
import { usualRetryBudget } from '../planning/retry-budget.js';

/** @param poolName as `pool add` made it known */
export function explain(plan: Plan, ledger: Ledger, status: RunStatus, poolName: string): string {
  return [
    `Run ${plan.run}: ${plan.pool.name} to ${plan.medium.name}, now ${status.state}.`,
    `Why: ${status.reason}`,
    ...section('What happened:', happened(ledger)),
    ...section('Hosts:', status.hosts.flatMap(hostLines)),
    ...section('What was found after a host, and at the end:', (status.findings ?? []).map(findingLine)),
    ...section('Changes to the pool:', status.changes.map(changeLine)),
    ...section('What you can do:', whatNow(plan, ledger, status)),
    ...section('To finish by hand, on the coordinator:', byHandOfRun(plan, ledger, status, poolName)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...(lines.length === 0 ? ['  none'] : lines.map((line) => `  ${line}`))];
}

/** Effects and people's commands in their order: one without the other explains little. */
function happened(ledger: Ledger): string[] {
  const acts = ledger.attempts.map((attempt) => ({
    at: attempt.intendedAt,
    sequence: attempt.sequence,
    text: actText(attempt),
  }));
  const words = ledger.commands.map((command) => ({
    at: command.at,
    sequence: command.sequence,
    text: commandText(command),
  }));
  return [...acts, ...words]
    .sort((one, other) => one.sequence - other.sequence)
    .map(({ at, text }) => `${new Date(at).toISOString()}  ${text}`);
}

function actText({ request, attempt, outcome }: Attempt): string {
  const what = `${effects[request.effect].describe(request)}${attempt > 1 ? ` (attempt ${attempt})` : ''}`;
  return `${what}: ${outcome === null ? 'under way' : `${outcome.result} (${outcome.reason})`}`;
}

function commandText({ command, by, detail }: Command): string {
  const host = typeof detail['name'] === 'string' ? ` ${detail['name']}` : '';
  const reason = typeof detail['reason'] === 'string' ? `: ${detail['reason']}` : '';
  return `${by} says ${command}${host}${reason}`;
}

function hostLines(host: HostStatus): string[] {
  const line = `${host.name}: ${host.state} — ${host.reason}`;
  if (host.failure === null)
    return [line, ...(host.instructions ?? []).map((step, index) => `  ${index + 1}. ${step}`)];
  const { kind, nextAction, byHand = [] } = host.failure;
  return [line, `  ${kind}. Next: ${nextAction}`, ...byHand.map((step) => `    ${step}`)];
}

function findingLine({ severity, id, subject, reason }: NonNullable<RunStatus['findings']>[number]): string {
  return `${severity} ${id}@${subject}: ${reason}`;
}

function changeLine({ what, undo, condition }: RunStatus['changes'][number]): string {
  return condition === '' ? `${what}: ${undo}` : `${what}: ${undo} — ${condition}`;
}

/** The commands that a run in this state takes, each with what it would do. */
function whatNow(plan: Plan, ledger: Ledger, status: RunStatus): string[] {
  const { run } = plan;
  const abort = `drydock upgrade abort ${run}: undo what was changed, and end`;
  switch (status.state) {
    case 'planned':
      return [`drydock upgrade start ${run}: begin`, abort];
    case 'running':
      return [`drydock upgrade pause ${run}: hold at the next pause point`, abort];
    case 'waiting':
      return [
        `drydock upgrade watch ${run}: see when it goes on by itself`,
        `drydock upgrade pause ${run}: hold it longer`,
        abort,
      ];
    case 'paused':
      return [`drydock upgrade resume ${run}: go on`, abort];
    case 'stopped':
      return [...whenStopped(plan, ledger, status), abort];
    case 'undoing':
      return [`drydock upgrade watch ${run}: see how it ends`];
    case 'aborted':
    case 'done':
      return [`drydock upgrade report ${run}: what was done, and what is left`];
  }
}

function whenStopped(plan: Plan, ledger: Ledger, status: RunStatus): string[] {
  const failed = status.hosts.find(({ state }) => state === 'failed');
  const budget = plan.retries ?? usualRetryBudget;
  const used = retriesUsed(ledger, failed?.uuid);
  const left = failed === undefined ? '' : `${used.ofHost} of ${budget.perHost} used for ${failed.name}, `;
  const retry = `drydock upgrade retry ${plan.run}: go on where it stopped (${left}${used.ofRun} of ${budget.perRun} in this run)`;
  const member = plan.hosts.find(({ uuid }) => uuid === failed?.uuid);
  if (failed === undefined || member === undefined || member.coordinator) return [retry];
  return [
    retry,
    `drydock upgrade skip ${plan.run} --host ${failed.name}: leave it as it is, and go on with the others`,
  ];
}
