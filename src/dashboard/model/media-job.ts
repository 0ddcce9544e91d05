/** An import or verification as a line with a bar: what it does, how far it is, and when it will be done. */
import type { MediaJob, MediaJobProgress } from '../../contract/api/media-jobs.js';
import type { Tone } from './tones.js';
import { bytes, count, percent, rate, span } from './units.js';

export interface JobView {
  readonly tone: Tone;
  readonly word: string;
  readonly title: string;
  readonly text: string;
  /** Null: nobody knows how much there is. */
  readonly share: number | null;
  readonly ended: boolean;
}

const phaseWords: Readonly<Record<MediaJobProgress['phase'], string>> = {
  receiving: 'receiving the file',
  opening: 'opening it',
  fetching: 'fetching it',
  recognising: 'finding out what it is',
  copying: 'copying and verifying every file',
  syncing: 'writing it to the disk for good',
  publishing: 'publishing it',
  hashing: 'hashing every file again',
};

const tones: Readonly<Record<MediaJob['state'], Tone>> = {
  receiving: 'busy',
  queued: 'quiet',
  running: 'busy',
  done: 'good',
  failed: 'bad',
  cancelled: 'quiet',
};

export function jobView(job: MediaJob): JobView {
  const ended = ['done', 'failed', 'cancelled'].includes(job.state);
  return {
    ...{ tone: tones[job.state], word: job.state, ended, share: ended ? null : shareOf(job.progress) },
    title: job.kind === 'import' ? `Import of ${job.source}` : `Verification of ${job.medium ?? job.source}`,
    text: ended ? endText(job) : progressText(job),
  };
}

function shareOf(progress: MediaJobProgress | null): number | null {
  return progress === null || progress.totalBytes === 0 ? null : percent(progress.bytes, progress.totalBytes);
}

function progressText({ progress, rate: speed, state }: MediaJob): string {
  if (state === 'queued') return 'waits for the one before it';
  if (progress === null) return 'begins';
  const { phase, bytes: done, totalBytes, files, totalFiles } = progress;
  const parts = [phaseWords[phase]];
  if (totalBytes > 0) parts.push(`${bytes(done)} of ${bytes(totalBytes)}`);
  else if (done > 0) parts.push(bytes(done));
  if (totalFiles > 0) parts.push(`${files} of ${count(totalFiles, 'file')}`);
  if (speed > 0) parts.push(rate(speed));
  if (speed > 0 && totalBytes > done) parts.push(`${span(((totalBytes - done) / speed) * 1000)} left`);
  return parts.join(', ');
}

function endText({ state, kind, startedAt, endedAt, alreadyPresent, medium }: MediaJob): string {
  const took = endedAt === null ? '' : ` in ${span(endedAt - startedAt)}`;
  if (state === 'cancelled') return 'cancelled; nothing of it was left behind';
  if (state === 'failed') return `failed${took}`;
  if (kind === 'verify') return `every file is what was imported${took}`;
  return alreadyPresent ? `was here already, as ${medium ?? 'a medium'}` : `imported${took}`;
}
