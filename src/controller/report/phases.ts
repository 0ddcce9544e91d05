/** How long each phase of a host's turn took, beside what the plan expected; pure. */
import type { Deadline } from '../planning/deadlines.js';
import type { Plan } from '../planning/plan.js';
import { lastAttempt, ledgerOfRound, note, type Attempt, type Ledger } from '../run/ledger.js';
import type { PhaseReport } from './report-document.js';

/** Of the host's last round; empty for a host that is not in the plan. */
export function phasesOf(plan: Plan, whole: Ledger, host: string): readonly PhaseReport[] {
  const planned = plan.hosts.find(({ uuid }) => uuid === host);
  if (planned === undefined) return [];
  const ledger = ledgerOfRound(whole, host);
  const disable = firstAttempt(ledger, 'disable-host', host);
  const staging = firstAttempt(ledger, 'open-staging-grant', host) ?? firstAttempt(ledger, 'stage-host', host);
  const reboot = lastAttempt(ledger, 'reboot-host', host);
  const returned = note(ledger, 'returned', host)?.at ?? null;
  const { evacuating, staging: planStaging, installing, restoring } = planned.deadlines;
  const assessed = note(ledger, 'assessed', host)?.at ?? null;
  return [
    phase('evacuating', evacuating, disable?.intendedAt, end(lastAttempt(ledger, 'evacuate-host', host))),
    phase('staging', planStaging, staging?.intendedAt, end(lastAttempt(ledger, 'stage-host', host))),
    phase('installing', installing, reboot?.intendedAt, returned),
    phase('restoring', restoring, returned, assessed),
  ];
}

function phase(
  name: PhaseReport['phase'],
  { expected }: Deadline,
  from: number | null | undefined,
  to: number | null,
): PhaseReport {
  const beganAt = from ?? null;
  const took = beganAt === null || to === null || to < beganAt ? null : to - beganAt;
  return { phase: name, beganAt, expected, took };
}

function firstAttempt(ledger: Ledger, effect: string, key: string): Attempt | undefined {
  return ledger.attempts.find(({ request }) => request.effect === effect && request.key === key);
}

function end(attempt: Attempt | undefined): number | null {
  return attempt?.outcome?.result === 'confirmed' ? attempt.outcome.at : null;
}
