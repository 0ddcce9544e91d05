/** A run on a whole screen: the run, its hosts, what has happened, and which keys there are. Always exactly as many lines as the screen has. */
import type { RunStatus } from '../../contract/run-status.js';
import { changeLines, hostsView, notificationLines, runHeading, runReason } from '../output/run-view.js';
import { fit, type Paint } from '../output/style.js';
import { duration } from '../output/units.js';
import { questions } from './watch-keys.js';
import type { WatchEvent, WatchState } from './watch-state.js';

export interface ScreenSize {
  readonly rows: number;
  readonly width: number;
}

/** Below this there is no room for it, and lines are printed instead. */
export const leastScreen: ScreenSize = { rows: 12, width: 60 };

const keys = 'q leave   p pause   r resume   a approve   ↑ ↓ earlier, later';
const leastEvents = 3;

export function watchView(state: WatchState, size: ScreenSize, now: number, paint: Paint): string[] {
  const { rows, width } = size;
  const foot = footer(state, width, now, paint);
  const head = state.run === undefined ? ['asking the controller …'] : header(state.run, width, now, paint);
  const rule = paint('quiet', '─'.repeat(width));
  const room = rows - head.length - foot.length - 3;
  const hosts = state.run === undefined ? [] : hostLines(state.run, size, now, paint);
  const shownHosts = windowOf(hosts, Math.max(1, room - leastEvents), activeLine(state.run, hosts.length));
  const events = eventLines(state, Math.max(0, room - shownHosts.length), width, paint);
  const body = [...head, rule, ...shownHosts, rule, ...events];
  return [...filled(body, rows - foot.length - 1), rule, ...foot].slice(-rows);
}

function header(run: RunStatus, width: number, now: number, paint: Paint): string[] {
  const changes = changeLines(run).length;
  const open =
    changes === 0 ? [] : [paint('quiet', fit(`${changes - 1} changes of the run are not undone yet`, width))];
  return [
    paint('strong', fit(runHeading(run, now), width)),
    runReason(run, width, paint),
    ...open,
    ...notificationLines(run, now).map((line) => paint('bad', fit(line, width))),
  ];
}

function hostLines(run: RunStatus, { width }: ScreenSize, now: number, paint: Paint): string[] {
  return hostsView(run, width, now, paint);
}

/** Roughly where the host is whose turn it is: each host has at least one line, in the order of the plan. */
function activeLine(run: RunStatus | undefined, lines: number): number {
  if (run === undefined || run.hosts.length === 0) return 0;
  const active = run.hosts.findIndex(({ state }) => !['done', 'skipped', 'queued'].includes(state));
  return active === -1 ? 0 : Math.floor((active / run.hosts.length) * lines);
}

/** As many lines as fit, with the one at `around` among them, and how many were left out. */
function windowOf(lines: readonly string[], room: number, around: number): string[] {
  if (lines.length <= room) return [...lines];
  const shown = Math.max(1, room - 1);
  const start = Math.min(Math.max(0, around - Math.floor(shown / 3)), lines.length - shown);
  return [...lines.slice(start, start + shown), `  … ${lines.length - shown} more lines`];
}

function eventLines(state: WatchState, room: number, width: number, paint: Paint): string[] {
  const end = state.events.length - state.scrolledBack;
  return state.events.slice(Math.max(0, end - room), end).map((event) => eventLine(event, width, paint));
}

function eventLine({ at, text }: WatchEvent, width: number, paint: Paint): string {
  const time = `${new Date(at).toISOString().slice(11, 19)}Z`;
  return `${paint('quiet', time)} ${fit(text, width - time.length - 1)}`;
}

function footer(state: WatchState, width: number, now: number, paint: Paint): string[] {
  const { asked, told, lostSince, scrolledBack } = state;
  if (asked !== null) return [paint('strong', fit(`${questions[asked]}  y yes   any other key no`, width))];
  const lost = `the controller has not answered for ${duration(now - (lostSince ?? now))}; asking again`;
  const note = [
    lostSince === null ? '' : paint('bad', fit(lost, width)),
    told === '' ? '' : fit(told, width),
    scrolledBack === 0 ? '' : paint('quiet', fit(`${scrolledBack} later; End shows the newest`, width)),
  ].find((text) => text !== '');
  return [...(note === undefined ? [] : [note]), paint('quiet', fit(keys, width))];
}

function filled(lines: readonly string[], rows: number): string[] {
  const kept = lines.slice(0, rows);
  return [...kept, ...Array.from({ length: rows - kept.length }, () => '')];
}
