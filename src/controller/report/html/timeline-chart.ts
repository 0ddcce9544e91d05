/** The timeline as a picture: a lane for the pool and one for each host, phases as broad bars, single steps as thin ones below. */
import { formatDuration, formatTime } from '../format.js';
import type { HostReport, PhaseReport, ReportDocument, TimelineEntry } from '../report-document.js';
import { markup, nothing, type Markup } from './markup.js';
import { timeAxis, type TimeAxis } from './time-axis.js';

const width = 1000;
const left = 150;
const top = 28;
const laneHeight = 46;
const nameRoom = 19;

const phaseNames: Readonly<Record<PhaseReport['phase'], string>> = {
  evacuating: 'out of service, emptied',
  staging: 'boot entry staged',
  installing: 'reboot and installation',
  restoring: 'back into service',
};

/** Nothing for a run in which nothing was done. */
export function timelineChart(report: ReportDocument): Markup {
  const { timeline } = report;
  const from = Math.min(...timeline.map(({ at }) => at));
  const to = Math.max(...timeline.map(({ at, endedAt }) => endedAt ?? at), report.endedAt ?? 0);
  if (timeline.length === 0) return nothing;
  const axis = timeAxis(from, to, left, width - 12);
  const hosts = report.hosts.filter((host) => timeline.some((entry) => entry.host === host.uuid));
  const lanes = [
    lane(
      report.pool.name,
      [],
      timeline.filter(({ host }) => host === null),
      { axis, to, index: 0 },
    ),
    ...hosts.map((host, index) =>
      lane(
        host.name,
        host.phases,
        timeline.filter((entry) => entry.host === host.uuid),
        { axis, to, index: index + 1 },
      ),
    ),
  ];
  const height = top + lanes.length * laneHeight + 4;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Timeline">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="chart-title chart-about">
        <title id="chart-title">Timeline of the run</title>
        <desc id="chart-about">${description(report, hosts, from, to)}</desc>
        ${axis.lines.map(
          ({ x, label }) =>
            markup`<line class="grid" x1="${x}" x2="${x}" y1="${top - 6}" y2="${height - 4}" /><text
                x="${x}"
                y="16"
                text-anchor="middle"
                >${label}</text
              > `,
        )}${lanes}
      </svg>
    </div>
    ${legend()}
    <p class="lead">Times in UTC. The table “What was done when” says the same in words.</p> `;
}

interface Place {
  readonly axis: TimeAxis;
  /** Where what has no end is drawn to. */
  readonly to: number;
  readonly index: number;
}

function lane(name: string, phases: readonly PhaseReport[], steps: readonly TimelineEntry[], place: Place): Markup {
  const y = top + place.index * laneHeight;
  return markup`<g
    ><rect class="lane" x="${left}" y="${y + 2}" width="${width - 12 - left}" height="${laneHeight - 6}" rx="4" />
    <text class="name" x="0" y="${y + 25}">${shortened(name)}<title>${name}</title></text>
    ${phases.map((phase) => phaseBar(phase, y, place))}${steps.map((step) => stepBar(step, y, place, phases.length > 0))}</g
  > `;
}

function phaseBar({ phase, beganAt, took, expected }: PhaseReport, y: number, { axis, to }: Place): Markup {
  if (beganAt === null) return nothing;
  const end = took === null ? to : beganAt + took;
  const about = `${phaseNames[phase]}: ${took === null ? 'not finished' : formatDuration(0, took)}, planned ${formatDuration(0, expected)}`;
  return bar(axis, beganAt, end, { y: y + 8, height: 16, kind: took === null ? `${phase} open` : phase, about });
}

function stepBar(step: TimelineEntry, y: number, { axis, to }: Place, below: boolean): Markup {
  const bad = step.result === 'failed' || step.result === 'unknown';
  const attempt = step.attempt > 1 ? `, attempt ${step.attempt}` : '';
  const about = `${step.what}${attempt}: ${step.result}, ${formatTime(step.at)}, ${formatDuration(step.at, step.endedAt)}`;
  const kind = `${bad ? 'failed' : 'step'}${step.endedAt === null ? ' open' : ''}`;
  const shape = below ? { y: y + 28, height: 6 } : { y: y + 14, height: 14 };
  return bar(axis, step.at, step.endedAt ?? to, { ...shape, kind, about });
}

/** A moment is drawn as well: what took no time was done all the same. */
function bar(
  axis: TimeAxis,
  from: number,
  to: number,
  { y, height, kind, about }: { y: number; height: number; kind: string; about: string },
): Markup {
  const x = axis.x(from);
  const length = Math.max(2, Math.round((axis.x(to) - x) * 10) / 10);
  return markup`<rect class="${kind}" x="${x}" y="${y}" width="${length}" height="${height}" rx="2"
    ><title>${about}</title></rect
  > `;
}

function legend(): Markup {
  const entries = [...Object.entries(phaseNames), ['step', 'a single step'], ['failed', 'a step that failed']];
  return markup`<ul class="legend">
    ${entries.map(
      ([kind = '', name = '']) =>
        markup`<li>
          <svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${kind}" width="12" height="12" rx="2" /></svg
          >${name}
        </li>`,
    )}
  </ul> `;
}

function description(report: ReportDocument, hosts: readonly HostReport[], from: number, to: number): string {
  const each = hosts.map(
    ({ name, beganAt, endedAt, state }) => `${name} ${state}, ${formatDuration(beganAt, endedAt)}`,
  );
  return `${report.pool.name} from ${formatTime(from)} to ${formatTime(to)}. ${each.join('; ')}.`;
}

function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length <= nameRoom ? name : `${characters.slice(0, nameRoom - 1).join('')}…`;
}
