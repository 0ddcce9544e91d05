/** Tells apart why a host is not what it should be, from what the media server saw and what the pool shows. */
import { isObservable, type Grant } from '../../contract/grants.js';
import type { HostFailure } from '../../contract/run-status.js';

export interface FailureVerdict {
  readonly failure: HostFailure;
  readonly reason: string;
}

/** Under NFS nobody saw whether anything was read: that nothing shows proves nothing. */
const unseen = 'what its installer read over NFS cannot be seen';

/** The host is back and runs its old version. */
export function whyNotUpgraded(grant: Grant | undefined): FailureVerdict {
  if (grant !== undefined && !isObservable(grant)) {
    return { failure: 'unexpected', reason: `it came back with its old version; ${unseen}` };
  }
  const progress = grant?.progress;
  if (progress === undefined || progress.firstRequestSinceArmedAt === null) {
    return {
      failure: 'never-fetched',
      reason: 'it came back with its old version, and its installer never asked for media',
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

/** The host is not back when it should have been. */
export function whyNotReturned(grant: Grant | undefined): FailureVerdict {
  if (grant !== undefined && !isObservable(grant)) {
    return { failure: 'never-returned', reason: `it has not come back; ${unseen}` };
  }
  const progress = grant?.progress;
  if (progress === undefined || progress.firstRequestSinceArmedAt === null) {
    return { failure: 'never-returned', reason: 'it has not come back, and its installer never asked for media' };
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
