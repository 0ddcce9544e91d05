/** The top of the report: how it ended, in a sentence and in five figures. */
import { mirrorText } from '../../mirrors/planned-mirror.js';
import { formatBytes, formatDuration, formatTime } from '../format.js';
import type { ReportDocument } from '../report-document.js';
import { markup, nothing, section, type Markup } from './markup.js';

const tones: Readonly<Record<ReportDocument['state'], string>> = {
  planned: 'quiet',
  running: 'quiet',
  waiting: 'quiet',
  paused: 'care',
  stopped: 'bad',
  undoing: 'care',
  aborted: 'care',
  done: 'good',
};

export function heading(report: ReportDocument): Markup {
  return markup`<header>
      <span class="state ${tones[report.state]}">${report.state}</span>
      <h1>Upgrade of ${report.pool.name} to ${report.medium.name}</h1>
      <p class="lead">${report.reason}</p>
    </header>
    <dl class="figures">
      ${figure('Hosts', `${report.hosts.filter(({ state }) => state === 'done').length} of ${report.hosts.length}`, others(report))}${figure(
        'Duration',
        duration(report),
        `planned ${formatDuration(0, report.expected.least)} to ${formatDuration(0, report.expected.most)}`,
      )}${figure('Served', report.bytes === null ? 'not observed' : formatBytes(report.bytes), 'by the media server')}${figure(
        'VMs moved',
        String(report.vms.filter(({ moves }) => moves.length > 0).length),
        `of ${report.vms.length} that ran before`,
      )}${figure('Left as found', leftText(report), report.leftAsFound.clean ? 'but for its versions' : '')}
    </dl> `;
}

export function runFacts(report: ReportDocument): Markup {
  const { passport } = report.medium;
  const facts: readonly (readonly [string, string | Markup])[] = [
    ['Run', markup`<code>${report.run}</code>`],
    ['Plan', markup`<code>${report.planHash.slice(0, 12)}</code>`],
    ['Planned', `${formatTime(report.plannedAt)}${report.plannedBy === null ? '' : ` by ${report.plannedBy}`}`],
    ['Began', formatTime(report.startedAt)],
    ['Ended', formatTime(report.endedAt)],
    ['Pool', markup`${report.pool.name} <code>${report.pool.uuid}</code>`],
    ['Medium', markup`${report.medium.name} <code>${report.medium.id}</code>`],
    ...(passport === null ? [['Origin', 'not in the store any more'] as const] : passportFacts(passport)),
    ...(report.mirror === undefined ? [] : [['Read at', mirrorText(report.mirror)] as const]),
  ];
  return section(
    'run',
    'The run and its medium',
    markup`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          markup`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl> `,
  );
}

function passportFacts(
  passport: NonNullable<ReportDocument['medium']['passport']>,
): readonly (readonly [string, string | Markup])[] {
  const keys = passport.packagesSignedBy.length === 0 ? '' : ` by ${passport.packagesSignedBy.join(', ')}`;
  const build = passport.build === null ? nothing : markup`, build ${passport.build}`;
  return [
    ['Origin', markup`${passport.source}${build}, imported ${formatTime(passport.importedAt)}`],
    ['SHA-256', markup`<code>${passport.sha256}</code>`],
    ['Signature', `${passport.signature}${passport.signedBy === null ? '' : `, by ${passport.signedBy}`}`],
    ['Packages', `${passport.packages} verified; own signatures of ${passport.packagesSigned} are good${keys}`],
  ];
}

/** So far, while it has no end. */
function duration({ startedAt, endedAt, timeline }: ReportDocument): string {
  if (endedAt !== null || timeline.length === 0) return formatDuration(startedAt, endedAt);
  const last = Math.max(...timeline.map((entry) => entry.endedAt ?? entry.at));
  return `${formatDuration(startedAt, last)} so far`;
}

function figure(name: string, value: string, about: string): Markup {
  return markup`<div>
    <dt>${name}</dt>
    <dd>${value}<small>${about}</small></dd>
  </div> `;
}

function others({ hosts }: ReportDocument): string {
  const counts = (['skipped', 'failed', 'queued'] as const).flatMap((state) => {
    const count = hosts.filter((host) => host.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return counts.length === 0 ? 'upgraded and proven' : counts.join(', ');
}

function leftText({ leftAsFound }: ReportDocument): string {
  if (!leftAsFound.known) return 'not known';
  return leftAsFound.clean ? 'yes' : `${leftAsFound.differences.length} to do`;
}
