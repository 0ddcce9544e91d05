/**
 * What one host has asked for, as far as it can teach the next one or be compared with the one before: folded from the
 * activity log alone, so that a restart of the media server forgets nothing.
 */
import type { RequestOutcome } from '../activity-entry.js';
import { nextPhase, type Phase } from '../phase.js';

export interface TracedRequest {
  readonly path: string;
  readonly phase: Phase;
  readonly isPackage: boolean;
  /** When it was first asked for in this phase. */
  readonly at: number;
  /** Whether the answer to the last of these requests was the file; undefined while it is under way. */
  readonly found: boolean | undefined;
}

export interface TracedPhase {
  readonly began: number;
  readonly lastSeen: number;
  /** The longest silence between two requests. */
  readonly longestQuiet: number;
}

export interface HostTrace {
  readonly phase: Phase;
  readonly phases: ReadonlyMap<Phase, TracedPhase>;
  /** In the order of their first requests; a path stands once for each phase. */
  readonly requests: readonly TracedRequest[];
}

/** When a phase was over: a look-up lasts until the first package, the others until their last request. */
export function endOfPhase(trace: HostTrace, phase: Phase): number | undefined {
  const next = phase === 'look-up' ? trace.phases.get('packages')?.began : undefined;
  return next ?? trace.phases.get(phase)?.lastSeen;
}

export class TraceRecorder implements HostTrace {
  phase: Phase = 'none';
  readonly #phases = new Map<Phase, TracedPhase>();
  readonly #requests = new Map<string, TracedRequest>();
  #lastSeen: number | undefined;

  get phases(): ReadonlyMap<Phase, TracedPhase> {
    return this.#phases;
  }

  get requests(): readonly TracedRequest[] {
    return [...this.#requests.values()];
  }

  begun(outcome: RequestOutcome): void {
    this.#seen(outcome, undefined);
  }

  done(outcome: RequestOutcome): void {
    this.#seen(outcome, outcome.status < 400);
  }

  #seen(outcome: RequestOutcome, found: boolean | undefined): void {
    const { at, path, role, state } = outcome;
    // Nothing is shown any more: what is asked for now belongs to no phase.
    if (state === 'closed' || state === 'ended' || state === 'proof') return;
    const quiet = this.#isUnderWay(path) ? 0 : Math.max(0, at - (this.#lastSeen ?? at));
    const previous = this.phase;
    this.phase = nextPhase(previous, outcome);
    // Before the first package there is a silence that belongs to the look-up; before the look-up there is a reboot.
    if (this.phase === previous || this.phase === 'packages') this.#wasQuiet(previous, quiet);
    const before = this.#phases.get(this.phase);
    this.#phases.set(this.phase, {
      began: before?.began ?? at,
      lastSeen: Math.max(at, before?.lastSeen ?? at),
      longestQuiet: before?.longestQuiet ?? 0,
    });
    this.#lastSeen = Math.max(at, this.#lastSeen ?? at);
    const key = `${this.phase} ${path}`;
    const known = this.#requests.get(key);
    this.#requests.set(key, {
      ...{ path, phase: this.phase, isPackage: role === 'package', at: known?.at ?? at },
      found: found ?? known?.found,
    });
  }

  #wasQuiet(phase: Phase, quiet: number): void {
    const known = this.#phases.get(phase);
    if (known !== undefined) this.#phases.set(phase, { ...known, longestQuiet: Math.max(known.longestQuiet, quiet) });
  }

  /** The time of a transfer is no silence. */
  #isUnderWay(path: string): boolean {
    const known = this.#requests.get(`${this.phase} ${path}`);
    return known !== undefined && known.found === undefined;
  }
}
