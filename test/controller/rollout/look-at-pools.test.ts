/** What a look at the pools of a rollout tells of each: what blocks it, what a person may answer for, and nothing that passed. */
import { expect } from 'chai';
import type { CheckResult } from '../../../src/contract/checks.js';
import type { PlanRequest } from '../../../src/contract/control.js';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import type { PlannedRun } from '../../../src/controller/plan-run.js';
import { requireReadable } from '../../../src/controller/rollout/description-problems.js';
import { lookAtPools } from '../../../src/controller/rollout/look-at-pools.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

const finding = (id: string, severity: CheckResult['severity']): CheckResult => ({
  ...{ id, severity, subject: 'xs-1', title: id, reason: 'so it is', remedy: 'm', fixable: false },
});
const results = [finding('host-live', 'pass'), finding('clock-skew', 'warning'), finding('disk-layout', 'unknown')];
const blocked = (pool: string): PlannedRun => ({
  ...{ plan: null, text: [] },
  check: { pool, media: 'm', results, blocked: true },
});
const described = (more: object) =>
  rolloutDescriptionSchema.parse({ name: 'n', media: 'm', pools: [{ pool: 'a' }], ...more });

describe('A look at the pools of a rollout', () => {
  it('tells what blocks in words, and the findings themselves, so that a person can answer for them', async () => {
    const [look] = await lookAtPools(described({}), 'ann', 0, ({ pool }) => Promise.resolve(blocked(pool)));

    expect(look).to.deep.equal({
      ...{ pool: 'a', seen: null, problems: ['disk-layout (xs-1): so it is'] },
      findings: [results[1], results[2]],
    });
  });

  it('tells of a pool that cannot be checked beside the others, and asks for each what was said for it', async () => {
    const asked: PlanRequest[] = [];
    const description = described({
      pools: [{ pool: 'a' }, { pool: 'b', media: 'other', run: { accept: ['disk-layout@xs-1=seen'] } }],
      run: { stopVms: true },
    });
    const looks = await lookAtPools(description, 'ann', 0, (request) => {
      asked.push(request);
      if (request.pool === 'b') return Promise.resolve(blocked('b'));
      return Promise.reject(new DrydockError('XAPI_UNREACHABLE', { attempted: 'reading', subject: 'a' }));
    });

    expect(looks.map(({ pool, findings }) => [pool, findings.length])).to.deep.equal([
      ['a', 0],
      ['b', 2],
    ]);
    expect(looks[0]?.problems[0]).to.include('XAPI_UNREACHABLE');
    expect(asked[1]).to.deep.include({ media: 'other', accept: ['disk-layout@xs-1=seen'], stopVms: true });
  });
});

describe('The description of a rollout that comes over the control API', () => {
  it('is refused with every window and acceptance that is not understood, each with its place', () => {
    const description = described({
      windows: ['Sat 22:00-04:00 Berlin', '22:00-04:00 UTC'],
      pools: [{ pool: 'a', windows: ['tonight'], run: { accept: ['no form'] } }],
    });
    try {
      requireReadable(description);
      expect.fail('it was taken');
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      expect(error.code).to.equal('ROLLOUT_INVALID');
      const problems = error.details.data?.['problems'] as readonly { path: unknown }[];
      expect(problems.map(({ path }) => path)).to.deep.equal([
        ['windows', 0],
        ['pools', 0, 'windows', 0],
        ['pools', 0, 'run', 'accept', 0],
      ]);
    }
  });

  it('is taken where they are understood', () => {
    expect(() => requireReadable(described({ windows: ['22:00-04:00 UTC'] }))).to.not.throw();
  });
});
