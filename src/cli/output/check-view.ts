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
  return [`pool ${report.pool}, media ${report.media}`, ...worstFirst.flatMap(resultLines), verdict(report)];
}

function rank(result: CheckResult): number {
  return severities.indexOf(result.severity);
}

function resultLines(result: CheckResult): string[] {
  const line = `  ${marks[result.severity]} ${result.id}@${result.subject}: ${result.reason}`;
  if (result.severity === 'pass' || result.remedy === '') return [line];
  return [line, `          do: ${result.remedy}${result.fixable ? ' (or let the run do it: --fix)' : ''}`];
}

function verdict(report: CheckReport): string {
  const blocking = report.results.filter(({ severity }) => severity === 'failure' || severity === 'unknown').length;
  if (report.blocked) return `no go: ${count(blocking, 'finding')} must be put right or answered first`;
  return 'go: nothing stands in the way';
}
