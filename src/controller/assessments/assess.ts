/** Runs the assessments that hold at a moment, and puts their findings in the form that people and programs are shown. */
import type { CheckReport } from '../../contract/checks.js';
import type { EffectName } from '../effects/effect.js';
import { applyAcceptances } from './acceptance.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import { blocks, type Finding } from './finding.js';
import { shapeOf } from './observe.js';
import { assessments } from './registry.js';

export function assess(input: AssessmentInput): readonly Finding[] {
  const shape = shapeOf(input.pool);
  const findings = assessments
    .filter((assessment) => assessment.phases.includes(input.phase) && assessment.holdsIn.includes(shape))
    .flatMap((assessment) => findingsOf(assessment, input));
  return applyAcceptances(findings, input.accepted ?? input.plan?.accepted ?? []);
}

/**
 * What keeps the run from going on.
 * @param fixes effects that the run will do first; a finding that one of them fixes does not block its start
 */
export function blockers(findings: readonly Finding[], fixes: readonly EffectName[] = []): readonly Finding[] {
  return findings.filter(
    (finding) => blocks(finding) && !(finding.fix !== undefined && fixes.includes(finding.fix.effect)),
  );
}

export function toCheckReport(
  pool: string,
  media: string,
  findings: readonly Finding[],
  fixes: readonly EffectName[] = [],
): CheckReport {
  return {
    pool,
    media,
    results: findings.map(({ id, severity, subject, title, reason, remedy, fix }) => ({
      id,
      severity,
      subject: subject.name,
      title,
      reason,
      remedy,
      fixable: fix !== undefined,
    })),
    blocked: blockers(findings, fixes).length > 0,
  };
}

function findingsOf(assessment: Assessment, input: AssessmentInput): readonly Finding[] {
  const { id, title } = assessment;
  return assessment.assess(input).map((finding) => ({ ...finding, id, title, phase: input.phase }));
}
