/** The findings of a check as a person reads them: counted, grouped by what they are about, the worst first. */
import type { CheckReport, CheckResult, Severity } from '../../contract/checks.js';

/** As a finding stands on the page: what blocks and is put right by the run itself is no obstacle, and is said to be put right. */
export type Standing = Severity | 'to-fix';

/** From the worst to the best. */
export const standingsWorstFirst = [
  'failure',
  'unknown',
  'warning',
  'to-fix',
  'notice',
  'info',
  'pass',
] as const satisfies readonly Standing[];

const words: Readonly<Record<Standing, readonly [string, string]>> = {
  failure: ['failure', 'failures'],
  unknown: ['unknown', 'unknown'],
  warning: ['warning', 'warnings'],
  'to-fix': ['the run fixes it', 'fixed by the run'],
  notice: ['notice', 'notices'],
  info: ['info', 'for information'],
  pass: ['passed', 'passed'],
};

export interface StandingCount {
  readonly standing: Standing;
  readonly count: number;
  readonly text: string;
}

export interface StandingFinding {
  readonly standing: Standing;
  readonly result: CheckResult;
}

export interface FindingGroup {
  readonly subject: string;
  readonly worst: Standing;
  readonly findings: readonly StandingFinding[];
}

export function blocks({ severity }: Pick<CheckResult, 'severity'>): boolean {
  return severity === 'failure' || severity === 'unknown';
}

/** @param fixing the run was asked to put right what it can; a report that blocks nothing although one finding does was made so */
export function standingOf(result: CheckResult, report: CheckReport, fixing: boolean): Standing {
  return blocks(result) && result.fixable && (fixing || !report.blocked) ? 'to-fix' : result.severity;
}

export function standingWord(standing: Standing): string {
  return words[standing][0];
}

/** `2 failures`, `1 warning`, `41 passed`; what there is none of is left out. */
export function countStandings(report: CheckReport, fixing: boolean): readonly StandingCount[] {
  return standingsWorstFirst
    .map((standing) => {
      const count = report.results.filter((result) => standingOf(result, report, fixing) === standing).length;
      return { standing, count, text: `${count} ${words[standing][count === 1 && standing !== 'to-fix' ? 0 : 1]}` };
    })
    .filter(({ count }) => count > 0);
}

/** Without what passed; within a group and among groups the worst first, then by name. */
export function groupFindings(report: CheckReport, fixing: boolean): readonly FindingGroup[] {
  const groups = new Map<string, StandingFinding[]>();
  for (const result of report.results) {
    if (result.severity === 'pass') continue;
    const finding = { standing: standingOf(result, report, fixing), result };
    groups.set(result.subject, [...(groups.get(result.subject) ?? []), finding]);
  }
  return [...groups]
    .map(([subject, findings]) => {
      const sorted = findings.sort(
        (left, right) => rank(left.standing) - rank(right.standing) || order(left.result.id, right.result.id),
      );
      return { subject, worst: sorted[0]?.standing ?? 'pass', findings: sorted };
    })
    .sort((left, right) => rank(left.worst) - rank(right.worst) || order(left.subject, right.subject));
}

export function verdict(report: CheckReport, fixing: boolean): { readonly go: boolean; readonly text: string } {
  const blocking = report.results.filter((result) => blocks(result) && standingOf(result, report, fixing) !== 'to-fix');
  if (!report.blocked) return { go: true, text: 'Go: nothing stands in the way' };
  const findings = blocking.length === 1 ? '1 finding' : `${blocking.length} findings`;
  return { go: false, text: `No go: ${findings} must be put right or answered first` };
}

function rank(standing: Standing): number {
  return standingsWorstFirst.indexOf(standing);
}

function order(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
