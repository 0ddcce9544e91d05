/** What the report says host by host, and VM by VM. */
import { formatBytes, formatDuration, formatTime } from '../format.js';
import type { HostReport, PhaseReport, ReportDocument } from '../report-document.js';
import { markup, nothing, section, table, type Markup } from './markup.js';

export function hosts({ hosts: all }: ReportDocument): Markup {
  const rows = all.map((host) => [
    markup`<strong>${host.name}</strong>`,
    markup`<span class="${toneOf(host)}">${host.state}</span>`,
    host.from,
    host.now ?? 'not read',
    served(host),
    formatDuration(host.beganAt, host.endedAt),
  ]);
  const timed = all.filter(({ phases }) => phases.some(({ beganAt }) => beganAt !== null));
  const phaseRows = timed.map((host) => [markup`<strong>${host.name}</strong>`, ...host.phases.map(phaseCell)]);
  return section(
    'hosts',
    'Hosts',
    markup`${table('From which version to which', ['Host', 'State', 'Before', 'Now', 'Served', 'Time'], rows, [5])}${
      timed.length === 0
        ? nothing
        : table(
            'Time of each phase, and what was planned',
            ['Host', 'Emptied', 'Staged', 'Installed', 'Restored'],
            phaseRows,
          )
    }`,
  );
}

export function failures({ hosts: all }: ReportDocument): Markup {
  const failed = all.flatMap(({ name, failure }) => (failure === null ? [] : [{ name, failure }]));
  if (failed.length === 0) return nothing;
  return section(
    'failed',
    'What failed',
    markup`<ul>
      ${failed.map(
        ({ name, failure }) =>
          markup`<li>
            <strong>${name}</strong>: <span class="bad">${failure.kind}</span>. ${failure.reason}<br />Next:
            ${failure.nextAction}
          </li>`,
      )}
    </ul> `,
  );
}

export function vms({ vms: all }: ReportDocument): Markup {
  if (all.length === 0) return nothing;
  const rows = all.map((vm) => [
    markup`<strong>${vm.name}</strong>`,
    vm.home,
    markup`<span class="${vm.atHome === false ? 'care' : ''}">${vm.now ?? 'not read'}</span>`,
    vm.moves.length === 0
      ? 'not moved'
      : vm.moves.map(
          (move) =>
            markup`<div>
              ${formatTime(move.at).slice(11, 19)} ${move.what}
              <span class="quiet">${move.result}, ${formatDuration(move.at, move.endedAt)}</span>
            </div>`,
        ),
  ]);
  return section(
    'vms',
    'VMs that ran before',
    table('Where each lives, and what moved it', ['VM', 'Home', 'Now', 'Moves'], rows),
  );
}

function phaseCell({ took, expected, beganAt }: PhaseReport): Markup {
  const actual = took === null ? (beganAt === null ? '–' : 'not finished') : formatDuration(0, took);
  return markup`<span class="nobreak">${actual}</span>
    <span class="quiet nobreak">(planned ${formatDuration(0, expected)})</span>`;
}

function served(host: HostReport): string {
  if (host.bytes === null) return 'not observed';
  return `${formatBytes(host.bytes)} of ${formatBytes(host.totalBytes)}, ${host.packages ?? 0} packages`;
}

function toneOf({ state }: HostReport): string {
  if (state === 'done') return 'good';
  return state === 'failed' ? 'bad' : 'quiet';
}
