/** The acceptances that a person gives with a check or a plan, and what becomes of those that answer nothing. */
import type { CheckReport } from '../../contract/checks.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseAcceptance } from '../assessments/acceptance.js';
import { licenceAgreement } from '../assessments/licence-agreement.js';
import type { Medium } from '../planning/medium.js';
import type { Acceptance } from '../planning/plan.js';

export interface GivenAnswers {
  /** `CHECK@HOST=REASON`. */
  readonly accept?: readonly string[];
  /** The medium's licence agreement is accepted. */
  readonly acceptEua?: boolean | undefined;
}

/** @throws ACCEPTANCE_INVALID. The licence agreement is accepted for the medium by a flag of its own, and stands in the report as every other acceptance. */
export function givenAcceptances(request: GivenAnswers, medium: Medium): Acceptance[] {
  const given = (request.accept ?? []).map(parseAcceptance);
  if (request.acceptEua !== true) return given;
  return [
    ...given,
    { check: licenceAgreement.id, host: medium.id, reason: 'the licence agreement was read (--accept-eua)' },
  ];
}

/** Told among the findings: an answer to nothing is a slip of the pen, or the sign of a finding that has gone. */
export function withUnused(report: CheckReport, unused: readonly Acceptance[]): CheckReport {
  const told = unused.map(({ check, host }) => ({
    id: check,
    severity: 'notice' as const,
    subject: host,
    title: 'An acceptance answers a finding',
    reason: `The acceptance of ${check}@${host} answers nothing: ${check} has found nothing about ${host} that blocks.`,
    remedy: 'Look at the spelling of the host, or leave --accept out.',
    fixable: false,
  }));
  return { ...report, results: [...report.results, ...told] };
}

/** A plan holds what a person has answered; what answers nothing would be carried out in silence. */
export function refuseUnused(unused: readonly Acceptance[]): void {
  if (unused.length === 0) return;
  throw new DrydockError('ACCEPTANCE_UNUSED', {
    attempted: 'planning a run',
    expected: 'acceptances of findings that block',
    found: unused.map(({ check, host }) => `${check}@${host}`).join(', '),
  });
}
