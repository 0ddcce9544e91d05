/** How far a host is: what the bar shows, what stands beside it, and how long its step may take. */
import type { HostState, HostStatus } from '../../contract/run-status.js';
import { bytes, clockSpan, percent, rate, span } from './units.js';

export interface TransferView {
  readonly share: number;
  readonly packages: string;
  readonly bytes: string;
  /** Empty while nothing flows. */
  readonly rate: string;
  readonly left: string;
}

const atRest: readonly HostState[] = ['queued', 'done', 'skipped', 'failed'];

/** Null while there is nothing to show: before its turn, or where nothing can be seen of it (NFS). */
export function transferView({ progress, state }: HostStatus): TransferView | null {
  if (progress === null || progress.totalBytes === 0 || state === 'queued') return null;
  const { files, totalFiles, totalBytes } = progress;
  const flows = progress.rate > 0 && progress.bytes < totalBytes && !atRest.includes(state);
  return {
    share: percent(progress.bytes, totalBytes),
    packages: `${files} of ${totalFiles} packages`,
    bytes: `${bytes(progress.bytes)} of ${bytes(totalBytes)}`,
    rate: flows ? rate(progress.rate) : '',
    left: flows ? `${span(((totalBytes - progress.bytes) / progress.rate) * 1000)} left` : '',
  };
}

export interface DeadlineView {
  readonly text: string;
  /** Less than a fifth of the time is left. */
  readonly near: boolean;
  readonly passed: boolean;
}

/** What the step of the host may still take; null for states that last. */
export function deadlineView(host: Pick<HostStatus, 'state' | 'since' | 'deadline'>, now: number): DeadlineView | null {
  if (host.deadline === null || atRest.includes(host.state)) return null;
  const left = host.deadline - now;
  const whole = host.since === null ? 0 : host.deadline - host.since;
  if (left <= 0) return { text: 'its time is over', near: true, passed: true };
  return { text: `stops the run in ${clockSpan(left)}`, near: whole > 0 && left < whole / 5, passed: false };
}

/** What a host waits for, without its own name in front: that stands beside it. */
export function ownReason({ name, reason }: Pick<HostStatus, 'name' | 'reason'>): string {
  return reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason;
}

export function isAtWork({ state }: Pick<HostStatus, 'state'>): boolean {
  return !atRest.includes(state);
}

/** Finished hosts count whole, the one at work by what it has fetched: never 100 before all are. */
export function runShare(hosts: readonly HostStatus[]): number {
  if (hosts.length === 0) return 0;
  const parts = hosts.map((host) => {
    if (host.state === 'done' || host.state === 'skipped') return 1;
    const transfer = transferView(host);
    return transfer === null || host.state === 'failed' ? 0 : (transfer.share / 100) * 0.9;
  });
  return percent(
    parts.reduce((sum, part) => sum + part, 0),
    hosts.length,
  );
}

export function finishedHosts(hosts: readonly HostStatus[]): number {
  return hosts.filter(({ state }) => state === 'done' || state === 'skipped').length;
}
