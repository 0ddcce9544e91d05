/** The report for people: a document to file away, that says what was done, what is left to do and how. */
import { mirrorText } from '../mirrors/planned-mirror.js';
import { findingSection, passportLines, phaseSection } from './markdown-details.js';
import { codeSpan, escapeMarkdown, formatBytes, formatDuration, formatTime, table } from './format.js';
import { gateRows } from './gate-rows.js';
import type { HostReport, ReportDocument } from './report-document.js';

export function renderMarkdown(report: ReportDocument): string {
  const sections = [
    heading(report),
    hosts(report),
    phaseSection(report),
    failures(report),
    installerLogs(report),
    leftAsFound(report),
    gates(report),
    changes(report),
    accepted(report),
    consents(report),
    findingSection(report),
    vms(report),
    commands(report),
    timeline(report),
  ].filter((section) => section.length > 0);
  return `${sections.map((section) => section.join('\n')).join('\n\n')}\n`;
}

function heading(report: ReportDocument): readonly string[] {
  return [
    `# Upgrade of ${escapeMarkdown(report.pool.name)} to ${escapeMarkdown(report.medium.name)}`,
    '',
    `**${report.state}**: ${escapeMarkdown(report.reason)}`,
    '',
    `- Run: ${codeSpan(report.run)}, plan ${codeSpan(report.planHash.slice(0, 12))}`,
    `- Medium: ${codeSpan(report.medium.id)}`,
    ...passportLines(report),
    ...(report.mirror === undefined ? [] : [`- Read at: ${escapeMarkdown(mirrorText(report.mirror))}`]),
    `- Planned: ${formatTime(report.plannedAt)}${report.plannedBy === null ? '' : ` by ${escapeMarkdown(report.plannedBy)}`}`,
    `- Began: ${formatTime(report.startedAt)}`,
    `- Ended: ${formatTime(report.endedAt)}`,
    `- Duration: ${formatDuration(report.startedAt, report.endedAt)} (planned ${formatDuration(0, report.expected.least)} to ${formatDuration(0, report.expected.most)})`,
    `- Served to hosts: ${report.bytes === null ? 'not observed' : formatBytes(report.bytes)}`,
  ];
}

function hosts({ hosts: all }: ReportDocument): readonly string[] {
  const withPacks = all.some(({ packs }) => packs !== undefined);
  const rows = all.map((host) => [
    escapeMarkdown(host.name),
    host.state,
    escapeMarkdown(host.from),
    escapeMarkdown(host.now ?? 'not read'),
    served(host),
    ...(withPacks ? [escapeMarkdown(packsOf(host))] : []),
    formatDuration(host.beganAt, host.endedAt),
  ]);
  return [
    '## Hosts',
    '',
    ...table(['Host', 'State', 'Before', 'Now', 'Served', ...(withPacks ? ['Packs'] : []), 'Time'], rows),
  ];
}

function packsOf({ packs = [] }: HostReport): string {
  return packs.map(({ name, installed }) => (installed ? name : `${name} missing`)).join(', ');
}

function served(host: HostReport): string {
  if (host.bytes === null) return 'not observed';
  return `${formatBytes(host.bytes)} of ${formatBytes(host.totalBytes)}, ${host.packages ?? 0} packages`;
}

function failures({ hosts: all }: ReportDocument): readonly string[] {
  const lines = all.flatMap(({ name, failure }) =>
    failure === null
      ? []
      : [
          `- **${escapeMarkdown(name)}**: ${failure.kind}. ${escapeMarkdown(failure.reason)}`,
          `  Next: ${escapeMarkdown(failure.nextAction)}`,
        ],
  );
  return lines.length === 0 ? [] : ['## What failed', '', ...lines];
}

function installerLogs({ hosts: all }: ReportDocument): readonly string[] {
  const lines = all.flatMap(({ name, installerLog }) =>
    installerLog == null ? [] : [`- ${escapeMarkdown(name)}: ${codeSpan(`installer-logs/${installerLog}`)}`],
  );
  if (lines.length === 0) return [];
  return [
    '## Logs of the installers',
    '',
    'Beside the database dump, readable by the user of the controller alone.',
    '',
    ...lines,
  ];
}

function leftAsFound({ leftAsFound: left }: ReportDocument): readonly string[] {
  const title = ['## Left as found', ''];
  if (!left.known) return [...title, 'Not known: the pool could not be read when this report was made.'];
  if (left.clean) return [...title, 'Yes. But for its versions, the pool is as it was before the run.'];
  const rows = left.differences.map((difference) => [
    `${difference.kind}: ${escapeMarkdown(difference.name)}`,
    escapeMarkdown(difference.before),
    escapeMarkdown(difference.now),
    difference.command === '' ? 'look by hand' : codeSpan(difference.command),
  ]);
  return [
    ...title,
    'No. What is different, and what puts it back:',
    '',
    ...table(['What', 'Before', 'Now', 'Command'], rows),
  ];
}

function changes({ changes: all }: ReportDocument): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ what, undo, condition }) => [
    escapeMarkdown(what),
    undo,
    condition === '' ? '' : codeSpan(condition),
  ]);
  return ['## Changes the run made', '', ...table(['Change', 'Undone', 'Condition or command'], rows)];
}

function gates(report: ReportDocument): readonly string[] {
  const rows = gateRows(report).map(({ when, severity, id, subject, reason }) => [
    escapeMarkdown(when),
    severity,
    codeSpan(id),
    escapeMarkdown(subject),
    escapeMarkdown(reason),
  ]);
  if (rows.length === 0) return [];
  return ['## Compared with before', '', ...table(['When', 'Severity', 'Check', 'About', 'What was found'], rows)];
}

function accepted({ accepted: all }: ReportDocument): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.map(
    ({ check, host, reason }) => `- ${codeSpan(check)} on ${escapeMarkdown(host)}: ${escapeMarkdown(reason)}`,
  );
  return ['## Accepted findings', '', 'These would have blocked the run; a person accepted them.', '', ...lines];
}

function consents({ consents: all = [] }: ReportDocument): readonly string[] {
  return all.length === 0 ? [] : ['## Consents', '', ...all.map((text) => `- ${escapeMarkdown(text)}`)];
}

function vms({ vms: all }: ReportDocument): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map((vm) => [
    escapeMarkdown(vm.name),
    escapeMarkdown(vm.home),
    escapeMarkdown(vm.now ?? 'not read'),
    vm.moves.length === 0
      ? 'not moved'
      : vm.moves.map((move) => `${escapeMarkdown(move.what)} (${move.result})`).join(', '),
  ]);
  return ['## VMs that ran before', '', ...table(['VM', 'Home', 'Now', 'Moves'], rows)];
}

function commands({ commands: all }: ReportDocument): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.map(
    ({ at, command, by }) => `- ${formatTime(at)}: ${escapeMarkdown(command)} by ${escapeMarkdown(by)}`,
  );
  return ['## What people asked for', '', ...lines];
}

function timeline({ timeline: all }: ReportDocument): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map((entry) => [
    formatTime(entry.at),
    formatDuration(entry.at, entry.endedAt),
    `${escapeMarkdown(entry.what)}${entry.attempt > 1 ? ` (attempt ${entry.attempt})` : ''}`,
    entry.result,
    escapeMarkdown(entry.reason),
  ]);
  return ['## What was done when', '', ...table(['Begun', 'Took', 'What', 'Result', 'Reason'], rows)];
}
