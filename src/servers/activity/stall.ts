/** Since when nothing has come of a host that should be reading, and whether that is longer than it may be. */
import type { GrantState, GrantStall } from '../../contract/grants.js';
import { allowedTime, quietLimits } from '../../installer/phase-limits.js';
import { hasAllPackages } from './expectation/compare.js';
import type { HostTrace } from './expectation/host-trace.js';
import type { Expectation } from './expectation/learn.js';

export interface WatchedHost {
  readonly trace: HostTrace;
  readonly state: GrantState;
  /** The last request, its end, or byte. */
  readonly lastActivityAt: number | null;
  /** A transfer that has begun and is not over. */
  readonly transfer: string | null;
}

/** Null while nothing is waited for: before the first request, under a closed or ended grant, or when all has been fetched. */
export function stallOf(host: WatchedHost, expectation: Expectation | undefined, now: number): GrantStall | null {
  const { trace, state, lastActivityAt, transfer } = host;
  const { phase } = trace;
  if (phase === 'none' || lastActivityAt === null || !belongsTo(state, phase)) return null;
  const done = phase === 'packages' && expectation !== undefined && hasAllPackages(expectation, trace);
  if (transfer === null && done) return null;
  const limit = transfer === null ? quietLimit(phase, expectation) : quietLimits[phase].transfer;
  return { since: lastActivityAt, transfer, limit, exceeded: now - lastActivityAt >= limit };
}

/** An armed grant still remembers the phase of its staging until the installer asks. */
function belongsTo(state: GrantState, phase: HostTrace['phase']): boolean {
  switch (state) {
    case 'probe':
      return phase === 'test-url';
    case 'staging':
      return phase === 'stage';
    case 'armed':
      return phase === 'look-up' || phase === 'packages';
    case 'closed':
    case 'proof':
    case 'ended':
      return false;
  }
}

/** What the first host was silent for tells more than an estimate, where it is less. */
function quietLimit(phase: Exclude<HostTrace['phase'], 'none'>, expectation: Expectation | undefined): number {
  const { betweenRequests } = quietLimits[phase];
  const learned = expectation?.phases.get(phase);
  return learned === undefined ? betweenRequests : Math.min(betweenRequests, allowedTime(learned.longestQuiet));
}
