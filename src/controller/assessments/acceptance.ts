/** A person's word that a finding may be passed over: `CHECK@HOST=REASON`. What was accepted is repeated in the report. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Acceptance } from '../planning/plan.js';
import { blocks, type Finding } from './finding.js';
import { licenceAgreement } from './licence-agreement.js';
import { probes } from './probes.js';
import { assessments } from './registry.js';

/** @throws ACCEPTANCE_INVALID when it has not that form, or names no assessment */
export function parseAcceptance(text: string): Acceptance {
  const at = text.indexOf('@');
  const equals = text.indexOf('=', at + 1);
  const check = text.slice(0, Math.max(at, 0)).trim();
  const host = text.slice(at + 1, Math.max(equals, at + 1)).trim();
  const reason = equals < 0 ? '' : text.slice(equals + 1).trim();
  if (at < 0 || check === '' || host === '' || reason === '') throw invalid(text, 'CHECK@HOST=REASON', 'another form');
  if (!assessments.some((assessment) => assessment.id === check)) {
    throw invalid(text, assessments.map((assessment) => assessment.id).join(', '), check);
  }
  return { check, host, reason };
}

/** Accepted findings become notices; those that cannot be accepted stay as they are and say so. */
export function applyAcceptances(findings: readonly Finding[], acceptances: readonly Acceptance[]): readonly Finding[] {
  return findings.map((finding) => {
    const acceptance = blocks(finding) ? acceptances.find((candidate) => concerns(candidate, finding)) : undefined;
    if (acceptance === undefined) return finding;
    if (!finding.acceptable) return { ...finding, reason: `${finding.reason} This cannot be accepted.` };
    return {
      ...finding,
      severity: 'notice',
      reason: `${finding.reason} Accepted: ${acceptance.reason}`,
      accepted: { from: finding.severity, reason: acceptance.reason },
    };
  });
}

/**
 * Acceptances that answer nothing: a name that is misspelt, or a finding that does not block any more. Checks that are made only
 * later, around a host or after the run, are answered ahead of time, and so are probes, which are about another host each time; the licence agreement has a flag that may stand in any script.
 */
export function unusedAcceptances(
  findings: readonly Finding[],
  acceptances: readonly Acceptance[],
): readonly Acceptance[] {
  return acceptances.filter((acceptance) => {
    const check = assessments.find(({ id }) => id === acceptance.check);
    const aheadOfTime =
      check === licenceAgreement || check === probes || !(check?.phases.includes('before-run') ?? true);
    if (aheadOfTime) return false;
    return !findings.some(
      (finding) => concerns(acceptance, finding) && (finding.accepted !== undefined || blocks(finding)),
    );
  });
}

/** By the host's name or uuid, by the subject's own where it is no host, or `*` for whatever it is found of. */
function concerns(acceptance: Acceptance, { id, subject }: Finding): boolean {
  const names = ['*', subject.uuid, subject.name, subject.host?.uuid, subject.host?.name];
  return acceptance.check === id && names.includes(acceptance.host);
}

function invalid(text: string, expected: string, found: string): DrydockError {
  return new DrydockError('ACCEPTANCE_INVALID', { attempted: `reading the acceptance "${text}"`, expected, found });
}
