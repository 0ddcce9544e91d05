/** The progress of an import or a verification as one line. */
import type { ImportPhase, ImportProgress } from '../../media/import/progress.js';
import { bar, fit } from './style.js';
import { bytes, count, duration, rate } from './units.js';

const barWidth = 24;

const phaseNames: Readonly<Record<ImportPhase, string>> = {
  opening: 'opening the source',
  fetching: 'fetching and unpacking',
  recognising: 'recognising',
  copying: 'copying and verifying',
  syncing: 'writing to disk',
  publishing: 'publishing',
};

export interface Transfer {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
  readonly current: string | null;
}

/** For output that is no terminal: one line for each phase. */
export function phaseLine(step: ImportProgress): string {
  const size = step.totalFiles === 0 ? '' : `: ${count(step.totalFiles, 'file')}, ${bytes(step.totalBytes)}`;
  return `${phaseNames[step.phase]}${step.phase === 'copying' ? size : ''}`;
}

export function importLine(step: ImportProgress, bytesPerSecond: number, width: number): string {
  return transferLine(phaseNames[step.phase], step, bytesPerSecond, width);
}

/** `copying and verifying [####----]  50%  3/6 files  1.0 MB of 2.0 MB  1.0 MB/s  0:01 left  Packages/x.rpm` */
export function transferLine(what: string, step: Transfer, bytesPerSecond: number, width: number): string {
  // A server need not say how long a file is.
  if (step.totalBytes === 0) return fit(step.bytes === 0 ? what : `${what}  ${bytes(step.bytes)}`, width);
  const share = step.bytes / step.totalBytes;
  const parts = [
    `${what} ${bar(share, barWidth)} ${Math.floor(share * 100)
      .toString()
      .padStart(3)}%`,
    ...(step.totalFiles === 0 ? [] : [`${step.files}/${step.totalFiles} files`]),
    `${bytes(step.bytes)} of ${bytes(step.totalBytes)}`,
  ];
  if (bytesPerSecond > 0 && step.bytes < step.totalBytes) {
    parts.push(rate(bytesPerSecond), `${duration(((step.totalBytes - step.bytes) / bytesPerSecond) * 1000)} left`);
  }
  if (step.current !== null) parts.push(step.current);
  return fit(parts.join('  '), width);
}

/** The mean rate since the start, in bytes a second: an import is short, and a mean does not jump. */
export function transferRate(startedAt: number): (bytes: number, now: number) => number {
  return (transferred, now) => (now <= startedAt ? 0 : transferred / ((now - startedAt) / 1000));
}
