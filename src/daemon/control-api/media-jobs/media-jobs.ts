/** The imports and verifications that were asked of the controller: two at a time, the others in a queue, the last fifty kept. */
import type { MediaJob } from '../../../contract/api/media-jobs.js';
import type { Clock } from '../../../shared/clock.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import type { JobMessage, JobOrder } from './job-messages.js';
import type { JobProcess, StartJob } from './job-process.js';

const mostAtOnce = 2;
const mostQueued = 20;
const mostKept = 50;

export interface MediaJobsOptions {
  readonly clock: Clock;
  readonly start: StartJob;
  readonly newId: () => string;
  /** Called when a job has changed. */
  changed(job: MediaJob): void;
}

interface Begun {
  job: MediaJob;
  order: JobOrder | undefined;
  process: JobProcess | undefined;
  /** Bytes and time when the phase that counts them began, for the rate. */
  from: { readonly phase: string; readonly bytes: number; readonly at: number } | undefined;
  /** What is cleared away when it has ended. */
  after: (() => Promise<void>) | undefined;
  /** Of a job that is being cancelled: every cancel awaits the same end. */
  cancelling: Promise<MediaJob> | undefined;
  ended: (job: MediaJob) => void;
}

export interface NewJob {
  readonly kind: MediaJob['kind'];
  readonly source: string;
  readonly by: string;
  readonly medium?: string;
}

export class MediaJobs {
  readonly #jobs = new Map<string, Begun>();
  #isStopped = false;

  constructor(private readonly options: MediaJobsOptions) {}

  /** Newest first. */
  list(): MediaJob[] {
    return [...this.#jobs.values()].map(({ job }) => job).reverse();
  }

  /** @throws MEDIA_JOB_UNKNOWN */
  get(id: string): MediaJob {
    return this.#known(id).job;
  }

  /** One that waits for its bytes: an upload. @throws MEDIA_JOBS_TOO_MANY */
  open(about: NewJob): MediaJob {
    const open = [...this.#jobs.values()].filter(({ job }) => job.endedAt === null);
    if (this.#isStopped || open.length >= mostQueued) {
      throw new DrydockError('MEDIA_JOBS_TOO_MANY', {
        attempted: 'beginning to work on a medium',
        subject: about.source,
        expected: `fewer than ${mostQueued} that are not at their end`,
      });
    }
    const job: MediaJob = {
      ...{ id: this.options.newId(), kind: about.kind, source: about.source, by: about.by },
      ...{ state: 'receiving', progress: null, rate: 0, startedAt: this.options.clock.now(), endedAt: null },
      ...{ medium: about.medium ?? null, alreadyPresent: false, error: null },
    };
    const nothing = { order: undefined, process: undefined, from: undefined, after: undefined, cancelling: undefined };
    this.#jobs.set(job.id, { job, ...nothing, ended: () => undefined });
    this.#forgetOldest();
    this.options.changed(job);
    return job;
  }

  /**
   * @param after clears up behind it, however it ends
   * @throws MEDIA_JOB_UNKNOWN, INTERRUPTED for one that was cancelled while its bytes arrived
   */
  begin(id: string, order: JobOrder, after?: () => Promise<void>): MediaJob {
    const begun = this.#known(id);
    if (begun.job.endedAt !== null || begun.job.state === 'cancelled')
      throw new DrydockError('INTERRUPTED', { attempted: 'beginning an import', subject: begun.job.source });
    begun.order = order;
    begun.after = after;
    this.#set(begun, { state: 'queued', progress: null, rate: 0 });
    this.#next();
    return begun.job;
  }

  /** Of an upload whose bytes arrive. Answers whether they are still wanted; it is called within a stream, and never throws. */
  progress(id: string, progress: NonNullable<MediaJob['progress']>): boolean {
    const begun = this.#jobs.get(id);
    if (begun?.job.endedAt !== null) return false;
    this.#set(begun, { progress, rate: this.#rate(begun, progress) });
    return true;
  }

  fail(id: string, error: DrydockError): void {
    const begun = this.#jobs.get(id);
    if (begun?.job.endedAt === null) void this.#end(begun, { state: 'failed', error: { ...error.toJSON() } });
  }

  /** One that has ended stays as it is. @throws MEDIA_JOB_UNKNOWN */
  async cancel(id: string): Promise<MediaJob> {
    const begun = this.#known(id);
    if (begun.job.endedAt !== null) return begun.job;
    if (begun.process === undefined) {
      await this.#end(begun, { state: 'cancelled' });
      return begun.job;
    }
    if (begun.cancelling !== undefined) return begun.cancelling;
    begun.cancelling = new Promise<MediaJob>((resolve) => (begun.ended = resolve));
    this.#set(begun, { state: 'cancelled' });
    begun.process.cancel();
    return begun.cancelling;
  }

  /** Resolves when none goes on: nothing of it is left behind. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const open = [...this.#jobs.values()].filter(({ job }) => job.endedAt === null);
    await Promise.all(open.map(({ job }) => this.cancel(job.id)));
  }

  #next(): void {
    const all = [...this.#jobs.values()];
    const atWork = all.filter(({ process, job }) => process !== undefined && job.endedAt === null).length;
    for (const begun of all.filter(({ job }) => job.state === 'queued').slice(0, Math.max(0, mostAtOnce - atWork))) {
      if (begun.order !== undefined) this.#start(begun, begun.order);
    }
  }

  #start(begun: Begun, order: JobOrder): void {
    begun.from = undefined;
    this.#set(begun, { state: 'running' });
    const process = this.options.start(order, (message) => this.#heard(begun, message));
    begun.process = process;
    void process.ended.then((last) => this.#last(begun, last));
  }

  #heard(begun: Begun, message: JobMessage): void {
    if (message.kind !== 'progress' || begun.job.state !== 'running') return;
    this.#set(begun, { progress: message.progress, rate: this.#rate(begun, message.progress) });
  }

  async #last(begun: Begun, last: Awaited<JobProcess['ended']>): Promise<void> {
    const wasCancelled = begun.job.state === 'cancelled';
    // It may have published before it heard that it was to end: then it is done.
    if (last.kind === 'done') {
      const { medium, alreadyPresent } = last;
      await this.#end(begun, { state: 'done', progress: whole(begun.job.progress), medium, alreadyPresent });
    } else await this.#end(begun, wasCancelled ? { state: 'cancelled' } : { state: 'failed', error: last.error });
  }

  async #end(begun: Begun, change: Partial<MediaJob>): Promise<void> {
    await begun.after?.().catch(() => undefined);
    this.#set(begun, { ...change, rate: 0, endedAt: this.options.clock.now() });
    begun.ended(begun.job);
    if (!this.#isStopped) this.#next();
  }

  #set(begun: Begun, change: Partial<MediaJob>): void {
    begun.job = { ...begun.job, ...change };
    this.options.changed(begun.job);
  }

  #rate(begun: Begun, { phase, bytes }: NonNullable<MediaJob['progress']>): number {
    const at = this.options.clock.now();
    if (begun.from?.phase !== phase) begun.from = { phase, bytes, at };
    const { from } = begun;
    return at <= from.at ? 0 : ((bytes - from.bytes) / (at - from.at)) * 1000;
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs.values()].filter(({ job }) => job.endedAt !== null);
    for (const { job } of ended.slice(0, Math.max(0, ended.length - mostKept))) this.#jobs.delete(job.id);
  }

  #known(id: string): Begun {
    const found = this.#jobs.get(id);
    if (found !== undefined) return found;
    throw new DrydockError('MEDIA_JOB_UNKNOWN', { attempted: 'looking up an import', subject: id.slice(0, 100) });
  }
}

/** The last step that was told is seldom the last one that was made. */
function whole(progress: MediaJob['progress']): MediaJob['progress'] {
  if (progress === null) return null;
  return { ...progress, bytes: progress.totalBytes, files: progress.totalFiles, current: null };
}
