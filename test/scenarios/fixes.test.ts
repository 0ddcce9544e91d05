import { expect } from 'chai';
import { claimKey } from '../../src/controller/ownership/claim.js';
import { addVdi } from '../../src/simulator/state/build-storage.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from '../support/scenario/scenario.js';

const quick: ScenarioOptions = { times: shortTimes, paceFactor: 5 };

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ ...quick, ...options });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const inTheWay: ScenarioOptions = {
  vms: [
    { name: 'auto', host: 0, autoPowerOn: true },
    { name: 'disc', host: 1, localCd: true },
    { name: 'plain', host: 2 },
  ],
};

const effectsOf = (scenario: Scenario): readonly string[] =>
  scenario.records().flatMap(({ entry }) => (entry.type === 'intent' ? [entry.effect] : []));

async function survey(scenario: Scenario) {
  return scenario.clock.runUntil(scenario.openPool().survey());
}

async function facts(scenario: Scenario) {
  const { pool } = await scenario.clock.runUntil(scenario.openPool().observe());
  if (!pool.known) throw new Error(pool.reason);
  return pool.value;
}

describe('What is in the way of an upgrade', function () {
  this.timeout(60_000);

  it('blocks the plan unless the run is to put it right, and each finding says that it can', async () => {
    const scenario = await Scenario.begin({ ...quick, ...inTheWay, request: { fix: false } });
    const { plan, check } = await scenario.makePlan();
    expect(plan).to.equal(null);
    const blocking = check.results.filter(({ severity }) => severity === 'failure');
    expect(blocking.map(({ id, subject, fixable }) => [id, subject, fixable])).to.deep.equal([
      ['autostart-off', 'auto', true],
      ['discs-ejected', 'disc', true],
      ['evacuable', 'disc', true],
    ]);
    await scenario.end();
  });

  it('is put right before the first host and put back after the last one', () =>
    during(inTheWay, async (scenario) => {
      const before = await survey(scenario);
      const status = await scenario.upgrade();
      expect(status.state).to.equal('done');
      const effects = effectsOf(scenario);
      expect(effects.indexOf('turn-autostart-off')).to.be.below(effects.indexOf('disable-host'));
      expect(effects.indexOf('eject-disc')).to.be.below(effects.indexOf('disable-host'));
      expect(effects.filter((effect) => effect === 'eject-disc')).to.have.lengthOf(1);
      expect(effects.indexOf('insert-disc')).to.be.above(effects.lastIndexOf('reboot-host'));
      expect((await facts(scenario)).vms.find(({ name }) => name === 'auto')?.autoPowerOn).to.equal(true);
      const discs = ({ vms }: Awaited<ReturnType<typeof survey>>) => vms.flatMap(({ discs: inserted }) => inserted);
      expect(discs(await survey(scenario))).to.deep.equal(discs(before));
      expect(status.changes.filter(({ what }) => /by itself|ejected/.test(what)).map(({ undo }) => undo)).to.deep.equal(
        ['done', 'done'],
      );
    }));

  it('is put back as well when the run is aborted', () =>
    during(inTheWay, async (scenario) => {
      let aborted = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (aborted || !effectsOf(scenario).includes('disable-host')) return;
          aborted = true;
          scenario.command('abort');
        },
      });
      expect(status.state).to.equal('aborted');
      expect((await facts(scenario)).vms.find(({ name }) => name === 'auto')?.autoPowerOn).to.equal(true);
      expect((await survey(scenario)).vms.flatMap(({ discs }) => discs)).to.have.lengthOf(1);
    }));

  for (const effect of ['turn-autostart-off', 'eject-disc', 'restore-autostart', 'insert-disc']) {
    for (const boundary of ['after-intent', 'after-act'] as const) {
      it(`is put right and put back although the controller dies ${boundary} ${effect}`, () =>
        during(inTheWay, async (scenario) => {
          let died = false;
          const dying = scenario.upgrade({
            reached: (at, name) => {
              if (died || at !== boundary || name !== effect) return;
              died = true;
              throw new SimulatedCrash(`${at} ${name}`);
            },
          });
          await dying.catch((error: unknown) => {
            if (!(error instanceof SimulatedCrash)) throw error;
          });
          expect(died).to.equal(true);
          const status = await scenario.turn();
          expect(status.state).to.equal('done');
          expect((await facts(scenario)).vms.find(({ name }) => name === 'auto')?.autoPowerOn).to.equal(true);
          expect((await survey(scenario)).vms.flatMap(({ discs }) => discs)).to.have.lengthOf(1);
        }));
    }
  }

  it('is named with the command that puts it back, where that fails, and the rest is put back', () =>
    during(
      {
        ...inTheWay,
        faults: [
          { kind: 'call-fails', method: 'VBD.insert', occurrence: 'every', error: ['HANDLE_INVALID', 'VDI', 'x'] },
        ],
      },
      async (scenario) => {
        const status = await scenario.upgrade();
        expect(status.state).to.equal('done');
        const [change] = status.changes.filter(({ what }) => what.includes('ejected'));
        expect(change?.undo).to.equal('by-hand');
        expect(change?.condition).to.match(/^xe vbd-insert uuid=\S+ vdi-uuid=\S+ \(it failed: /);
        expect((await facts(scenario)).vms.find(({ name }) => name === 'auto')?.autoPowerOn).to.equal(true);
      },
    ));
});

describe('Local storage that the installer may make anew', function () {
  this.timeout(60_000);

  it('is looked at once more before each host is armed, and a disk that came since stops the run there', () =>
    during({ hosts: 2, vms: 1 }, async (scenario) => {
      const { state } = scenario.pool.world;
      let put = false;
      const status = await scenario.upgrade({
        onTurn: () => {
          if (put || !effectsOf(scenario).includes('stage-host')) return;
          put = true;
          const local = [...state.srs.values()].find(({ name }) => name === 'Local storage of xs-1');
          if (local === undefined) throw new Error('there is no local storage');
          addVdi(state, 'precious', local, 1024);
        },
      });
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('LOCAL_DISKS_APPEARED').and.include('"precious"');
      expect(effectsOf(scenario)).not.to.include('arm-grant');
      expect(scenario.pool.history.filter(({ event }) => event === 'reboot-called')).to.deep.equal([]);
    }));

  it('is named in the plan of each host whose layout may change', () =>
    during({ hosts: [{ release: 'xcp-ng-8.3' }, {}], vms: 1 }, async (scenario) => {
      await scenario.makePlan();
      expect(scenario.plan?.hosts.map(({ emptyStorage }) => emptyStorage?.length)).to.deep.equal([1]);
      scenario.command('start');
      expect((await scenario.turn()).state).to.equal('done');
    }));
});

describe('A host that is in maintenance when the run begins', function () {
  this.timeout(60_000);

  it('is put into service for the run, and taken out of it again at the end', () =>
    during({}, async (scenario) => {
      const port = scenario.openPool();
      await scenario.clock.runUntil(port.disableHost(scenario.pool.host('xs-3').uuid));
      const status = await scenario.upgrade();
      expect(status.state).to.equal('done');
      const host = (await facts(scenario)).hosts.find(({ name }) => name === 'xs-3');
      expect(host).to.include({ enabled: false });
      expect(host?.versions.product).to.equal('8.3.0');
      expect(effectsOf(scenario).at(-2)).to.equal('begin-maintenance');
    }));
});

describe('A finding that is put right by itself, before any run', function () {
  this.timeout(60_000);

  it('is done at once where nothing has to be put back, with the command that takes it back', async () => {
    const scenario = await Scenario.begin(quick);
    const { uuid } = scenario.pool.host('xs-3');
    await scenario.clock.runUntil(scenario.openPool().disableHost(uuid));

    const { done, byRun, undo, check } = await scenario.fix('host-enabled', 'xs-3');
    expect([done, byRun]).to.deep.equal([['xs-3 was put into service'], []]);
    expect(undo).to.deep.equal([`xe host-disable uuid=${uuid}`]);
    expect((await facts(scenario)).hosts.find(({ name }) => name === 'xs-3')?.enabled).to.equal(true);
    expect(check.results.find(({ id, subject }) => id === 'host-enabled' && subject === 'xs-3')?.severity).to.equal(
      'pass',
    );
    await scenario.end();
  });

  it('is left to a run where something has to be put back', async () => {
    const scenario = await Scenario.begin({ ...quick, ...inTheWay });

    const { done, byRun } = await scenario.fix('autostart-off', 'auto');
    expect([done, byRun]).to.deep.equal([[], ['auto no longer starts by itself']]);
    expect((await facts(scenario)).vms.find(({ name }) => name === 'auto')?.autoPowerOn).to.equal(true);
    await scenario.end();
  });

  it('is refused where there is no such finding, and while a run has the pool', async () => {
    const scenario = await Scenario.begin(quick);
    const codeOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'none',
        (error: unknown) => (error as { code?: string }).code,
      );
    expect(await codeOf(scenario.fix('host-enabled', 'xs-9'))).to.equal('FINDING_UNKNOWN');
    expect(await codeOf(scenario.fix('host-enabled', 'xs-3'))).to.equal('FINDING_UNKNOWN');
    await scenario.clock.runUntil(scenario.openPool().addToPoolOtherConfig(claimKey, 'run-2'));
    expect(await codeOf(scenario.fix('host-enabled', 'xs-3'))).to.equal('CLAIM_OF_ANOTHER_RUN');
    await scenario.end();
  });
});
