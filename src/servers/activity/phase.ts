/** The stage of an upgrade that a request belongs to. */
import type { GrantProgress } from '../../contract/grants.js';
import type { RequestOutcome } from './activity-entry.js';

export type Phase = GrantProgress['phase'];

/** By the grant's state, and once armed by whether packages are being fetched. */
export function nextPhase(phase: Phase, outcome: Pick<RequestOutcome, 'state' | 'role'>): Phase {
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
