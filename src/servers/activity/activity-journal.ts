/**
 * The activity of this media server: every request under a grant, numbered, durable, and pulled by the controller. What
 * nobody has been told yet may be lost with the power; what was told never is, since each answer waits for the disk.
 */
import type { ActivityRecord, GrantProgress } from '../../contract/grants.js';
import type { Manifest } from '../../media/manifest.js';
import type { Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import type { RecordLog } from '../storage/record-log.js';
import type { ActivityEntry, RequestOutcome } from './activity-entry.js';
import type { ActivitySink } from './activity-sink.js';
import type { HostTrace } from './expectation/host-trace.js';
import { ProgressMeter, type WatchedGrant } from './progress.js';

const pageSize = 1000;

export class ActivityJournal implements ActivitySink {
  readonly #records: ActivityRecord[] = [];
  readonly #underWay = new Map<string, RequestOutcome>();
  readonly #meters = new Map<string, ProgressMeter>();
  /** False while the log is read: what flowed before that is known from the records alone. */
  #live = false;

  constructor(
    private readonly log: RecordLog<ActivityEntry>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    for (const entry of log.initial) this.#apply(entry);
    this.#live = true;
  }

  get lastSequence(): number {
    return this.#records.at(-1)?.sequence ?? 0;
  }

  begun(transfer: string, outcome: RequestOutcome): void {
    this.#write({ kind: 'begun', transfer, outcome });
  }

  flowed(grant: string, bytes: number): void {
    this.#meter(grant).flowed(this.clock.now(), bytes);
  }

  done(transfer: string | null, outcome: RequestOutcome): void {
    this.#write({ kind: 'done', transfer, record: { sequence: this.lastSequence + 1, ...outcome } });
  }

  /** Transfers whose worker has died are over: they are told as broken, with no byte known to have arrived. */
  breakTransfers(isAlive: (worker: string) => boolean): void {
    for (const [transfer, outcome] of [...this.#underWay]) {
      const worker = transfer.slice(0, transfer.lastIndexOf('-'));
      if (!isAlive(worker)) this.done(transfer, { ...outcome, at: this.clock.now() });
    }
  }

  /** Records after a number, oldest first. @throws DISK_FULL, FILE_WRITE_FAILED */
  async page(after: number, limit = pageSize): Promise<{ records: readonly ActivityRecord[]; next: number }> {
    await this.log.sync();
    const first = this.#indexAfter(after);
    const records = this.#records.slice(first, first + Math.max(1, limit));
    return { records, next: records.at(-1)?.sequence ?? after };
  }

  progress(grant: string, manifest: Manifest | undefined, watched: WatchedGrant): GrantProgress {
    return this.#meter(grant).progress(this.clock.now(), manifest, watched);
  }

  /** What the grant's host has asked for so far. */
  trace(grant: string): HostTrace {
    return this.#meter(grant).trace;
  }

  sync(): Promise<void> {
    return this.log.sync();
  }

  close(): void {
    this.log.close();
  }

  #write(entry: ActivityEntry): void {
    try {
      this.log.append(entry);
    } catch (error) {
      // A full disk must not stop an installation: the record lives in memory, and the log says so.
      this.logger.error({ error }, 'activity could not be written');
    }
    this.#apply(entry);
  }

  #apply(entry: ActivityEntry): void {
    if (entry.kind === 'begun') {
      this.#underWay.set(entry.transfer, entry.outcome);
      this.#meter(entry.outcome.grant).begun(entry.transfer, entry.outcome);
      return;
    }
    if (entry.transfer !== null) this.#underWay.delete(entry.transfer);
    this.#records.push(entry.record);
    this.#meter(entry.record.grant).done(entry.record, entry.transfer, entry.transfer !== null && this.#live);
  }

  #meter(grant: string): ProgressMeter {
    const known = this.#meters.get(grant);
    if (known !== undefined) return known;
    const meter = new ProgressMeter();
    this.#meters.set(grant, meter);
    return meter;
  }

  /** Numbers rise without gaps in memory, but a damaged line may have left one: search, do not compute. */
  #indexAfter(after: number): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#records[middle]?.sequence ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
