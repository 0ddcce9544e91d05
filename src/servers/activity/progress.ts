/** How far a grant's host has come, folded from what it asked for. */
import { totals, type Manifest } from '../../media/manifest.js';
import type { ActivityRecord, GrantNotice, GrantProgress, GrantStall } from '../../contract/grants.js';
import type { RequestOutcome } from './activity-entry.js';
import { compare, type ComparedHost } from './expectation/compare.js';
import { TraceRecorder, type HostTrace } from './expectation/host-trace.js';
import type { Expectation } from './expectation/learn.js';
import { failureOf } from './failure.js';
import { RateMeter } from './rate-meter.js';
import { stallOf } from './stall.js';

/** What the grant itself says beside what was seen of its host. */
export type WatchedGrant = Omit<ComparedHost, 'trace'> & {
  /** What the first host taught; undefined for that host itself. */
  readonly expectation: Expectation | undefined;
};

/** More would not be read, and a list without end must not travel. */
const mostNotices = 20;

export class ProgressMeter {
  readonly #rate = new RateMeter();
  readonly #delivered = new Set<string>();
  /** Bytes of packages that came in parts: a client may resume with Range. */
  readonly #parts = new Map<string, number>();
  #bytes = 0;
  #requests = 0;
  #lastRequestAt: number | null = null;
  #firstSinceArmed: number | null = null;
  readonly #trace = new TraceRecorder();
  /** Transfers that have begun, with their objects. */
  readonly #underWay = new Map<string, string>();
  #lastActivityAt: number | null = null;
  #lastFailure: GrantProgress['lastFailure'] = null;

  /** A transfer has begun: the host is alive, whatever becomes of it. */
  begun(transfer: string, outcome: RequestOutcome): void {
    this.#underWay.set(transfer, outcome.path);
    this.#trace.begun(outcome);
    this.#seen(outcome);
  }

  get trace(): HostTrace {
    return this.#trace;
  }

  flowed(at: number, bytes: number): void {
    this.#lastActivityAt = Math.max(at, this.#lastActivityAt ?? 0);
    this.#rate.add(at, bytes);
  }

  /**
   * @param transfer as it was announced, null where it was not
   * @param flowedBefore bytes of this request that {@link flowed} has already counted
   */
  done(record: ActivityRecord, transfer: string | null, flowedBefore: boolean): void {
    this.#requests += 1;
    if (transfer !== null) this.#underWay.delete(transfer);
    this.#trace.done(record);
    this.#seen(record);
    if (!flowedBefore) this.#rate.add(record.at, record.bytes);
    if (record.role === 'package') this.#package(record);
    const failure = failureOf(record);
    if (failure !== undefined) this.#lastFailure = { path: record.path, reason: failure, at: record.at };
    else if (record.complete && record.path === this.#lastFailure?.path) this.#lastFailure = null;
  }

  progress(now: number, manifest: Manifest | undefined, grant: WatchedGrant): GrantProgress {
    const packages = manifest === undefined ? { files: 0, bytes: 0 } : totals(manifest, 'package');
    return {
      packages: this.#delivered.size,
      totalPackages: packages.files,
      bytes: this.#bytes,
      totalBytes: packages.bytes,
      requests: this.#requests,
      lastRequestAt: this.#lastRequestAt,
      firstRequestSinceArmedAt: this.#firstSinceArmed,
      rate: this.#rate.rate(now),
      phase: this.#trace.phase,
      lastFailure: this.#lastFailure,
      ...this.#watched(now, grant),
    };
  }

  #watched(now: number, grant: WatchedGrant): { stall: GrantStall | null; notices: GrantNotice[] } {
    const trace = this.#trace;
    const [transfer = null] = this.#underWay.values();
    const host = { trace, state: grant.state, lastActivityAt: this.#lastActivityAt, transfer };
    const stall = stallOf(host, grant.expectation, now);
    const compared = grant.expectation === undefined ? [] : compare(grant.expectation, { ...grant, trace }, now);
    const notices = stall?.exceeded === true ? [stalled(stall), ...compared] : compared;
    return { stall, notices: notices.slice(0, mostNotices) };
  }

  #seen(outcome: RequestOutcome): void {
    this.#lastRequestAt = Math.max(outcome.at, this.#lastRequestAt ?? 0);
    if (outcome.state === 'armed') this.#firstSinceArmed ??= outcome.at;
    this.#lastActivityAt = Math.max(outcome.at, this.#lastActivityAt ?? 0);
  }

  #package(record: ActivityRecord): void {
    const before = this.#parts.get(record.path) ?? 0;
    // A whole answer starts from zero; only a part adds to what came before.
    const got = record.status === 206 ? before + record.bytes : record.bytes;
    this.#parts.set(record.path, got);
    // Through a mirror no byte is seen: what was begun there counts.
    const arrived = record.mirror === undefined ? record.complete && got >= record.size : record.status < 400;
    if (!arrived || this.#delivered.has(record.path)) return;
    this.#delivered.add(record.path);
    this.#bytes += record.size;
  }
}

function stalled({ transfer, since, limit }: GrantStall): GrantNotice {
  const allowed = `${Math.round(limit / 1000)} s`;
  const text =
    transfer === null ? `nothing was asked for within ${allowed}` : `no byte of ${transfer} went out within ${allowed}`;
  return { kind: 'stalled', text, since: since + limit };
}
