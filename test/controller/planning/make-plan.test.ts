import { expect } from 'chai';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import { describePlan } from '../../../src/controller/planning/describe-plan.js';
import { waitPhases } from '../../../src/controller/planning/deadlines.js';
import { onlyMoved, type GuestPlan } from '../../../src/controller/planning/guests/guest-plan.js';
import { makePlan, type PlanOptions } from '../../../src/controller/planning/make-plan.js';
import { planSchema } from '../../../src/controller/planning/plan.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import {
  gigabyte,
  makeHost,
  makePool,
  makeVm,
  medium83,
  readAt,
  versions82,
  versions83,
  withHost,
} from '../../support/controller-facts.js';

const options: PlanOptions = { run: 'run-1', madeAt: readAt, endpoints: [], fix: true };
const plan = (pool: PoolFacts = makePool(), changes: Partial<PlanOptions> = {}) =>
  makePlan(pool, medium83, { ...options, ...changes });
const names = (made: ReturnType<typeof makePlan>) => made.hosts.map((host) => host.name);
const guests = (counts: readonly number[]) =>
  counts.flatMap((count, host) =>
    Array.from({ length: count }, (_unused, index) => makeVm(`${host + 1}-${index}`, host + 1, { memory: gigabyte })),
  );

describe('The order of a plan', () => {
  it('is the coordinator first, even with the most guests', () => {
    expect(names(plan(makePool({ vms: guests([9, 0, 0]) })))[0]).to.equal('xs-1');
  });

  it('goes on with the host that has the fewest guests at that moment', () => {
    expect(
      names(plan(makePool({ vms: guests([0, 5, 2, 3]), hosts: [1, 2, 3, 4].map((number) => makeHost(number)) }))),
    ).to.deep.equal(['xs-1', 'xs-3', 'xs-4', 'xs-2']);
  });

  it('counts guests where the forecast has moved them, and their way home', () => {
    // All six guests of the coordinator go to xs-2, which has the room. With xs-2 next they are home again: 6 + 6 + 3, and 3
    // of xs-3 at the end. With xs-3 next, whose three go to xs-2 as well, it is 6 + 3 + 9, and 3.
    const hosts = [makeHost(1), makeHost(2, { memoryFree: 60 * gigabyte }), makeHost(3, { memoryFree: 4 * gigabyte })];
    const made = plan(makePool({ hosts, vms: guests([6, 0, 3]) }));
    expect(names(made)).to.deep.equal(['xs-1', 'xs-2', 'xs-3']);
    expect(made.forecast).to.include({ migrations: 15, homeward: 3 });
    expect(made.forecast.search?.how).to.equal('exact');
  });

  it('breaks ties as people count: xs-2 before xs-10', () => {
    const hosts = [1, 10, 2].map((number) => makeHost(number));
    expect(names(plan(makePool({ hosts, vms: [] })))).to.deep.equal(['xs-1', 'xs-2', 'xs-10']);
  });

  it('is the one a person gave, by name or uuid, and those not named follow', () => {
    const hosts = [1, 2, 3, 4].map((number) => makeHost(number));
    const made = plan(makePool({ hosts, vms: guests([0, 1, 2, 3]) }), { order: ['xs-1', 'host-4'] });
    expect(names(made)).to.deep.equal(['xs-1', 'xs-4', 'xs-2', 'xs-3']);
  });

  it('is refused when a person puts another host before the coordinator', () => {
    expect(() => plan(makePool(), { order: ['xs-2', 'xs-1'] })).to.throw('PLAN_ORDER_REFUSED');
  });

  it('need not name a coordinator that is at the target already', () => {
    expect(names(plan(withHost(makePool(), 1, { versions: versions83 }), { order: ['xs-3', 'xs-2'] }))).to.deep.equal([
      'xs-3',
      'xs-2',
    ]);
  });

  it('always has the coordinator first, whatever the pool', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 300; round += 1) {
      const count = 1 + random(8);
      const counts = Array.from({ length: count }, () => random(6));
      const hosts = counts.map((_unused, index) =>
        makeHost(index + 1, { memoryFree: random(64) * gigabyte, enabled: random(9) > 0 }),
      );
      const coordinator = `host-${1 + random(count)}`;
      const made = plan(makePool({ hosts, coordinator, vms: guests(counts) }, count));
      expect(made.hosts[0]!.uuid).to.equal(coordinator);
      expect(made.hosts.map((host) => host.uuid)).to.have.members(hosts.map((host) => host.uuid));
    }
  });
});

describe('The hosts of a plan', () => {
  it('are those not at the target, by the whole set of versions', () => {
    const pool = withHost(withHost(makePool(), 1, { versions: versions83 }), 2, {
      versions: { ...versions83, xapi: '24.19.1' },
    });
    const made = plan(pool);
    expect(names(made)).to.deep.equal(['xs-2', 'xs-3']);
    expect(made.skipped).to.deep.equal([{ uuid: 'host-1', name: 'xs-1', why: 'at-target' }]);
  });

  it('are those a person chose', () => {
    expect(names(plan(makePool(), { only: ['xs-1', 'host-3'] }))).to.deep.equal(['xs-1', 'xs-3']);
    expect(plan(makePool(), { exclude: ['xs-2'] }).skipped).to.deep.equal([
      { uuid: 'host-2', name: 'xs-2', why: 'excluded' },
    ]);
  });

  it('include the coordinator unless it is at the target', () => {
    expect(() => plan(makePool(), { only: ['xs-2'] })).to.throw('PLAN_COORDINATOR_LEFT_OUT');
    expect(() => plan(makePool(), { exclude: ['xs-1'] })).to.throw('PLAN_COORDINATOR_LEFT_OUT');
    expect(names(plan(withHost(makePool(), 1, { versions: versions83 }), { only: ['xs-2'] }))).to.deep.equal(['xs-2']);
  });

  it('must be known, and by a name that only one has', () => {
    expect(() => plan(makePool(), { only: ['xs-9'] })).to.throw('PLAN_HOST_UNKNOWN');
    expect(() => plan(withHost(makePool(), 3, { name: 'xs-2' }), { only: ['xs-1', 'xs-2'] })).to.throw(
      'more than one host',
    );
  });

  it('are some: a plan for nothing is refused', () => {
    const done = makePool({ hosts: [1, 2].map((number) => makeHost(number, { versions: versions83 })) });
    expect(() => plan(done)).to.throw('PLAN_EMPTY');
  });

  it('may be two, or one alone', () => {
    expect(names(plan(makePool({}, 2)))).to.deep.equal(['xs-1', 'xs-2']);
    const lone = plan(makePool({}, 1));
    expect(lone.hosts[0]!.forecast).to.include({ fits: false, room: 0 });
  });
});

describe('A plan', () => {
  it('has the form of its schema, and is the same for the same facts', () => {
    expect(planSchema.parse(plan())).to.deep.equal(plan());
  });

  it('knows for each host its guests, its storage, its certificate and its versions', () => {
    const [first] = plan().hosts;
    expect(first).to.include({ coordinator: true, certificateFingerprint: '11:AA', address: '192.0.2.11' });
    expect(first!.vms.map((vm) => vm.name)).to.deep.equal(['vm-1a', 'vm-1b']);
    expect(first!.pbds.map((pbd) => pbd.srName)).to.deep.equal(['NFS storage', 'Local storage of xs-1']);
    expect(first!.from).to.deep.equal(versions82);
  });

  it('counts migrations: 2 of the coordinator, then what stands on each host at its turn', () => {
    // xs-1: 2 guests go to xs-2 and xs-3 (32 GiB each). xs-2: 3 guests; xs-1 has 40 free, so all three go there.
    // xs-3: 3 guests of its own and of the first step.
    const made = plan();
    expect(made.hosts.map((host) => host.forecast.moves.length)).to.deep.equal([2, 3, 3]);
    expect(made.forecast.migrations).to.equal(8);
  });

  it('names the step that leaves the least memory', () => {
    const hosts = [
      makeHost(1, { memoryFree: 10 * gigabyte }),
      makeHost(2, { memoryFree: 2 * gigabyte }),
      makeHost(3, { memoryFree: 30 * gigabyte }),
    ];
    const vms = [makeVm('1', 1), makeVm('2', 2), makeVm('3', 3)];
    const made = plan(makePool({ hosts, vms }), { order: ['xs-1', 'xs-2', 'xs-3'] });
    expect(made.forecast.search?.how).to.equal('by-hand');
    const slack = made.hosts.map((host) => [host.name, (host.forecast.room - host.forecast.needed) / gigabyte]);
    // xs-1: 32 free for 4. xs-2 next (1 guest): 14 + 26 free for 4. xs-3: its two guests for 10 + 6.
    expect(slack).to.deep.equal([
      ['xs-1', 28],
      ['xs-2', 36],
      ['xs-3', 8],
    ]);
    expect(made.forecast.tightest).to.equal('host-3');
    expect(plan(makePool({ vms: [] })).forecast.tightest).to.equal(null);
  });

  it('gives times with a range, and the soak in them', () => {
    const { duration } = plan().forecast;
    expect(duration.least).to.be.below(duration.expected);
    expect(duration.expected).to.be.below(duration.most);
    expect(plan(makePool(), { soak: 60_000 }).forecast.duration.expected - duration.expected).to.equal(3 * 60_000);
    // Two migrations of 4 GiB at 1 Gbit/s are 69 s.
    expect(
      plan().hosts[0]!.forecast.duration.expected - plan(makePool({ vms: [] })).hosts[0]!.forecast.duration.expected,
    ).to.equal(68_720);
  });

  it('bounds every wait, and warns before it stops', () => {
    for (const host of plan().hosts) {
      for (const phase of waitPhases) {
        const { expected, warnAfter, stopAfter } = host.deadlines[phase];
        expect(expected, phase).to.be.below(warnAfter);
        expect(warnAfter, phase).to.be.below(stopAfter);
      }
    }
    const staging = { expected: 1, warnAfter: 2, stopAfter: 3 };
    expect(plan(makePool(), { deadlines: { staging } }).hosts[1]!.deadlines.staging).to.deep.equal(staging);
  });

  it('turns HA and WLB off first, remembering how they were, if it may', () => {
    const pool = makePool({
      haEnabled: true,
      haStatefileSrs: ['sr-shared'],
      haFailuresToTolerate: 1,
      wlbEnabled: true,
    });
    expect(plan(pool).changes).to.deep.equal([
      { effect: 'disable-ha', heartbeatSrs: ['sr-shared'], failuresToTolerate: 1 },
      { effect: 'disable-wlb' },
    ]);
    expect(plan(pool, { fix: false }).changes).to.deep.equal([]);
    expect(plan(pool).baseline.ha).to.deep.equal({ enabled: true, heartbeatSrs: ['sr-shared'], failuresToTolerate: 1 });
  });

  it('reads in words', () => {
    const pool = makePool({ haEnabled: true });
    const accepted = [{ check: 'clock-skew', host: 'xs-2', reason: 'known' }];
    const guests: GuestPlan = {
      ...onlyMoved,
      vms: [{ vm: 'vm-2b-uuid', name: 'vm-2b', policy: 'stop', consent: { by: 'ann', how: '--vm vm-2b=stop' } }],
    };
    const text = describePlan(plan(pool, { exclude: ['xs-3'], accepted, guests })).join('\n');
    for (const words of [
      'Upgrade lab to XCP-ng 8.3.0',
      '1. xs-1 (coordinator)',
      'high availability off',
      'xs-3 is not touched: left out',
      'tightest step',
      'clock-skew on xs-2: known',
      'By consent: vm-2b is shut down in order for the turn of its host, and started after it: --vm vm-2b=stop (ann).',
      "vm-2b (0 moves): xs-2 → shut down at xs-2's turn (its policy) → started on xs-2",
      "vm-1a (2 moves): xs-1 → xs-2 at xs-1's turn → xs-1 at xs-2's turn",
      'vm-3a (0 moves): xs-3, and stays there',
      'no other order has fewer',
    ]) {
      expect(text).to.include(words);
    }
  });
});

describe('A frozen plan', () => {
  it('is read back as it was', () => {
    expect(readPlan(JSON.parse(JSON.stringify(plan())))).to.deep.equal(plan());
  });

  it('keeps its hash whatever the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(plan()).reverse());
    expect(readPlan(reversed).hash).to.equal(plan().hash);
  });

  it('is refused when anything in it was changed, or it has another form', () => {
    expect(() => readPlan({ ...plan(), soak: 1 })).to.throw('STATE_CORRUPT');
    expect(() => readPlan({ ...plan(), extra: 1 })).to.throw('STATE_CORRUPT');
    expect(() => readPlan(null)).to.throw('STATE_CORRUPT');
  });

  it('has another hash for another order', () => {
    expect(plan(makePool(), { order: ['xs-1', 'xs-3', 'xs-2'] }).hash).not.to.equal(plan().hash);
  });
});
