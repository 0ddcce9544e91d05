/**
 * The version of what the supervisor of the media server and its serving process say to each other. Both are the same build
 * until the package is upgraded underneath a running service: the supervisor then goes on as it is, since it holds the
 * listening sockets, and the next serving process is a new one.
 */
import { DrydockError } from '../shared/errors/drydock-error.js';

/** Rises when either side says something that the other must understand. 1: up to 0.5.0. 2: heartbeats. */
export const handoverVersion = 2;

/** The supervisors that this build's serving process works under. */
const servedVersions: readonly number[] = [1, 2];

/** @throws MEDIA_SERVER_OTHER_VERSION */
export function requireServedVersion(supervisor: number): void {
  if (servedVersions.includes(supervisor)) return;
  throw new DrydockError('MEDIA_SERVER_OTHER_VERSION', {
    attempted: 'serving behind a supervisor of another build',
    expected: `hand-over version ${servedVersions.join(' or ')}`,
    found: `version ${supervisor}`,
  });
}
