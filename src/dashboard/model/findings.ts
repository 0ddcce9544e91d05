/** The findings of a check as a person reads them: counted, grouped by what they are about, the worst first. */
import type { CheckReport, CheckResult, Severity } from '../../contract/checks.js';

/** From the worst to the best. */
export const severitiesWorstFirst = [
  'failure',
  'unknown',
  'warning',
  'notice',
  'info',
  'pass',
] as const satisfies readonly Severity[];

const words: Readonly<Record<Severity, readonly [string, string]>> = {
  failure: ['failure', 'failures'],
  unknown: ['unknown', 'unknown'],
  warning: ['warning', 'warnings'],
  notice: ['notice', 'notices'],
  info: ['for information', 'for information'],
  pass: ['passed', 'passed'],
};

export interface SeverityCount {
  readonly severity: Severity;
  readonly count: number;
  readonly text: string;
}

export interface FindingGroup {
  readonly subject: string;
  readonly worst: Severity;
  readonly findings: readonly CheckResult[];
}

export function blocks({ severity }: Pick<CheckResult, 'severity'>): boolean {
  return severity === 'failure' || severity === 'unknown';
}

export function severityWord(severity: Severity): string {
  return words[severity][0];
}

/** `2 failures`, `1 warning`, `41 passed`; what there is none of is left out. */
export function countSeverities(results: readonly CheckResult[]): readonly SeverityCount[] {
  return severitiesWorstFirst
    .map((severity) => {
      const count = results.filter((result) => result.severity === severity).length;
      return { severity, count, text: `${count} ${words[severity][count === 1 ? 0 : 1]}` };
    })
    .filter(({ count }) => count > 0);
}

/** Without what passed; within a group and among groups the worst first, then by name. */
export function groupFindings(results: readonly CheckResult[]): readonly FindingGroup[] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (result.severity === 'pass') continue;
    groups.set(result.subject, [...(groups.get(result.subject) ?? []), result]);
  }
  return [...groups]
    .map(([subject, findings]) => {
      const sorted = findings.sort(
        (left, right) => rank(left.severity) - rank(right.severity) || order(left.id, right.id),
      );
      return { subject, worst: sorted[0]?.severity ?? 'pass', findings: sorted };
    })
    .sort((left, right) => rank(left.worst) - rank(right.worst) || order(left.subject, right.subject));
}

export function verdict(report: CheckReport): { readonly go: boolean; readonly text: string } {
  const blocking = report.results.filter(blocks).length;
  if (!report.blocked) return { go: true, text: 'Go: nothing stands in the way' };
  return {
    go: false,
    text: `No go: ${blocking} ${blocking === 1 ? 'finding' : 'findings'} must be put right or answered first`,
  };
}

function rank(severity: Severity): number {
  return severitiesWorstFirst.indexOf(severity);
}

function order(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
