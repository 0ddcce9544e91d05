/** What assessments are asked with in tests: everything known and well, unless a test says otherwise. */
import type { AssessmentInput } from '../../src/controller/assessments/assessment.js';
import type { EvacuationBlocker } from '../../src/controller/facts/pool-facts.js';
import { baselineOf } from '../../src/controller/planning/baseline.js';
import { makeEvidence } from './controller-evidence.js';
import { makePifs, makePool, medium83, versions83, withHost } from './controller-facts.js';

/** Before the run: all hosts can be evacuated and can read the medium. */
export function beforeRun(changes: Partial<AssessmentInput> = {}): AssessmentInput {
  const pool = changes.pool ?? makePool();
  return {
    phase: 'before-run',
    pool,
    medium: medium83,
    evacuation: new Map(pool.hosts.map((host) => [host.uuid, { known: true, blockers: [] }])),
    reachability: new Map(pool.hosts.map((host) => [host.uuid, { asked: true, reachable: true }])),
    ...(changes.phase === undefined || changes.phase === 'before-run'
      ? { evidence: makeEvidence(pool) }
      : { pifs: { known: true, value: makePifs() } }),
    ...changes,
  };
}

/** Before the turn of the coordinator `xs-1`. */
export function beforeHost(changes: Partial<AssessmentInput> = {}): AssessmentInput {
  return beforeRun({ phase: 'before-host', host: 'host-1', baseline: wellBefore(), ...changes });
}

/** After the turn of `xs-1`, which has been upgraded; the baseline is the healthy pool. */
export function afterHost(changes: Partial<AssessmentInput> = {}): AssessmentInput {
  const pool = changes.pool ?? withHost(makePool(), 1, { versions: versions83 });
  return beforeRun({ phase: 'after-host', host: 'host-1', baseline: wellBefore(), ...changes, pool });
}

/** After a run that upgraded all three hosts. */
export function afterRun(changes: Partial<AssessmentInput> = {}): AssessmentInput {
  const pool = changes.pool ?? upgradedPool();
  const hosts = pool.hosts.map((host) => host.uuid);
  return beforeRun({ phase: 'after-run', hosts, baseline: wellBefore(), ...changes, pool });
}

/** The healthy pool, as a plan keeps it. */
export const wellBefore = () => baselineOf(makePool(), makePifs());

export function upgradedPool() {
  return [1, 2, 3].reduce((pool, number) => withHost(pool, number, { versions: versions83 }), makePool());
}

/** The pool says that a VM of `xs-1` is in the way. */
export function blockedBy(code: string, ...params: string[]): Pick<AssessmentInput, 'evacuation'> {
  const blocker: EvacuationBlocker = { vm: 'vm-1a-uuid', code, params };
  return { evacuation: new Map([['host-1', { known: true, blockers: [blocker] }]]) };
}
