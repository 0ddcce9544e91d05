/** The parts of the Markdown report that go into detail: the medium's origin, the time of each phase, the findings. */
import { codeSpan, escapeMarkdown, formatDuration, formatTime, table } from './format.js';
import type { PhaseReport, ReportDocument } from './report-document.js';

export function passportLines({ medium: { passport } }: ReportDocument): readonly string[] {
  if (passport === null) return [];
  const signer = passport.signedBy === null ? '' : ` by ${codeSpan(passport.signedBy)}`;
  return [
    `- Origin: ${escapeMarkdown(passport.source)}, imported ${formatTime(passport.importedAt)}, SHA-256 ${codeSpan(passport.sha256)}`,
    `- Signature: ${passport.signature}${signer}; ${passport.packages} packages verified`,
  ];
}

export function phaseSection({ hosts }: ReportDocument): readonly string[] {
  const timed = hosts.filter(({ phases }) => phases.some(({ beganAt }) => beganAt !== null));
  if (timed.length === 0) return [];
  const rows = timed.map(({ name, phases }) => [escapeMarkdown(name), ...phases.map(phaseText)]);
  return ['## Time of each phase', '', ...table(['Host', 'Emptied', 'Staged', 'Installed', 'Restored'], rows)];
}

function phaseText({ beganAt, took, expected }: PhaseReport): string {
  const actual = took === null ? (beganAt === null ? '–' : 'not finished') : formatDuration(0, took);
  return `${actual} (planned ${formatDuration(0, expected)})`;
}

export function findingSection({ findings }: ReportDocument): readonly string[] {
  const parts = [
    ...(findings.before ?? []).map((finding) => ({ ...finding, when: 'planned' })),
    ...(findings.after ?? []).map((finding) => ({ ...finding, when: 'at the end' })),
  ];
  if (parts.length === 0) return [];
  const rows = parts.map(({ when, severity, id, subject, reason }) => [
    ...[when, severity, codeSpan(id), escapeMarkdown(subject), escapeMarkdown(reason)],
  ]);
  return ['## Findings', '', ...table(['When', 'Severity', 'Check', 'About', 'What was found'], rows)];
}
