// An armed grant, as the media server tells of it.
import { grantSchema, type Grant, type GrantNotice } from '../../src/contract/grants.js';

export function grantOfHost(uuid: string, notices: readonly GrantNotice[]): Grant {
  return grantSchema.parse({
    id: `run-1.${uuid}.1`,
    pool: 'pool-uuid',
    run: 'run-1',
    epoch: 1,
    host: { uuid, name: uuid },
    media: 'medium',
    state: 'armed',
    stateSince: 0,
    expiresAt: null,
    path: '/i/0123456789abcdef/',
    progress: {
      packages: 0,
      totalPackages: 1,
      bytes: 0,
      totalBytes: 1,
      requests: 0,
      lastRequestAt: null,
      firstRequestSinceArmedAt: null,
      rate: 0,
      phase: 'none',
      lastFailure: null,
      stall: null,
      notices: [...notices],
    },
  });
}
