/** Pictures of runs for the tests of what is shown. */
import type { HostStatus, RunStatus } from '../../src/contract/run-status.js';

export function hostStatus(change: Partial<HostStatus> = {}): HostStatus {
  return {
    uuid: 'host-1',
    name: 'xs-1',
    state: 'queued',
    from: '8.2.1',
    to: '8.3.0',
    failure: null,
    progress: null,
    since: null,
    deadline: null,
    reason: 'waits for its turn',
    ...change,
  };
}

export function runStatus(change: Partial<RunStatus> = {}): RunStatus {
  return {
    run: 'run-1',
    pool: 'lab',
    media: 'xcp-ng-8.3.0',
    state: 'running',
    reason: 'host xs-1 installs',
    startedAt: 0,
    endedAt: null,
    hosts: [hostStatus()],
    changes: [],
    ...change,
  };
}
