/**
 * What a check says of a pool, whenever it is asked: before a run and in the middle of one what stands in the way of the hosts
 * that are left; after it, how the pool stands, since HA that is on again is then no fault.
 */
import { assess } from '../assessments/assess.js';
import type { AssessmentInput } from '../assessments/assessment.js';
import type { Finding } from '../assessments/finding.js';
import { isAtTarget } from '../versions/match-target.js';

/** What holds of a pool by itself, whatever is to be done with it. */
const ofAnyPool = [
  'host-live',
  'host-enabled',
  'coordinator-newest',
  'nobody-else',
  'pool-secret',
  'storage-plugged',
  'network-plugged',
  'clock-skew',
  'pending-reboot',
  'updates-uniform',
];

export function judgePool(input: Omit<AssessmentInput, 'phase'>): readonly Finding[] {
  const findings = assess({ ...input, phase: 'before-run' });
  const { hosts } = input.pool;
  if (!hosts.every((host) => isAtTarget(input.medium.target, host.versions))) return findings;
  const proven = assess({ ...input, phase: 'after-run', hosts: hosts.map(({ uuid }) => uuid) });
  return [
    ...findings.filter(({ id }) => ofAnyPool.includes(id)),
    ...proven.filter(({ id }) => id === 'versions-proven'),
  ];
}
