/** Which packs of the plan a host has been given: from the journal, as people see it in status and report. */
import type { HostStatus } from '../../contract/run-status.js';
import type { Plan } from '../planning/plan.js';
import { note, type Ledger } from './ledger.js';

/** Empty for a plan without packs, so that nothing is shown of them. */
export function packStatus(plan: Plan, ledger: Ledger, host: string): Pick<HostStatus, 'packs'> {
  if (plan.packs === undefined) return {};
  // A host that is done has them all, also one that somebody else had given it.
  const done = note(ledger, 'host-done', host) !== undefined;
  return {
    packs: plan.packs.map(({ uuid, name }) => ({ name, installed: done || wasInstalled(ledger, host, uuid) })),
  };
}

function wasInstalled({ attempts }: Ledger, host: string, pack: string): boolean {
  return attempts.some(
    ({ request, outcome }) =>
      request.effect === 'apply-pack' &&
      request.key === host &&
      request.detail['pack'] === pack &&
      outcome?.result === 'confirmed',
  );
}
