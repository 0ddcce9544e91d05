/** A run as plain lines, for logs and pipes: a line when something changes, and not one for every look. */
import type { HostStatus, RunStatus } from '../../contract/run-status.js';
import { bytes } from './units.js';

const progressSteps = 4;

/** What to say of a new picture of the run after the previous one; undefined: the first picture. */
export function changedLines(previous: RunStatus | undefined, next: RunStatus): string[] {
  const lines: string[] = [];
  for (const host of next.hosts) {
    const before = previous?.hosts.find((other) => other.uuid === host.uuid);
    if (before === undefined || hostStep(before) !== hostStep(host)) lines.push(hostLine(host), ...stepsOf(host));
  }
  // While it runs, the reason is that of a host, which has its own line.
  const moved = previous?.state !== next.state || (next.state !== 'running' && previous.reason !== next.reason);
  if (moved) {
    lines.push(`run ${next.run}: ${next.state}: ${next.reason}`);
  }
  return lines;
}

/** Two pictures of a host with the same step are not worth two lines. */
function hostStep(host: HostStatus): string {
  const quarter = Math.floor(shareOf(host) * progressSteps);
  const { lastFailure = '', notices = [] } = host.progress ?? {};
  return [
    host.state,
    quarter,
    host.instructions?.length ?? 0,
    host.failure?.kind ?? '',
    lastFailure ?? '',
    ...notices,
  ].join('|');
}

/** What a person is to do at its console. */
function stepsOf({ name, instructions = [] }: HostStatus): string[] {
  return instructions.map((step, index) => `${name}: ${index + 1}. ${step}`);
}

function hostLine(host: HostStatus): string {
  const { progress } = host;
  const fetched =
    progress === null || host.state === 'queued'
      ? ''
      : `, ${progress.files}/${progress.totalFiles} packages, ${bytes(progress.bytes)} of ${bytes(progress.totalBytes)}`;
  const failure =
    host.failure === null ? '' : ` (${host.failure.kind}: ${host.failure.reason}; next: ${host.failure.nextAction})`;
  const notices = (progress?.notices ?? []).map((notice) => `; notice: ${notice}`).join('');
  return `${host.name}: ${host.state}${fetched}: ${host.reason}${notices}${failure}`;
}

function shareOf(host: HostStatus): number {
  const { progress } = host;
  return progress === null || progress.totalBytes === 0 ? 0 : progress.bytes / progress.totalBytes;
}
