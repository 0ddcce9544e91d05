/** Counts the retries of a run against its budget; used up, only a retry that names what it is about, and why, is taken. */
import type { RunCommand } from '../../contract/control.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import { usualRetryBudget } from '../planning/retry-budget.js';
import type { Command, Ledger } from './ledger.js';

export interface Refusal {
  readonly expected: string;
  readonly found: string;
}

/** Retries since the last one that was named: of this host, and of the whole run. */
export function retriesUsed(ledger: Ledger, host: string | undefined): { ofHost: number; ofRun: number } {
  const retries = ledger.commands.filter(({ command }) => command === 'retry');
  const since = retries.slice(retries.findLastIndex(wasNamed) + 1);
  return {
    ofHost: host === undefined ? 0 : since.filter(({ detail }) => detail['host'] === host).length,
    ofRun: since.length,
  };
}

/** Undefined when it may be tried again. */
export function retryRefusal(
  plan: Plan,
  ledger: Ledger,
  host: PlannedHost | undefined,
  command: Pick<RunCommand, 'host' | 'reason'>,
): Refusal | undefined {
  const budget = plan.retries ?? usualRetryBudget;
  const used = retriesUsed(ledger, host?.uuid);
  const hostUsed = used.ofHost >= budget.perHost && host !== undefined;
  if (!hostUsed && used.ofRun < budget.perRun) return undefined;
  const hasName = host === undefined || command.host !== undefined;
  if (hasName && command.reason !== undefined && command.reason.trim() !== '') return undefined;
  const times = hostUsed ? `${used.ofHost} times for ${host.name}` : `${used.ofRun} times in this run`;
  const named = host === undefined ? '--reason WHY' : `--host ${host.name} --reason WHY`;
  return {
    expected: `a retry that names what it is about: drydock upgrade retry ${named}`,
    found: `it was tried again ${times} already, which is the budget`,
  };
}

/** A retry with a reason that names its host, or that is about none. */
export function wasNamed({ detail }: Command): boolean {
  const hasName = detail['named'] === true || detail['host'] === undefined;
  return hasName && typeof detail['reason'] === 'string' && detail['reason'] !== '';
}
