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

export interface CheckView {
  /** The run was asked to put right what it can: then nobody is told to ask for it. */
  readonly fixing?: boolean | undefined;
  /** Also what is as it should be, which is most of it. */
  readonly all?: boolean | undefined;
}

export function checkLines(report: CheckReport, { fixing = false, all = false }: CheckView = {}): string[] {
  const shown = report.results.filter(({ severity }) => all || severity !== 'pass');
  const worstFirst = shown.sort((left, right) => rank(right) - rank(left));
  const passes = report.results.length - shown.length;
  return [
    `pool ${report.pool}, media ${report.media}`,
    ...worstFirst.flatMap((result) => resultLines(result, willBeFixed(result, report, fixing))),
    ...(passes === 0 ? [] : [`  ${marks.pass} ${count(passes, 'assessment')} passed (--all shows them)`]),
    checkSummary(report, fixing),
  ];
}

function rank(result: CheckResult): number {
  return severities.indexOf(result.severity);
}

/** What would block, and does not, is put right by the run itself. */
function willBeFixed(result: CheckResult, report: CheckReport, fixing: boolean): boolean {
  return blocks(result) && result.fixable && (fixing || !report.blocked);
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
export function checkSummary(report: CheckReport, fixing = false): string {
  const parts = severities
    .map((severity) => ({
      severity,
      of: report.results.filter((result) => result.severity === severity && !willBeFixed(result, report, fixing))
        .length,
    }))
    .filter(({ of }) => of > 0)
    .map(({ severity, of }) => `${of} ${severity}`);
  const fixed = report.results.filter((result) => willBeFixed(result, report, fixing)).map(({ id }) => id);
  return `${verdict(report, fixing)} (${[...parts, ...(fixed.length === 0 ? [] : [`put right by the run: ${fixed.join(', ')}`])].join(', ')})`;
}

function verdict(report: CheckReport, fixing: boolean): string {
  const blocking = report.results.filter((result) => blocks(result) && !willBeFixed(result, report, fixing)).length;
  if (report.blocked) return `no go: ${count(blocking, 'finding')} must be put right or answered first`;
  return 'go: nothing stands in the way';
}
