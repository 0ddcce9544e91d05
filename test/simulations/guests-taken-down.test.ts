import { expect } from 'chai';
import { expectInvariants } from '../support/scenario/check.js';
import {
  alone,
  aloneAtEnd,
  aloneCutAt,
  boundariesOfGuests,
  effectsOf,
  facts,
  guests,
  power,
} from '../support/scenario/guests-taken-down.js';
import { Scenario, shortTimes, type ScenarioOptions } from '../support/scenario/scenario.js';

const quick: ScenarioOptions = { times: shortTimes, paceFactor: 20 };

const gibibyte = 1024 ** 3;

/** Two hosts that cannot hold the guests of both, and one guest bound to its host. */
const pair: ScenarioOptions = {
  ...quick,
  hosts: [{ memory: 32 * gibibyte }, { memory: 32 * gibibyte }],
  vms: [
    { name: 'large-1', host: 0, memory: 12 * gibibyte },
    { name: 'small-1', host: 0, memory: 4 * gibibyte },
    { name: 'large-2', host: 1, memory: 12 * gibibyte },
    { name: 'bound-2', host: 1, memory: 2 * gibibyte, disk: 'local' },
  ],
  request: { stopVms: true },
};

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin(options);
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

describe('A standalone host', function () {
  this.timeout(60_000);

  it('is not planned for without consent to shut its guests down, and the finding names the flag', async () => {
    const scenario = await Scenario.begin({ ...alone, request: {} });
    const { plan, check } = await scenario.makePlan();
    await scenario.end();
    expect(plan).to.equal(null);
    const [finding] = check.results.filter(({ id, severity }) => id === 'evacuable' && severity === 'failure');
    expect(finding?.reason).to.include('database').and.include('web').and.not.include('off');
    expect(finding?.remedy).to.include('--stop-vms').and.include('--vm NAME=stop');
  });

  it('is upgraded with its guests shut down by consent, and starts them again where they were', () =>
    during(alone, async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state, status.reason).to.equal('done');
      expect(effectsOf(scenario, power)).to.deep.equal([
        'stop-vm web',
        'stop-vm database',
        'start-vm database',
        'start-vm web',
      ]);
      expect(await guests(scenario)).to.deep.equal(aloneAtEnd);
      const changes = status.changes.filter(({ what }) => what.includes('shut down'));
      expect(changes.map(({ undo }) => undo)).to.deep.equal(['done', 'done']);
    }));

  it('starts its guests in their start order, and shuts them down the other way round', () =>
    during(
      {
        ...alone,
        vms: [
          { name: 'web', fields: { order: '2' } },
          { name: 'database', fields: { order: '1' } },
          { name: 'cache', fields: { order: '3' } },
        ],
      },
      async (scenario) => {
        expect((await scenario.upgrade()).state).to.equal('done');
        expect(effectsOf(scenario, power).map((effect) => effect.replace(/-vm/, ''))).to.deep.equal([
          'stop cache',
          'stop web',
          'stop database',
          'start database',
          'start web',
          'start cache',
        ]);
      },
    ));

  it('ends the same wherever its controller loses its memory while guests go down and come back', async () => {
    const boundaries = await boundariesOfGuests();
    expect(boundaries).to.have.length.greaterThan(12);
    // Here a sample; test/simulations/crash-while-guests-are-down.test.ts takes them all.
    for (let index = 1; index < boundaries.length; index += 8) {
      expect(await aloneCutAt(boundaries[index]?.cut ?? 0), boundaries[index]?.place).to.deep.equal(aloneAtEnd);
    }
  });

  it('stops the run where a guest does not shut down, and its plug is not pulled without a consent of its own', () =>
    during({ ...alone, faults: [{ kind: 'call-hangs', method: 'VM.clean_shutdown', vm: 'web' }] }, async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.match(/web did not shut down in order: .*22 min.*force=true/);
      expect(effectsOf(scenario, power)).to.deep.equal(['stop-vm web']);
      expect(scenario.pool.history.some(({ event }) => event === 'reboot-called')).to.equal(false);
      expect((await guests(scenario))[2]).to.equal('web: Running on xs-1');
    }));

  it('goes on when a person has seen to the guest, and starts it again since it was the run that wanted it down', () =>
    during({ ...alone, faults: [{ kind: 'call-hangs', method: 'VM.clean_shutdown', vm: 'web' }] }, async (scenario) => {
      await scenario.upgrade();
      const [web] = (await facts(scenario)).vms.filter(({ name }) => name === 'web');
      await scenario.clock.runUntil(scenario.openPool().guests.startHardShutdown(web?.uuid ?? ''));
      scenario.command('retry');
      expect((await scenario.turn()).state).to.equal('done');
      expect(await guests(scenario)).to.deep.equal(aloneAtEnd);
    }));

  it('has the plug pulled of a guest that does not shut down, where a person has consented to that by name', () =>
    during(
      {
        ...alone,
        request: { stopVms: true, hardStop: ['web'] },
        faults: [{ kind: 'call-hangs', method: 'VM.clean_shutdown', vm: 'web' }],
      },
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expect(effectsOf(scenario, power).slice(0, 3)).to.deep.equal([
          'stop-vm web',
          'hard-stop-vm web',
          'stop-vm database',
        ]);
        expect(await guests(scenario)).to.deep.equal(aloneAtEnd);
        expect(status.changes.map(({ what }) => what)).to.include('web was switched off for the turn of xs-1');
      },
    ));

  it('names a guest that does not start again, with the command and the reason, and starts the others', () =>
    during(
      {
        ...alone,
        faults: ['VM.start_on', 'VM.start'].map((method) => ({
          kind: 'call-fails',
          method,
          vm: 'database',
          occurrence: 'every',
          error: ['VM_REQUIRES_SR', 'a', 'b'],
        })),
      },
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expect((await guests(scenario))[2]).to.equal('web: Running on xs-1');
        const [change] = status.changes.filter(({ what }) => what.includes('database'));
        expect(change?.undo).to.equal('by-hand');
        expect(change?.condition).to.match(
          /^xe vm-start uuid=\S+ \(it is halted now; it did not start: .*VM_REQUIRES_SR/,
        );
        expect(effectsOf(scenario, /^start-vm$/)).to.deep.equal([
          'start-vm database',
          'start-vm web',
          'start-vm database',
          'start-vm database',
        ]);
      },
    ));

  it('tries a guest once more at the end, where the reason has passed', () =>
    during(
      {
        ...alone,
        faults: [{ kind: 'call-fails', method: 'VM.start_on', vm: 'database', error: ['SR_BACKEND_FAILURE', 'x'] }],
      },
      async (scenario) => {
        expect((await scenario.upgrade()).state).to.equal('done');
        expect(await guests(scenario)).to.deep.equal(aloneAtEnd);
      },
    ));

  it('starts its guests again when the run is aborted before the host goes down', () =>
    during(alone, async (scenario) => {
      let aborted = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (aborted || !effectsOf(scenario, /^open-staging-grant$/).length) return;
          aborted = true;
          scenario.command('abort');
        },
      });
      expect(status.state, status.reason).to.equal('aborted');
      expect(await guests(scenario)).to.deep.equal(aloneAtEnd);
      expect(scenario.pool.history.some(({ event }) => event === 'reboot-called')).to.equal(false);
    }));

  it('is refused where a guest without tools cannot be shut down in order', async () => {
    const scenario = await Scenario.begin({
      ...alone,
      vms: [{ name: 'mute', guestTools: false }],
      request: { stopVms: true },
    });
    const { plan, check } = await scenario.makePlan();
    await scenario.end();
    expect(plan).to.equal(null);
    const failures = check.results.filter(({ severity }) => severity === 'failure');
    expect(failures.map(({ id, subject }) => [id, subject])).to.deep.equal([['evacuable', 'mute']]);
    expect(failures[0]?.remedy).to.include('--hard-stop "mute"');
  });
});

describe('A pool of two hosts that cannot hold the guests of both', function () {
  this.timeout(60_000);

  it('is upgraded with those shut down by consent that the pool finds no place for, and no others', () =>
    during(pair, async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state, status.reason).to.equal('done');
      // 29.4 GiB for guests on each: large-1 goes to xs-2 (14 there), small-1 finds 3.4; then both large ones go to xs-1.
      expect(effectsOf(scenario, /^stop-vm$/)).to.deep.equal(['stop-vm small-1', 'stop-vm bound-2']);
      expect(foretold(scenario)).to.deep.equal(happened(scenario));
      expect(await guests(scenario)).to.deep.equal([
        'bound-2: Running on xs-2',
        'large-1: Running on xs-1',
        'large-2: Running on xs-2',
        'small-1: Running on xs-1',
      ]);
    }));

  it('stops none that a person wants moved, and says which stands in the way', () =>
    during({ ...pair, request: { stopVms: true, vmPolicies: ['bound-2=migrate'] } }, async (scenario) => {
      const { plan, check } = await scenario.makePlan();
      expect(plan).to.equal(null);
      const failures = check.results.filter(({ id, severity }) => id === 'evacuable' && severity === 'failure');
      expect(failures.map(({ subject }) => subject)).to.deep.equal(['bound-2']);
      scenario.plan = (await planOf(pair)) ?? scenario.plan;
    }));
});

describe('The consent to shutting down whatever cannot move', function () {
  this.timeout(60_000);

  it('shuts none down because another host is out of service for the moment: it is waited for', () =>
    during(
      {
        ...quick,
        hosts: 2,
        vms: [{ name: 'first' }, { name: 'web' }, { name: 'mail', host: 1 }],
        request: { stopVms: true, vmPolicies: ['first=stop'] },
      },
      async (scenario) => {
        const other = scenario.pool.world.state.hostList[1];
        let since: number | undefined;
        const status = await scenario.upgrade({
          onTurn: (input) => {
            if (other === undefined || effectsOf(scenario, /^evacuate-host$/).length > 0) return;
            if (effectsOf(scenario, /^stop-vm$/).length === 0) return;
            since ??= input.now;
            other.enabled = input.now - since > 120_000;
          },
        });
        expect(status.state, status.reason).to.equal('done');
        expect(effectsOf(scenario, power)).to.deep.equal(['stop-vm first', 'start-vm first']);
        expect(
          scenario.decisions.some((one) => one.kind === 'wait' && /cannot move is asked/.test(one.reason)),
        ).to.equal(true);
      },
    ));
});

describe('A run that is aborted while its pool is half upgraded', function () {
  this.timeout(60_000);

  it('starts what can run on an upgraded host, and names what is bound to a host of the old version', () =>
    during({ ...pair, request: { stopVms: true, vmPolicies: ['large-2=stop'] } }, async (scenario) => {
      let aborted = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (aborted || effectsOf(scenario, /^open-staging-grant$/).length < 2) return;
          aborted = true;
          scenario.command('abort');
        },
      });
      expect(status.state, status.reason).to.equal('aborted');
      expect(effectsOf(scenario, /^stop-vm$/)).to.include.members(['stop-vm bound-2', 'stop-vm large-2']);
      const running = await guests(scenario);
      expect(running).to.include('large-2: Running on xs-1');
      expect(running).to.include('bound-2: Halted on nowhere');
      const [bound] = status.changes.filter(({ what }) => what.includes('bound-2'));
      expect(bound).to.include({ undo: 'by-hand' });
      expect(bound?.condition).to.match(/^xe vm-start uuid=.*it did not start: .*NO_HOSTS_AVAILABLE/);
    }));
});

describe('A host that is skipped when its guests were shut down already', function () {
  this.timeout(60_000);

  it('has them started before the run goes on, not only at its end', () =>
    during({ ...pair, request: { stopVms: true, vmPolicies: ['large-2=stop'] } }, async (scenario) => {
      const { uuid } = scenario.pool.host('xs-2');
      let skipped = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (skipped || effectsOf(scenario, /^open-staging-grant$/).length < 2) return;
          skipped = true;
          scenario.command('skip', { host: uuid });
        },
      });
      expect(status.state, status.reason).to.equal('done');
      const told = scenario.records().map(({ entry }) => {
        if (entry.type === 'intent') return `${entry.effect} ${String(entry.detail['name'])}`;
        return entry.type === 'noted' && entry.key === uuid ? entry.what : '';
      });
      expect(told).to.include('start-vm large-2');
      expect(told.indexOf('start-vm large-2')).to.be.below(told.indexOf('skipped'));
    }));
});

describe('The way of each VM that a plan foretells', function () {
  this.timeout(60_000);

  it('is the way it goes: in a pool of four hosts with guests of every size, and the control domain that grows', () =>
    during(
      {
        ...quick,
        release: 'xenserver-7.6',
        hosts: [64, 80, 96, 72].map((size) => ({ memory: size * gibibyte })),
        vms: [11, 3, 7, 5, 13, 2, 9, 6].map((size, index) => ({
          name: `vm-${index}`,
          host: index % 4,
          memory: size * gibibyte,
        })),
      },
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        expect(foretold(scenario)).to.have.length.greaterThan(12);
        expect(foretold(scenario)).to.deep.equal(happened(scenario));
        expect(scenario.plan?.hosts.some(({ forecast }) => (forecast.growth ?? 0) > 0)).to.equal(true);
      },
    ));
});

/** `vm-1 to xs-2`, by VM and in the order of its way. */
function foretold({ plan }: Scenario): readonly string[] {
  const names = new Map(plan?.baseline.hosts.map(({ uuid, name }) => [uuid, name]));
  return (plan?.forecast.paths ?? [])
    .flatMap(({ name, steps }) =>
      steps.flatMap(({ to }) => (to === null ? [`${name} down`] : [`${name} to ${names.get(to) ?? to}`])),
    )
    .sort(byVm);
}

function happened({ plan, pool }: Scenario): readonly string[] {
  const hosts = new Map(plan?.baseline.hosts.map(({ uuid, name }) => [uuid, name]));
  const vms = new Map(plan?.baseline.vms.map(({ uuid, name }) => [uuid, name]));
  return pool.history
    .flatMap((entry) => {
      if (entry.event === 'vm-moved')
        return [`${vms.get(entry.detail.vm) ?? ''} to ${hosts.get(entry.detail.to) ?? ''}`];
      if (entry.event === 'vm-started')
        return [`${vms.get(entry.detail.vm) ?? ''} to ${hosts.get(entry.host ?? '') ?? ''}`];
      return entry.event === 'vm-stopped' ? [`${vms.get(entry.detail.vm) ?? ''} down`] : [];
    })
    .sort(byVm);
}

/** Stable, so that the way of each stays in its order. */
function byVm(left: string, right: string): number {
  const vm = (text: string): string => text.split(' ')[0] ?? '';
  return vm(left) < vm(right) ? -1 : Number(vm(left) > vm(right));
}

describe('Policies of VMs', function () {
  this.timeout(60_000);

  const three = (policy: object, request: ScenarioOptions['request'] = {}): ScenarioOptions => ({
    ...quick,
    hosts: 2,
    vms: [
      { name: 'web', host: 1, ...policy },
      { name: 'other', host: 0 },
    ],
    request,
  });

  it('may stand on them as tags: such a VM is shut down although it could move', () =>
    during(three({ fields: { tags: ['drydock:stop'] } }), async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state, status.reason).to.equal('done');
      expect(scenario.plan?.guests?.vms).to.deep.equal([
        {
          vm: scenario.plan?.baseline.vms.find(({ name }) => name === 'web')?.uuid,
          name: 'web',
          policy: 'stop',
          consent: { by: 'a tag of the VM', how: 'drydock:stop' },
        },
      ]);
      expect(effectsOf(scenario, power)).to.deep.equal(['stop-vm web', 'start-vm web']);
      expect(await guests(scenario)).to.deep.equal(['other: Running on xs-1', 'web: Running on xs-2']);
    }));

  it('are overruled by what a person says with the plan', () =>
    during(three({ fields: { tags: ['drydock:stop'] } }, { vmPolicies: ['web=migrate'] }), async (scenario) => {
      expect((await scenario.upgrade()).state).to.equal('done');
      expect(effectsOf(scenario, power)).to.deep.equal([]);
    }));

  it('suspend only with a consent to suspending, and then resume it on the new release', async () => {
    const refused = await Scenario.begin(three({ fields: { tags: ['drydock:suspend'] } }));
    const { plan, check } = await refused.makePlan();
    await refused.end();
    expect(plan).to.equal(null);
    expect(check.results.find(({ id, severity }) => id === 'vm-policies' && severity === 'failure')?.remedy).to.include(
      '--allow-suspend',
    );
    await during(three({ fields: { tags: ['drydock:suspend'] } }, { allowSuspend: true }), async (scenario) => {
      expect((await scenario.upgrade()).state).to.equal('done');
      expect(effectsOf(scenario, power)).to.deep.equal(['suspend-vm web', 'resume-vm web']);
      expect(await guests(scenario)).to.deep.equal(['other: Running on xs-1', 'web: Running on xs-2']);
    });
  });

  it('leave a VM where it landed, and say so', () =>
    during(three({}, { vmPolicies: ['web=leave'] }), async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state).to.equal('done');
      expect(await guests(scenario)).to.deep.equal(['other: Running on xs-1', 'web: Running on xs-1']);
      const [change] = status.changes.filter(({ what }) => what.includes('web'));
      expect(change?.condition).to.include('its policy is to be left where it landed');
    }));

  it('that disagree on one VM are refused', async () => {
    const scenario = await Scenario.begin(three({ fields: { tags: ['drydock:stop', 'drydock:leave'] } }));
    const { check } = await scenario.makePlan();
    await scenario.end();
    const failures = check.results.filter(({ id, severity }) => id === 'vm-policies' && severity === 'failure');
    expect(failures.map(({ reason }) => reason)).to.deep.equal([
      'web has tags that disagree: drydock:leave, drydock:stop.',
    ]);
  });
});

async function planOf(options: ScenarioOptions): Promise<Scenario['plan']> {
  const scenario = await Scenario.begin(options);
  await scenario.makePlan();
  await scenario.end();
  return scenario.plan;
}

describe('A pool that has changed since its plan was made', function () {
  this.timeout(60_000);

  it('is not touched, and what has changed is told: what, then, now, and why it matters', () =>
    during({ ...quick, hosts: 2, vms: [{ name: 'web', host: 0 }] }, async (scenario) => {
      await scenario.makePlan();
      const [web] = [...scenario.pool.world.state.vms.values()].filter(({ name }) => name === 'web');
      if (web === undefined) throw new Error('no such VM');
      Object.assign(web, { memory: 62 * gibibyte });
      web.hardware.memoryDynamicMin = 62 * gibibyte;
      scenario.command('start');
      const status = await scenario.turn();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.match(
        /web \(no-place\): then 2\.0 GiB, with a place, now no place at the turn of xs-1: it takes 62\.0 GiB.*; its host cannot be emptied at its turn/,
      );
      expect(scenario.records().filter(({ entry }) => entry.type === 'intent')).to.deep.equal([]);
    }));
});
