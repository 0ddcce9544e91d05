// A host that loses its power before it is armed. It was not we who rebooted it, and a process that has watched knows that.
import { expect } from 'chai';
import type { RunStatus } from '../../src/contract/run-status.js';
import { checkCommand } from '../../src/controller/run/commands.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, SimulatedCrash, type RunOptions } from '../support/scenario/scenario.js';

const upToTheEvacuation: RunOptions = {
  reached: (boundary, effect) => {
    if (boundary === 'after-act' && effect === 'evacuate-host') throw new SimulatedCrash('the controller dies as well');
  },
};

async function losingPower(at: string, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({
    ...{ hosts: 2, times: shortTimes, paceFactor: 5 },
    vms: [0, 1].map((host, index) => ({ host, name: `vm-${index + 1}` })),
    faults: [readFaultText(`power-loss host=member-1 lasts=5min at=${at} of=member-1`)],
  });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

const roundsOf = (scenario: Scenario): readonly unknown[] =>
  scenario.records().flatMap(({ entry }) => (entry.type === 'noted' && entry.what === 'round' ? [entry.detail] : []));

const failureOf = ({ hosts }: RunStatus): string | undefined =>
  hosts.find(({ failure }) => failure !== null)?.failure?.kind;

describe('A host that loses its power while it is prepared', function () {
  this.timeout(60_000);

  it('and is empty is waited for, begun anew with a recheck, and the run goes on', () =>
    losingPower('staged', async (scenario) => {
      const status = await scenario.upgrade();
      expect(status.state, status.reason).to.equal('done');
      expect(roundsOf(scenario)).to.deep.equal([{ number: 2, by: 'drydock', byItself: 1 }]);
    }));

  it('and takes guests down with it stops the run, which names them; a retry begins it anew', () =>
    losingPower('evacuation-began', async (scenario) => {
      const stopped = await scenario.upgrade();
      expect(failureOf(stopped), stopped.reason).to.equal('rebooted-unasked');
      expect(stopped.reason).to.match(
        /no reboot of it: it lost its power.*guests that ran before and are down now: .*vm-2/,
      );
      expect(stopped.reason).not.to.include('records');

      scenario.command('retry');
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('done');
      expect(roundsOf(scenario)).to.deep.equal([{ number: 2, by: 'ann' }]);
    }));

  it('while nobody watched may be a host of a lost journal: only a word about it by name begins it anew', () =>
    losingPower('evacuation-began', async (scenario) => {
      const first = await scenario.upgrade(onlyOf('xs-2', scenario)).catch((error: unknown) => error);
      expect(first).to.be.instanceOf(SimulatedCrash);
      await scenario.clock.advance(15 * 60_000);

      const stopped = await scenario.turn();
      expect(failureOf(stopped), stopped.reason).to.equal('rebooted-unasked');
      expect(stopped.reason).to.include('or records of the journal are missing');
      const { plan } = scenario;
      if (plan === undefined) throw new Error('not planned');
      const plain = () => checkCommand(plan, scenario.ledger(), { command: 'retry', by: 'ann' });
      expect(plain).to.throw(DrydockError).with.property('code', 'RUN_COMMAND_REFUSED');

      scenario.command('retry');
      expect(failureOf(await scenario.turn()), 'one that got through all the same').to.equal('rebooted-unasked');

      const named = { command: 'retry', by: 'ann', host: 'xs-2', reason: 'a fuse' } as const;
      scenario.command('retry', checkCommand(plan, scenario.ledger(), named));
      const status = await scenario.turn();
      expect(status.state, status.reason).to.equal('done');
    }));
});

/** Lets the coordinator through. */
function onlyOf(name: string, scenario: Scenario): RunOptions {
  return {
    reached: (boundary, effect) => {
      const last = scenario.ledger().attempts.at(-1)?.request;
      if (last?.detail['name'] === name) upToTheEvacuation.reached?.(boundary, effect);
    },
  };
}
