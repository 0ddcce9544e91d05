import { expect } from 'chai';
import type { PifFacts } from '../../../../src/controller/facts/pif-facts.js';
import { onlyMoved } from '../../../../src/controller/planning/guests/guest-plan.js';
import type { Plan } from '../../../../src/controller/planning/plan.js';
import type { PoolFacts } from '../../../../src/controller/facts/pool-facts.js';
import { makePlan } from '../../../../src/controller/planning/make-plan.js';
import { describeDrift, driftKinds, type DriftKind } from '../../../../src/controller/planning/drift/drift.js';
import { planDrift } from '../../../../src/controller/planning/drift/plan-drift.js';
import {
  gigabyte,
  makeHost,
  makePifs,
  makePool,
  makeVm,
  medium83,
  readAt,
  versions82,
  versions83,
  withHost,
  withPbd,
  withPif,
} from '../../../support/controller-facts.js';

const options = { run: 'run-1', madeAt: readAt, endpoints: [], fix: true } as const;
const plan = makePlan(makePool(), medium83, { ...options, pifs: makePifs() });
const withHa = makePool({ haEnabled: true, haStatefileSrs: ['sr-shared'], haFailuresToTolerate: 1 });
const planWithHa = makePlan(withHa, medium83, options);
const small = (changes: Partial<PoolFacts> = {}): PoolFacts =>
  makePool({ hosts: [1, 2, 3].map((number) => makeHost(number, { memoryFree: 9 * gigabyte })), ...changes });
const planOfSmall = makePlan(small(), medium83, options);
const patched = (updates: number): PoolFacts => withHost(makePool(), 2, { updates });

interface Case {
  readonly of?: Plan;
  readonly pool: PoolFacts;
  readonly pifs?: readonly PifFacts[];
}

const drifts: Readonly<Record<DriftKind, Case>> = {
  'another-pool': { pool: makePool({ uuid: 'other' }) },
  'host-added': { pool: makePool({}, 4) },
  'host-removed': { pool: makePool({}, 2) },
  'coordinator-changed': { pool: makePool({ coordinator: 'host-2' }) },
  'versions-changed': { pool: withHost(makePool(), 2, { versions: { ...versions82, xapi: '1.249.33' } }) },
  'updates-applied': { of: makePlan(patched(4), medium83, options), pool: patched(5) },
  'address-changed': { pool: withHost(makePool(), 2, { address: '192.0.2.99' }) },
  'certificate-changed': { pool: withHost(makePool(), 2, { certificateFingerprint: 'FF' }) },
  'ha-turned-on': { pool: makePool({ haEnabled: true }) },
  'ha-changed': { of: planWithHa, pool: { ...withHa, haFailuresToTolerate: 2 } },
  'wlb-turned-on': { pool: makePool({ wlbEnabled: true }) },
  'storage-gone': { pool: makePool({ pbds: makePool().pbds.filter(({ uuid }) => uuid !== 'pbd-sr-shared-2') }) },
  'network-changed': { pool: makePool(), pifs: withPif('pif-host-2-eth1', { attached: false }) },
  'no-place': {
    of: planOfSmall,
    pool: small({ vms: [...small().vms, makeVm('new', 1, { memory: 20 * gigabyte })] }),
  },
};

describe('Drift from a plan', () => {
  for (const kind of driftKinds) {
    it(`is seen: ${kind}`, () => {
      const { of = plan, pool, pifs = makePifs() } = drifts[kind];
      expect(planDrift(of, pool, pifs).map((drift) => drift.kind)).to.deep.equal([kind]);
    });
  }

  const same: Readonly<Record<string, PoolFacts>> = {
    'nothing changed': makePool(),
    'guests run elsewhere, or new ones': makePool({ vms: [makeVm('1a', 3), makeVm('new', 2)] }),
    'the run has upgraded a host': withHost(makePool(), 1, { versions: versions83 }),
    'a host is out of service': withHost(makePool(), 2, { enabled: false, live: false }),
    'a certificate could not be read': withHost(makePool(), 2, { certificateFingerprint: null }),
    'a VM is new, has grown or is gone, and all have a place': makePool({
      vms: [makeVm('1a', 1, { memory: 6 * gigabyte }), makeVm('new', 2, { memory: 8 * gigabyte })],
    }),
    'storage is detached for the moment': withPbd(makePool(), 2, 'sr-shared', false),
    'a host was renamed': makePool({ hosts: [makeHost(1), makeHost(2, { name: 'other' }), makeHost(3)] }),
  };
  for (const [when, pool] of Object.entries(same)) {
    it(`is none when ${when}`, () => expect(planDrift(plan, pool, makePifs())).to.deep.equal([]));
  }

  it('is a readable list: what, then, now, and why it matters', () => {
    const { pool } = drifts['coordinator-changed'];
    expect(planDrift(plan, pool).map(describeDrift)).to.deep.equal([
      'lab (coordinator-changed): then xs-1, now xs-2; the coordinator goes first, and the plan has another one there',
    ]);
    const [lost] = planDrift(planOfSmall, drifts['no-place'].pool);
    expect(lost).to.include({ subject: 'vm-new', expected: 'not in the pool' });
    expect(lost?.found).to.match(
      /^no place at the turn of xs-1: it takes 20.0 GiB, and the roomiest host, xs-[23], has/,
    );
    const [moved] = planDrift(plan, makePool(), withPif('pif-host-2-eth0', { address: '192.0.2.77' }));
    expect(moved).to.include({
      subject: 'eth0 of xs-2',
      expected: 'attached, for management with 192.0.2.12',
      found: 'attached, for management with 192.0.2.77',
    });
  });

  it('tells a VM that has grown by what it was', () => {
    const vms = small().vms.map((vm) => (vm.name === 'vm-2a' ? { ...vm, memory: 30 * gigabyte } : vm));
    const [grown] = planDrift(planOfSmall, small({ vms }));
    expect(grown).to.include({ kind: 'no-place', subject: 'vm-2a', expected: '4.0 GiB, with a place' });
  });

  it('is none for a VM without a place that may be shut down, by the consent in the plan', () => {
    const guests = { ...onlyMoved, stopUnmovable: { by: 'ann', how: '--stop-vms' } };
    const consented = makePlan(small(), medium83, { ...options, guests });
    expect(planDrift(consented, drifts['no-place'].pool)).to.deep.equal([]);
  });

  it('is HA that somebody has turned off since: the run would turn it on at its end', () => {
    expect(planDrift(planWithHa, { ...withHa, haEnabled: false }).map(({ kind }) => kind)).to.deep.equal([
      'ha-changed',
    ]);
  });

  it('is none for HA that the plan itself turns off', () => {
    const on = makePool({ haEnabled: true, wlbEnabled: true });
    expect(planDrift(makePlan(on, medium83, { run: 'r', madeAt: readAt, endpoints: [], fix: true }), on)).to.deep.equal(
      [],
    );
  });
});
