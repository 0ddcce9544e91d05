/** Tells apart why a host is not what it should be, from what the media server saw and what the pool shows. */
import { isObservable, type Grant } from '../../contract/grants.js';
import type { Observation } from '../facts/pool-facts.js';
import type { HostFailure } from '../../contract/run-status.js';
import { emergencyCodeIn, emergencyMeaning } from './emergency.js';

export interface FailureVerdict {
  readonly failure: HostFailure;
  readonly reason: string;
}

/** Under NFS and at a mirrored tree nobody saw whether anything was read: that nothing shows proves nothing. */
const unseen = 'what its installer read cannot be seen over NFS, or at a mirror that is a tree';

/** A mirror that could not reach the media server has refused by itself, and nobody heard of it. */
function neverAsked(grant: Grant | undefined): string {
  const through =
    grant?.mirror === undefined ? '' : `, as far as its mirror ${grant.mirror.name} could tell the media server`;
  return `its installer never asked for media${through}`;
}

/** The host is back and runs something that is neither its old version nor the medium's. */
export function otherVersion(now: string, wanted: string): FailureVerdict {
  return {
    failure: 'returned-with-other-version',
    reason: `it came back with ${now}, which is neither its old version nor the medium's (${wanted})`,
  };
}

/** The host is back and runs its old version. */
export function whyNotUpgraded(grant: Grant | undefined): FailureVerdict {
  if (grant !== undefined && !isObservable(grant)) {
    return { failure: 'returned-old-unseen', reason: `it came back with its old version; ${unseen}` };
  }
  const progress = grant?.progress;
  if (progress === undefined || progress.firstRequestSinceArmedAt === null) {
    return {
      failure: 'never-fetched',
      reason: `it came back with its old version, and ${neverAsked(grant)}`,
    };
  }
  const counted = `${progress.packages} of ${progress.totalPackages} packages`;
  if (progress.lastFailure !== null) {
    const { path, reason } = progress.lastFailure;
    return {
      failure: 'fetch-failed',
      reason: `it came back with its old version after ${path} could not be fetched (${reason}; ${counted})`,
    };
  }
  if (progress.packages === 0) {
    return {
      failure: 'refused-before-disk',
      reason: 'it came back with its old version: the installer looked at the medium and took no package',
    };
  }
  return { failure: 'rolled-back', reason: `it came back with its old version although it fetched ${counted}` };
}

/** What an address answered instead of letting us read the pool. */
export type Answer = NonNullable<Observation['unreachable']>[number];

/** What keeps everybody from seeing whether the host is back; undefined where it is no more than silence. */
export function whatBarsTheWay(answers: readonly Answer[]): FailureVerdict | undefined {
  const at = (code: string): string =>
    answers
      .filter(({ answer }) => answer === code)
      .map(({ address }) => address)
      .join(', ');
  const stranger = at('XAPI_CERTIFICATE_CHANGED');
  if (stranger !== '') {
    return {
      failure: 'returned-as-another',
      reason: `what answers at ${stranger} shows another certificate than before, so nothing was sent to it`,
    };
  }
  const refused = at('SESSION_AUTHENTICATION_FAILED');
  if (refused === '') return undefined;
  return {
    failure: 'login-refused',
    reason: `the login is refused at ${refused} (SESSION_AUTHENTICATION_FAILED), so whether it is back cannot be seen`,
  };
}

/** Why a member that is up does not enter its pool, from what it answers itself; undefined where that is no code of emergency mode. */
export function whyOutside(own: string | undefined): FailureVerdict | undefined {
  const code = emergencyCodeIn(own);
  if (code === undefined) return undefined;
  return {
    failure: 'in-emergency',
    reason: `it is up and in emergency mode: ${emergencyMeaning(code)} (${own ?? code})`,
  };
}

/** What a member never answers itself: it sends everybody to its coordinator, or says why it cannot enter its pool. */
const answersOfAnother: readonly string[] = ['logged in', 'SESSION_AUTHENTICATION_FAILED', 'XAPI_CERTIFICATE_CHANGED'];

/** A member is away, and what is at its address is a host of its own: it was installed anew, or another machine has the address. */
export function whyAnother(own: string | undefined): FailureVerdict | undefined {
  if (own === undefined || !answersOfAnother.includes(own)) return undefined;
  const reason = `what answers at its address is no member of the pool (${own}): it was installed anew, or another machine is there`;
  return { failure: 'returned-as-another', reason };
}

/**
 * The host is not back when it should have been.
 * @param own what the host itself answered, where it was asked
 */
export function whyNotReturned(
  grant: Grant | undefined,
  answers: readonly Answer[] = [],
  own?: string,
): FailureVerdict {
  const barred = whatBarsTheWay(answers) ?? whyOutside(own) ?? whyAnother(own);
  if (barred !== undefined) return barred;
  if (grant !== undefined && !isObservable(grant)) {
    return { failure: 'never-returned', reason: `it has not come back; ${unseen}` };
  }
  const progress = grant?.progress;
  if (progress === undefined || progress.firstRequestSinceArmedAt === null) {
    return { failure: 'never-returned', reason: `it has not come back, and ${neverAsked(grant)}` };
  }
  const counted = `${progress.packages} of ${progress.totalPackages} packages`;
  if (progress.lastFailure !== null) {
    const { path, reason } = progress.lastFailure;
    return {
      failure: 'fetch-failed',
      reason: `it has not come back; ${path} could not be fetched (${reason}; ${counted})`,
    };
  }
  return { failure: 'never-returned', reason: `it has not come back after it fetched ${counted}` };
}
