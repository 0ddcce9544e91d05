/** The findings of the assessments in words, the worst first. */
import { severities, type CheckReport, type CheckResult, type Severity } from '../../contract/checks.js';
import { count } from './units.js';

const marks: Readonly<Record<Severity, string>> = {
  pass: 'ok     ',
  info: 'info   ',
  notice: 'notice ',
  warning: 'WARNING',
  failure: 'FAILURE',
  unknown: 'UNKNOWN',
};

export function checkLines(report: CheckReport): string[] {
  const worstFirst = [...report.results].sort((left, right) => rank(right) - rank(left));
  return [
    `pool ${report.pool}, media ${report.media}`,
    ...worstFirst.flatMap((result) => resultLines(result, willBeFixed(result, report))),
    checkSummary(report),
  ];
}

function rank(result: CheckResult): number {
  return severities.indexOf(result.severity);
}

/** What would block, and does not, is put right by the run itself. */
function willBeFixed(result: CheckResult, report: CheckReport): boolean {
  return blocks(result) && result.fixable && !report.blocked;
}

function resultLines(result: CheckResult, fixed: boolean): string[] {
  const line = `  ${fixed ? 'to fix ' : marks[result.severity]} ${result.id}@${result.subject}: ${result.reason}`;
  if (result.severity === 'pass' || result.remedy === '' || fixed) return [line];
  return [line, `          do: ${result.remedy}${result.fixable ? ' (or let the run do it: --fix)' : ''}`];
}

function blocks({ severity }: CheckResult): boolean {
  return severity === 'failure' || severity === 'unknown';
}

/** One line for those who only want to know whether to go on. */
export function checkSummary(report: CheckReport): string {
  const parts = severities
    .map((severity) => ({
      severity,
      of: report.results.filter((result) => result.severity === severity && !willBeFixed(result, report)).length,
    }))
    .filter(({ of }) => of > 0)
    .map(({ severity, of }) => `${of} ${severity}`);
  const fixed = report.results.filter((result) => willBeFixed(result, report)).map(({ id }) => id);
  return `${verdict(report)} (${[...parts, ...(fixed.length === 0 ? [] : [`put right by the run: ${fixed.join(', ')}`])].join(', ')})`;
}

function verdict(report: CheckReport): string {
  const blocking = report.results.filter(blocks).length;
  if (report.blocked) return `no go: ${count(blocking, 'finding')} must be put right or answered first`;
  return 'go: nothing stands in the way';
}
