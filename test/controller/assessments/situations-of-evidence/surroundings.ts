/** Pools, media and evidence that the situations of several groups are made of. */
import type { AssessmentInput } from '../../../../src/controller/assessments/assessment.js';
import type { Evidence } from '../../../../src/controller/assessments/evidence.js';
import type { PoolFacts, SrFacts } from '../../../../src/controller/facts/pool-facts.js';
import type { Medium } from '../../../../src/controller/planning/medium.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import { makeEvidence } from '../../../support/controller-evidence.js';
import { makeHost, makePool, medium83, versions82 } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';

export const brands = { xcp: 'XCP-ng', xs: 'XenServer' } as const;

/** All hosts of that platform. */
export function poolOf(
  platform: string,
  brand: keyof typeof brands = 'xcp',
  changes: Partial<PoolFacts> = {},
): PoolFacts {
  const versions = { ...versions82, platform, brand: brands[brand] };
  return makePool({ hosts: [1, 2, 3].map((number) => makeHost(number, { versions })), ...changes });
}

export function mediumOf(platform: string, name = 'XenServer'): Medium {
  return { ...medium83, name, target: { ...medium83.target, platform } };
}

export const old = {
  release81: '3.1.0',
  release82: '3.2.1',
  release76: '2.7.0',
  release75: '2.6.0',
  release65: '1.9.0',
  release56: '1.0.0',
};

export function about(
  pool: PoolFacts,
  evidence: Evidence,
  changes: Partial<AssessmentInput> = {},
): () => AssessmentInput {
  return () => beforeRun({ pool, evidence, ...changes });
}

export const notSurveyed: Situation = {
  when: 'the pool could not be surveyed',
  input: () =>
    beforeRun({
      pool: poolOf(old.release81),
      evidence: makeEvidence(makePool(), { survey: { known: false, reason: 'no right to read' } }),
    }),
  severity: 'unknown',
  about: 'lab',
  acceptable: true,
  saying: 'no right to read',
};

export const pool81 = poolOf(old.release81);

export const pool = makePool();

export const withSr = (sr: Partial<SrFacts>): PoolFacts =>
  makePool({ srs: [...pool.srs, { uuid: 'sr-x', name: 'SAN', type: 'lvm', shared: true, ...sr }] });

export const said = (text: string) => ({ kind: 'answered', text }) as const;

export const lacks = { kind: 'lacks' } as const;
