import { expect } from 'chai';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import { makePlan } from '../../../src/controller/planning/make-plan.js';
import { driftKinds, planDrift } from '../../../src/controller/planning/plan-drift.js';
import {
  makeHost,
  makePool,
  makeVm,
  medium83,
  readAt,
  versions82,
  versions83,
  withHost,
} from '../../support/controller-facts.js';

const plan = makePlan(makePool(), medium83, { run: 'run-1', madeAt: readAt, endpoints: [], fix: true });

const drifts: Readonly<Record<(typeof driftKinds)[number], PoolFacts>> = {
  'another-pool': makePool({ uuid: 'other' }),
  'host-added': makePool({}, 4),
  'host-removed': makePool({}, 2),
  'coordinator-changed': makePool({ coordinator: 'host-2' }),
  'versions-changed': withHost(makePool(), 2, { versions: { ...versions82, xapi: '1.249.33' } }),
  'address-changed': withHost(makePool(), 2, { address: '192.0.2.99' }),
  'certificate-changed': withHost(makePool(), 2, { certificateFingerprint: 'FF' }),
  'ha-turned-on': makePool({ haEnabled: true }),
  'wlb-turned-on': makePool({ wlbEnabled: true }),
};

describe('Drift from a plan', () => {
  for (const kind of driftKinds) {
    it(`is seen: ${kind}`, () => {
      expect(planDrift(plan, drifts[kind]).map((drift) => drift.kind)).to.deep.equal([kind]);
    });
  }

  const same: Readonly<Record<string, PoolFacts>> = {
    'nothing changed': makePool(),
    'guests run elsewhere, or new ones': makePool({ vms: [makeVm('1a', 3), makeVm('new', 2)] }),
    'the run has upgraded a host': withHost(makePool(), 1, { versions: versions83 }),
    'a host is out of service': withHost(makePool(), 2, { enabled: false, live: false }),
    'a certificate could not be read': withHost(makePool(), 2, { certificateFingerprint: null }),
    'a host was renamed': makePool({ hosts: [makeHost(1), makeHost(2, { name: 'other' }), makeHost(3)] }),
  };
  for (const [when, pool] of Object.entries(same)) {
    it(`is none when ${when}`, () => expect(planDrift(plan, pool)).to.deep.equal([]));
  }

  it('says what was expected and what was found', () => {
    expect(planDrift(plan, drifts['coordinator-changed'])).to.deep.equal([
      { kind: 'coordinator-changed', subject: 'lab', expected: 'xs-1', found: 'xs-2' },
    ]);
  });

  it('is none for HA that the plan itself turns off', () => {
    const on = makePool({ haEnabled: true, wlbEnabled: true });
    expect(planDrift(makePlan(on, medium83, { run: 'r', madeAt: readAt, endpoints: [], fix: true }), on)).to.deep.equal(
      [],
    );
  });
});
