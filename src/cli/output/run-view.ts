/** A run as a person likes to watch it: a line for each host with state, bar, files, rate, time left and reason. */
import type { HostState, HostStatus, RunState, RunStatus } from '../../contract/run-status.js';
import { bar, column, fit, type Paint, type Tone } from './style.js';
import { bytes, count, duration, rate } from './units.js';

const barWidth = 18;
const stateWidth = 11;

const hostTones: Readonly<Record<HostState, Tone>> = {
  queued: 'quiet',
  rechecking: 'busy',
  evacuating: 'busy',
  staging: 'busy',
  armed: 'busy',
  installing: 'busy',
  returned: 'busy',
  restoring: 'busy',
  soaking: 'busy',
  done: 'good',
  skipped: 'quiet',
  failed: 'bad',
};

const runTones: Readonly<Record<RunState, Tone>> = {
  planned: 'plain',
  running: 'busy',
  waiting: 'quiet',
  paused: 'strong',
  stopped: 'bad',
  undoing: 'busy',
  aborted: 'bad',
  done: 'good',
};

/** The whole picture, each line at most `width` wide; `now` in milliseconds since 1970. */
export function runView(run: RunStatus, width: number, now: number, paint: Paint): string[] {
  return [
    paint('strong', fit(runHeading(run, now), width)),
    ...hostsView(run, width, now, paint),
    runReason(run, width, paint),
  ];
}

export function hostsView(run: RunStatus, width: number, now: number, paint: Paint): string[] {
  const nameWidth = Math.max(4, ...run.hosts.map((host) => host.name.length));
  return run.hosts.flatMap((host) => hostLines(host, { nameWidth, width, now, paint }));
}

/** The state and why it is so; and who works on it, where it is another controller than the one that was asked. */
export function runReason(run: RunStatus, width: number, paint: Paint): string {
  const place = run.controller === undefined ? '' : ` (the controller ${run.controller} has the pool)`;
  return paint(runTones[run.state], fit(`${run.state}: ${run.reason}${place}`, width));
}

/** What changes there are that the run has made and not undone. */
export function changeLines(run: RunStatus): string[] {
  const open = run.changes.filter((change) => change.undo !== 'done');
  if (open.length === 0) return [];
  return [
    'changes that are not undone yet:',
    ...open.map(({ what, undo, condition }) => `  ${what} (${undo}: ${condition})`),
  ];
}

/** Who is not told what happens, though they should be. */
export function notificationLines({ notifications = [] }: RunStatus, now: number): string[] {
  return notifications.map(({ channel, waiting, lost, reason, at }) => {
    const counts = [`${waiting} waiting`, ...(lost === 0 ? [] : [`${lost} lost`])].join(', ');
    return `notifications by ${channel} fail (${counts}): ${reason}, ${duration(now - at)} ago`;
  });
}

export function runHeading(run: RunStatus, now: number): string {
  const finished = run.hosts.filter((host) => host.state === 'done' || host.state === 'skipped').length;
  const time = run.startedAt === null ? '' : `, ${duration((run.endedAt ?? now) - run.startedAt)}`;
  return `run ${run.run}: pool ${run.pool} to ${run.media}, ${finished} of ${count(run.hosts.length, 'host')} finished${time}`;
}

interface LineOptions {
  readonly nameWidth: number;
  readonly width: number;
  readonly now: number;
  readonly paint: Paint;
}

function hostLines(host: HostStatus, options: LineOptions): string[] {
  const { nameWidth, width, now, paint } = options;
  const start = `  ${column(host.name, nameWidth)}  `;
  const rest = [transferText(host), packText(host), waitText(host, now), host.reason]
    .filter((part) => part !== '')
    .join('  ');
  const room = Math.max(0, width - start.length - stateWidth - 2);
  const line = `${start}${paint(hostTones[host.state], column(host.state, stateWidth))}  ${fit(rest, room)}`;
  const notices = (host.progress?.notices ?? []).map((notice) => fit(`    notice: ${notice}`, width));
  const steps = (host.instructions ?? []).map((step, index) => fit(`    ${index + 1}. ${step}`, width));
  if (host.failure === null) return [line, ...notices, ...steps];
  return [
    line,
    ...notices,
    paint('bad', fit(`    ${host.failure.kind}: ${host.failure.reason}`, width)),
    fit(`    next: ${host.failure.nextAction}`, width),
  ];
}

/** `[#########---------]  50%  2/4 files  1.0/2.0 MB  500 kB/s  0:02 left`, while a host fetches its media or has done so. */
function transferText(host: HostStatus): string {
  const { progress } = host;
  if (progress === null || progress.totalBytes === 0 || host.state === 'queued' || host.state === 'done') return '';
  const share = progress.bytes / progress.totalBytes;
  const parts = [
    `${bar(share, barWidth)} ${Math.floor(share * 100)
      .toString()
      .padStart(3)}%`,
    `${progress.files}/${progress.totalFiles} packages`,
    `${bytes(progress.bytes)} of ${bytes(progress.totalBytes)}`,
  ];
  if (progress.rate > 0 && progress.bytes < progress.totalBytes) {
    parts.push(
      rate(progress.rate),
      `${duration(((progress.totalBytes - progress.bytes) / progress.rate) * 1000)} left`,
    );
  }
  return parts.join('  ');
}

/** `packs 1/2`, while not all that the plan names are on the host; their names once they are. */
function packText({ packs = [] }: HostStatus): string {
  if (packs.length === 0) return '';
  const there = packs.filter(({ installed }) => installed);
  if (there.length < packs.length) return `packs ${there.length}/${packs.length}`;
  return `with ${there.map(({ name }) => name).join(', ')}`;
}

/** How long it has been in its state, and how long it may be; nothing for states that last. */
function waitText(host: HostStatus, now: number): string {
  if (host.since === null || ['queued', 'done', 'skipped', 'failed'].includes(host.state)) return '';
  const limit = host.deadline === null ? '' : ` of at most ${duration(host.deadline - host.since)}`;
  return `${duration(now - host.since)}${limit}`;
}
