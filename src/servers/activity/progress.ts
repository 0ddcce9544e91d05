/** How far a grant's host has come, folded from what it asked for. */
import { totals, type Manifest } from '../../media/manifest.js';
import type { ActivityRecord, GrantProgress } from '../../contract/grants.js';
import type { RequestOutcome } from './activity-entry.js';
import { failureOf } from './failure.js';
import { RateMeter } from './rate-meter.js';

export class ProgressMeter {
  readonly #rate = new RateMeter();
  readonly #delivered = new Set<string>();
  /** Bytes of packages that came in parts: a client may resume with Range. */
  readonly #parts = new Map<string, number>();
  #bytes = 0;
  #requests = 0;
  #lastRequestAt: number | null = null;
  #firstSinceArmed: number | null = null;
  #phase: GrantProgress['phase'] = 'none';
  #lastFailure: GrantProgress['lastFailure'] = null;

  /** A transfer has begun: the host is alive, whatever becomes of it. */
  begun(outcome: RequestOutcome): void {
    this.#seen(outcome);
  }

  flowed(at: number, bytes: number): void {
    this.#rate.add(at, bytes);
  }

  /** @param flowedBefore bytes of this request that {@link flowed} has already counted */
  done(record: ActivityRecord, flowedBefore: boolean): void {
    this.#requests += 1;
    this.#seen(record);
    if (!flowedBefore) this.#rate.add(record.at, record.bytes);
    if (record.role === 'package') this.#package(record);
    const failure = failureOf(record);
    if (failure !== undefined) this.#lastFailure = { path: record.path, reason: failure, at: record.at };
    else if (record.complete && record.path === this.#lastFailure?.path) this.#lastFailure = null;
  }

  progress(now: number, manifest: Manifest | undefined): GrantProgress {
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
      phase: this.#phase,
      lastFailure: this.#lastFailure,
    };
  }

  #seen(outcome: RequestOutcome): void {
    this.#lastRequestAt = Math.max(outcome.at, this.#lastRequestAt ?? 0);
    if (outcome.state === 'armed') this.#firstSinceArmed ??= outcome.at;
    this.#phase = nextPhase(this.#phase, outcome);
  }

  #package(record: ActivityRecord): void {
    const before = this.#parts.get(record.path) ?? 0;
    // A whole answer starts from zero; only a part adds to what came before.
    const got = record.status === 206 ? before + record.bytes : record.bytes;
    this.#parts.set(record.path, got);
    if (!record.complete || got < record.size || this.#delivered.has(record.path)) return;
    this.#delivered.add(record.path);
    this.#bytes += record.size;
  }
}

/** The stage a request belongs to: by the grant's state, and once armed by whether packages are being fetched. */
function nextPhase(phase: GrantProgress['phase'], outcome: RequestOutcome): GrantProgress['phase'] {
  switch (outcome.state) {
    case 'probe':
      return 'test-url';
    case 'staging':
      return 'stage';
    case 'armed':
      return phase === 'packages' || outcome.role === 'package' ? 'packages' : 'look-up';
    case 'closed':
    case 'proof':
    case 'ended':
      return phase;
  }
}
