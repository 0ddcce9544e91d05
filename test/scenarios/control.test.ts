// What people say in the middle of a run, and what becomes of it: the states that a journal alone does not show.
import { expect } from 'chai';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import type { RunStatus } from '../../src/contract/run-status.js';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from '../support/scenario/scenario.js';

async function during(
  faults: readonly string[],
  story: (scenario: Scenario) => Promise<void>,
  options: ScenarioOptions = {},
): Promise<void> {
  const vms = [0, 1, 2, 0].map((host, index) => ({ host, name: `vm-${index + 1}` }));
  const scenario = await Scenario.begin({
    ...{ times: shortTimes, paceFactor: 20, vms },
    ...options,
    faults: faults.map((text) => readFaultText(text)),
  });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const states = (status: RunStatus): string => status.hosts.map(({ state }) => state).join(' ');
const failureOf = (status: RunStatus) => status.hosts.find(({ state }) => state === 'failed')?.failure;

describe('A host that came back with its old version', function () {
  this.timeout(60_000);
  const fault = 'returns-with-old-version host=member-1';

  it('is begun anew by a retry, and its first address is ended', () =>
    during([fault], async (scenario) => {
      expect(failureOf(await scenario.upgrade())?.kind).to.equal('never-fetched');
      scenario.command('retry');
      expect((await scenario.turn()).state).to.equal('done');
      expect(await endState(scenario)).to.deep.include({ armed: [] });
    }));

  it('is left as it is by a skip, in service, and the run goes on with the others', () =>
    during([fault], async (scenario) => {
      await scenario.upgrade();
      scenario.command('skip', { host: scenario.pool.host('xs-2').uuid });
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('done');
      expect(states(status)).to.equal('done skipped done');
      expect(await endState(scenario)).to.deep.include({ armed: [], installed: 2 });
    }));

  it('keeps an abort waiting, which says how to give the address up', () =>
    during([fault], async (scenario) => {
      await scenario.upgrade();
      scenario.command('abort');
      const status = await scenario.turn();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.include('drydock upgrade give-up run-1 --host xs-2 --reason WHY');
    }));
});

describe('A member that is up and stays out of its pool', function () {
  this.timeout(60_000);

  for (const [error, step] of [
    ['HOST_ITS_OWN_SLAVE', /xe pool-emergency-reset-master master-address=127\.0\.0\.1/],
  ] as const) {
    it(`is asked itself once it is overdue, and stops the run as in-emergency with its code: ${error}`, () =>
      during([`starts-in-emergency host=member-1 error=${error}`], async (scenario) => {
        const status = await scenario.upgrade();
        expect(states(status)).to.equal('done failed queued');
        expect(failureOf(status)?.kind, status.reason).to.equal('in-emergency');
        expect(status.reason).to.include(error);
        expect(failureOf(status)?.byHand?.join('\n')).to.match(step);
      }));
  }
});

describe('A pool that stops answering', function () {
  this.timeout(60_000);

  it('before a host is touched stops the run as pool-lost, with what each address answered', () =>
    during(['port-closed host=coordinator at=database-dumped'], async (scenario) => {
      const status = await scenario.upgrade();
      expect(states(status)).to.equal('failed queued queued');
      expect(failureOf(status)?.kind).to.equal('pool-lost');
      expect(status.reason).to.include('127.0.0.1: ECONNREFUSED');
      expect(failureOf(status)?.byHand?.join('\n')).to.include('xe pool-emergency-transition-to-master');
    }));

  it('after a give-up says which address refuses the login', () =>
    during(['password-changed of=coordinator'], async (scenario) => {
      // One life of the controller, which knows the old password alone.
      const say = [
        () => scenario.command('give-up', { host: scenario.pool.host('xs-1').uuid }),
        () => scenario.command('abort'),
      ];
      const life = scenario.upgrade({
        untilPerson: false,
        onTurn: (_input, decision) => {
          if (decision.kind !== 'wait' || decision.for !== 'person') return;
          const next = say.shift();
          if (next === undefined) throw new SimulatedCrash('nobody says anything any more');
          next();
        },
      });
      await life.catch((end: unknown) => expect(end).to.be.instanceOf(SimulatedCrash));
      const status = scenario.status();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.match(/cannot be read: the login is refused at 127\.0\.0\.1/);
    }));
});

describe('An abort', function () {
  this.timeout(60_000);

  it('of a run whose claim was taken touches nothing in the pool any more, and lists what is left', () =>
    during([], async (scenario) => {
      let taken = false;
      await scenario.upgrade({
        onTurn: () => {
          if (taken || scenario.status().hosts[0]?.state !== 'staging') return;
          taken = true;
          const port = scenario.openPool();
          void port
            .removeFromPoolOtherConfig('drydock_run')
            .then(() => port.addToPoolOtherConfig('drydock_run', 'run-of-bob'));
        },
      });
      const calls = scenario.pool.history.length;
      scenario.command('abort');
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('aborted');
      expect(status.reason).to.include('run-of-bob');
      expect(scenario.pool.history.slice(calls), 'nothing more was done to the pool').to.deep.equal([]);
      const left = status.changes.filter(({ undo }) => undo === 'by-hand').map(({ condition }) => condition);
      expect(left.join('\n')).to.include('xe host-enable uuid=');
      expect((await scenario.mediaServer.api.grants()).filter(({ state }) => state !== 'ended')).to.deep.equal([]);
    }));
});
