/** What the report keeps for the record: the pool as it was left, changes, findings, accepted risks, and who did what when. */
import type { CheckResult } from '../../../contract/checks.js';
import { formatDuration, formatTime } from '../format.js';
import { gateRows } from '../gate-rows.js';
import type { ReportDocument } from '../report-document.js';
import { markup, nothing, section, table, type Markup } from './markup.js';

export function leftAsFound({ leftAsFound: left }: ReportDocument): Markup {
  const title = (body: Markup): Markup => section('left', 'Left as found', body);
  if (!left.known) {
    return title(markup`<p class="care">Not known: the pool could not be read when this report was made.</p> `);
  }
  if (left.clean) {
    return title(markup`<p class="good">Yes. But for its versions, the pool is as it was before the run.</p> `);
  }
  const rows = left.differences.map(({ kind, name, before, now, command }) => [
    `${kind}: ${name}`,
    before,
    now,
    command === '' ? 'look by hand' : markup`<code>${command}</code>`,
  ]);
  return title(
    markup`<p class="care">No.</p>
      ${table('What is different, and what puts it back', ['What', 'Before', 'Now', 'Command'], rows)}`,
  );
}

export function changes({ changes: all }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  const rows = all.map(({ what, undo, condition }) => [
    what,
    markup`<span class="${undo === 'done' ? 'good' : 'care'}">${undo}</span>`,
    condition === '' ? '' : markup`<code>${condition}</code>`,
  ]);
  return section(
    'changes',
    'Changes the run made',
    table('And what became of them', ['Change', 'Undone', 'Condition or command'], rows),
  );
}

export function accepted({ accepted: all, plannedBy }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  const rows = all.map(({ check, host, reason }) => [
    markup`<code>${check}</code>`,
    host,
    reason,
    plannedBy ?? 'not recorded',
  ]);
  const caption = 'These would have blocked the run; a person accepted them';
  return section('accepted', 'Accepted risks', table(caption, ['Check', 'About', 'Reason', 'By'], rows));
}

export function gates(report: ReportDocument): Markup {
  const rows = gateRows(report).map(({ when, severity, id, subject, reason }) => [
    when,
    severityCell(severity),
    markup`<code>${id}</code>`,
    subject,
    reason,
  ]);
  if (rows.length === 0) return nothing;
  const caption = 'After each host and at the end; what the release explains stands here as well';
  return section(
    'gates',
    'Compared with before',
    table(caption, ['When', 'Severity', 'Check', 'About', 'What was found'], rows),
  );
}

export function consents({ consents: all = [] }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  return section('consents', 'Consents', markup`<ul>${all.map((text) => markup`<li>${text}</li> `)}</ul> `);
}

export function findings({ findings: { before, after } }: ReportDocument): Markup {
  const [first, last] = [findingTable('When it was planned', before), findingTable('At the end', after)];
  if (first === nothing && last === nothing) return nothing;
  return section('findings', 'Findings', markup`${first}${last}`);
}

function findingTable(caption: string, results: readonly CheckResult[] | null): Markup {
  if (results === null) return nothing;
  if (results.length === 0) return markup`<p>${caption}: everything passed.</p> `;
  const rows = results.map(({ id, severity, subject, reason }) => [
    severityCell(severity),
    markup`<code>${id}</code>`,
    subject,
    reason,
  ]);
  return table(caption, ['Severity', 'Check', 'About', 'What was found'], rows);
}

function severityCell(severity: CheckResult['severity']): Markup {
  return markup`<span class="${severityTones[severity]}">${severity}</span>`;
}

const severityTones: Readonly<Record<CheckResult['severity'], string>> = {
  pass: 'good',
  info: 'quiet',
  notice: 'quiet',
  warning: 'care',
  failure: 'bad',
  unknown: 'care',
};

export function commands({ commands: all }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  const rows = all.map(({ at, command, by }) => [formatTime(at), command, by]);
  return section(
    'commands',
    'What people asked for',
    table('Commands, as they were given', ['When', 'Command', 'By'], rows),
  );
}

export function timeline({ timeline: all }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  const rows = all.map((entry) => [
    markup`<span class="nobreak">${formatTime(entry.at)}</span>`,
    formatDuration(entry.at, entry.endedAt),
    `${entry.what}${entry.attempt > 1 ? ` (attempt ${entry.attempt})` : ''}`,
    markup`<span class="${entry.result === 'confirmed' ? '' : entry.result === 'under way' ? 'quiet' : 'bad'}"
      >${entry.result}</span
    >`,
    entry.reason,
  ]);
  const head = ['Begun', 'Took', 'What', 'Result', 'Reason'];
  return section('timeline', 'What was done when', table('Every step, in its order', head, rows, [1]));
}
