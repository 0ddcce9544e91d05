import { expect } from 'chai';
import type { VmPath } from '../../../../src/contract/plan-forecast.js';
import { assess } from '../../../../src/controller/assessments/assess.js';
import type { EvacuationAnswer } from '../../../../src/controller/assessments/assessment.js';
import type { PoolFacts } from '../../../../src/controller/facts/pool-facts.js';
import type { VmNeeds } from '../../../../src/controller/facts/vm-needs.js';
import { controlDomainGrowth } from '../../../../src/controller/planning/forecast/model-of-pool.js';
import type { ForecastSources } from '../../../../src/controller/planning/forecast/model-of-pool.js';
import { onlyMoved, type GuestPlan } from '../../../../src/controller/planning/guests/guest-plan.js';
import { makePlan } from '../../../../src/controller/planning/make-plan.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import {
  makeEvidence,
  makeHostSurvey,
  makeSurvey,
  makeVmSurvey,
  usualNeeds,
} from '../../../support/controller-evidence.js';
import {
  gigabyte,
  makeHost,
  makePool,
  makeVm,
  medium83,
  readAt,
  versions82,
  versions83,
} from '../../../support/controller-facts.js';

const planned = (pool: PoolFacts, sources: ForecastSources = {}, guests?: GuestPlan) =>
  makePlan(pool, medium83, {
    ...{ run: 'run-1', madeAt: readAt, endpoints: [], fix: true, sources },
    ...(guests === undefined ? {} : { guests }),
  });

const needing = (pool: PoolFacts, name: string, needs: Partial<VmNeeds>): ForecastSources => ({
  survey: makeSurvey(pool, {
    vms: pool.vms.map(({ uuid }) =>
      makeVmSurvey(uuid, uuid === `vm-${name}-uuid` ? { needs: { ...usualNeeds, ...needs } } : {}),
    ),
  }),
});

const stuckIn = (plan: ReturnType<typeof planned>): readonly string[] =>
  plan.hosts.flatMap(({ name, forecast }) => (forecast.stuck ?? []).map((vm) => `${vm.name} at ${name}: ${vm.code}`));

/** `xs-2, xs-1 home`: where it is after each turn at which something happens to it. */
const wayOf = (paths: readonly VmPath[] | undefined, name: string): string => {
  const path = paths?.find((candidate) => candidate.name === name);
  return (path?.steps ?? []).map(({ turn, what, to }) => `${turn ?? 'end'}: ${what} ${to ?? ''}`.trim()).join('; ');
};

const two = (free: number, memory: number): PoolFacts =>
  makePool(
    {
      hosts: [makeHost(1, { memoryFree: free }), makeHost(2, { memoryFree: free })],
      vms: [makeVm('1', 1, { memory }), makeVm('2', 2, { memory })],
    },
    2,
  );

describe('The way of each VM', () => {
  it('is told step by step: where it is after each host, how often it moves, and when it goes home', () => {
    const { forecast } = planned(two(32 * gigabyte, 4 * gigabyte));
    expect(wayOf(forecast.paths, 'vm-1')).to.equal('host-1: moves host-2; host-2: moves host-1');
    expect(wayOf(forecast.paths, 'vm-2')).to.equal('host-2: moves host-1; end: goes-home host-2');
    expect(forecast.paths?.map(({ migrations }) => migrations)).to.deep.equal([2, 2]);
    expect(forecast).to.include({ migrations: 3, homeward: 1 });
  });

  it('is down during the turn of its host for one that is to be shut down, and started after it', () => {
    const vms: GuestPlan['vms'] = [
      { vm: 'vm-2-uuid', name: 'vm-2', policy: 'stop', consent: { by: 'ann', how: '--vm vm-2=stop' } },
    ];
    const { forecast } = planned(two(32 * gigabyte, 4 * gigabyte), {}, { ...onlyMoved, vms });
    expect(wayOf(forecast.paths, 'vm-2')).to.equal('host-2: stops; host-2: starts host-2');
  });

  it('ends where it landed for one that is to be left', () => {
    const vms: GuestPlan['vms'] = [
      { vm: 'vm-2-uuid', name: 'vm-2', policy: 'leave', consent: { by: 'ann', how: '--vm vm-2=leave' } },
    ];
    const { forecast } = planned(two(32 * gigabyte, 4 * gigabyte), {}, { ...onlyMoved, vms });
    expect(wayOf(forecast.paths, 'vm-2')).to.equal('host-2: moves host-1; end: stays-away host-1');
  });
});

describe('A step that cannot be packed', () => {
  it('names the VMs that have no place, and what would help', () => {
    const [first] = planned(two(3 * gigabyte, 4 * gigabyte)).hosts;
    expect(first?.forecast.fits).to.equal(false);
    expect(first?.forecast.stuck).to.deep.equal([
      {
        vm: 'vm-1-uuid',
        name: 'vm-1',
        memory: 4 * gigabyte,
        code: 'HOST_NOT_ENOUGH_FREE_MEMORY',
        reason: 'it takes 4.0 GiB, and the roomiest host, xs-2, has 3.0 GiB left for it',
      },
    ]);
    expect(first?.forecast.help?.join(' ')).to.include('--stop-vms').and.include('4.0 GiB at most are missing');
  });

  it('is one with a guest on local storage, a network or a device that another host has not', () => {
    const pool = makePool();
    const local = { storage: ['sr-local-1'] };
    expect(stuckIn(planned(pool, needing(pool, '1a', local)))).to.deep.equal(['vm-1a at xs-1: VM_REQUIRES_SR']);
    const survey = needing(pool, '1a', { networks: ['network-1', 'network-2'] }).survey;
    const hosts = ['host-1', 'host-2', 'host-3'].map((uuid) =>
      makeHostSurvey(uuid, { networks: uuid === 'host-3' ? ['network-1'] : ['network-1', 'network-2'] }),
    );
    expect(stuckIn(planned(pool, { survey: { ...survey!, hosts } }))).to.deep.equal([
      'vm-1a at xs-1: VM_REQUIRES_NETWORK',
    ]);
    expect(stuckIn(planned(pool, needing(pool, '1a', { devices: ['pci'] })))).to.deep.equal([
      'vm-1a at xs-1: VM_HAS_PCI_ATTACHED',
    ]);
  });

  it('is not one where the pool itself says that such a guest can move, as a virtual GPU sometimes can', () => {
    const pool = makePool();
    const evacuation = new Map<string, EvacuationAnswer>([['host-1', { known: true, blockers: [] }]]);
    expect(stuckIn(planned(pool, { ...needing(pool, '1a', { devices: ['vgpu'] }), evacuation }))).to.deep.equal([]);
  });

  it('is one when the pool names another reason, but not for want of memory, which is counted here', () => {
    const answer = (code: string): ForecastSources => ({
      evacuation: new Map([['host-1', { known: true, blockers: [{ vm: 'vm-1a-uuid', code, params: [] }] }]]),
    });
    expect(stuckIn(planned(makePool(), answer('VM_LACKS_FEATURE')))).to.deep.equal(['vm-1a at xs-1: VM_LACKS_FEATURE']);
    expect(stuckIn(planned(makePool(), answer('HOST_EVACUATE_VM_NOT_HA_PROTECTED')))).to.deep.equal([]);
  });
});

describe('The control domain of the new release', () => {
  /** 64 GiB: 4 GiB up to 7.6, and 1 GiB and a twentieth since 8.0, that is 4.2 GiB. */
  const old = makeHost(1, { versions: { ...versions82, platform: '2.7.0' }, memoryTotal: 128 * gigabyte });

  it('takes more by the rule of its release, by what the host says, and less never', () => {
    // 128 GiB and a bit: 4 GiB by the rule of 7.6, 7.4 GiB by that of 8.3.
    expect(controlDomainGrowth(old, medium83, {}) / gigabyte).to.be.within(3.3, 3.6);
    const survey = makeSurvey(makePool(), { hosts: [makeHostSurvey('host-1', { controlDomainMemory: 8 * gigabyte })] });
    expect(controlDomainGrowth(old, medium83, { survey })).to.equal(0);
    const plugin = new Map([
      ['host-1', { getDom0DefaultMemory: { kind: 'answered', text: String(9 * gigabyte) } as const }],
    ]);
    expect(controlDomainGrowth(old, medium83, { survey, plugin })).to.equal(gigabyte);
  });

  it('makes a step tight that was not: the first host takes fewer guests than it gave away', () => {
    const versions = { ...versions82, platform: '2.7.0', xapi: '1.110.0', xen: '4.7.5' };
    const host = (number: number): ReturnType<typeof makeHost> =>
      makeHost(number, { versions, memoryTotal: 128 * gigabyte, memoryRoom: 62 * gigabyte });
    const pool = makePool(
      {
        hosts: [host(1), host(2)],
        vms: [1, 2].flatMap((number) => [
          makeVm(`${number}a`, number, { memory: 31 * gigabyte }),
          makeVm(`${number}b`, number, { memory: 31 * gigabyte }),
        ]),
      },
      2,
    );
    expect(stuckIn(planned(pool, { growth: new Map() }))).to.have.length.greaterThan(0);
    const without = new Map([
      ['host-1', 0],
      ['host-2', 0],
    ]);
    expect(stuckIn(planned(pool, { growth: without })), 'as it would be without the growth').to.deep.equal([]);
    const [, second] = planned(pool).hosts;
    expect(second?.forecast.help?.join(' ')).to.match(/control domains of the hosts before it take 3\.\d GiB more/);
  });
});

describe('What xapi counts', () => {
  it('is the room with all guests ballooned down, where the pool told it, and not what is free this minute', () => {
    const hosts = [makeHost(1), makeHost(2, { memoryFree: 1 * gigabyte, memoryRoom: 5 * gigabyte })];
    expect(stuckIn(planned(makePool({ hosts, vms: [makeVm('1', 1)] }, 2)))).to.deep.equal([]);
  });

  it('never lets a guest go from a newer host to an older one', () => {
    const hosts = [makeHost(1, { versions: { ...versions83, xapi: '24.19.1' } }), makeHost(2)];
    expect(stuckIn(planned(makePool({ hosts, vms: [makeVm('1', 1)] }, 2)))).to.deep.equal([
      'vm-1 at xs-1: NO_HOSTS_AVAILABLE',
    ]);
  });
});

describe('The assessment of capacity', () => {
  it('says of each step what the plan says of it', () => {
    for (const free of [3, 5, 9, 32]) {
      const pool = two(free * gigabyte, 4 * gigabyte);
      const input = beforeRun({ pool, evidence: makeEvidence(pool) });
      const failing = assess(input).filter(({ id, severity }) => id === 'capacity' && severity === 'failure');
      const plan = planned(pool, { survey: makeSurvey(pool), evacuation: input.evacuation });
      expect(
        failing.map(({ subject }) => subject.name),
        `${free} GiB`,
      ).to.deep.equal(plan.hosts.filter(({ forecast }) => !forecast.fits).map(({ name }) => name));
    }
  });
});
