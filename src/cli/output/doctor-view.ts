/** What doctor found, in words: what is to be done first, then what is well in one line each, then the count. */
import { severities, type Severity } from '../../contract/checks.js';
import type { DoctorFinding } from '../../daemon/doctor/doctor-check.js';
import type { DoctorReport } from '../../daemon/doctor/judge.js';
import type { Paint, Tone } from './style.js';
import { count } from './units.js';

const marks: Readonly<Record<Severity, string>> = {
  pass: 'ok',
  info: 'info',
  notice: 'notice',
  warning: 'WARNING',
  failure: 'FAILURE',
  unknown: 'UNKNOWN',
};

const tones: Readonly<Record<Severity, Tone>> = {
  pass: 'good',
  info: 'plain',
  notice: 'plain',
  warning: 'strong',
  failure: 'bad',
  unknown: 'strong',
};

/** Unknown is less than a failure here, and blocks nothing. */
const worstFirst: readonly Severity[] = ['failure', 'warning', 'unknown', 'notice', 'info', 'pass'];

export function doctorLines(report: DoctorReport, paint: Paint): string[] {
  const results = worstFirst.flatMap((severity) => report.results.filter((one) => one.severity === severity));
  return [...results.flatMap((result) => findingLines(result, paint)), summary(report)];
}

function findingLines({ id, severity, subject, reason, remedy }: DoctorFinding, paint: Paint): string[] {
  const line = `${paint(tones[severity], marks[severity].padEnd(7))} ${id}@${subject}: ${reason}`;
  return severity === 'pass' || remedy === '' ? [line] : [line, `        do: ${remedy}`];
}

function summary({ counts, failed, results }: DoctorReport): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const verdict = failed
    ? `${count(counts.failure, 'finding')} must be put right before this machine serves hosts`
    : 'nothing stops this machine from serving hosts';
  return `${verdict} (${count(results.length, 'finding')}: ${parts.join(', ')})`;
}
