import { expect } from 'chai';
import type { Fault } from '../../src/simulator/faults/fault.js';
import { endState, expectInvariants } from '../support/scenario/check.js';
import { consolePerson, type PersonOptions } from '../support/scenario/console-person.js';
import { Scenario, shortTimes, type RunOptions, type ScenarioOptions } from '../support/scenario/scenario.js';

const minute = 60_000;
const hour = 60 * minute;
const manual: ScenarioOptions = {
  ...{ times: shortTimes, paceFactor: 15, hosts: 2, vms: 2 },
  request: { mode: 'manual' },
  // Shorter than in life: a day of waiting takes seconds to simulate.
  policies: {
    waitForOthers: hour,
    manual: { remindEvery: 3 * minute, warnAfter: 8 * minute, stopAfter: 20 * minute },
  },
};

async function during(options: ScenarioOptions, story: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await Scenario.begin({ ...manual, ...options });
  try {
    await story(scenario);
    expectInvariants(scenario);
  } finally {
    await scenario.end();
  }
}

/** The run is not ended where a person is waited for: he comes. */
function withPerson(scenario: Scenario, person: PersonOptions = {}): RunOptions {
  const turn = consolePerson(scenario, person);
  return {
    untilPerson: false,
    onTurn: (input, decision) => {
      turn(input, decision);
      if (decision.kind === 'wait' && input.ledger.state === 'stopped') throw new Ended();
    },
  };
}

class Ended extends Error {}

async function upgrade(
  scenario: Scenario,
  person: PersonOptions = {},
  again = false,
): Promise<ReturnType<Scenario['status']>> {
  const options = withPerson(scenario, person);
  await (again ? scenario.turn(options) : scenario.upgrade(options)).catch((error: unknown) => {
    if (!(error instanceof Ended)) throw error;
  });
  return scenario.status();
}

/** By name: whose turn comes first is the plan's to choose. */
const states = (scenario: Scenario): string[] =>
  scenario
    .status()
    .hosts.map(({ name, state }) => `${name} ${state}`)
    .sort();
const errs = (
  host: string,
  does: 'nothing' | 'fresh-install' | 'other-medium' | 'boots-old-system' | 'wrong-host',
): Fault => ({
  ...{ kind: 'person-errs', host, does },
});

describe('An upgrade in Manual mode', function () {
  this.timeout(60_000);

  it('empties a host, arms its address, waits for a person, sees him install, proves it, and goes on to the next', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state, status.reason).to.equal('done');
      expect(await endState(scenario)).to.deep.include({ ha: [true, 1], claim: undefined, installed: 2, armed: [] });
      const { history } = scenario.pool;
      expect(history.filter(({ event }) => event === 'staged' || event === 'reboot-called')).to.deep.equal([]);
      expect(history.filter(({ event }) => event === 'guests-lost')).to.deep.equal([]);
    }));

  it('tells in the status what to do at the console, and keeps the address of the host out of it', () =>
    during({}, async (scenario) => {
      await scenario.upgrade();
      const [host] = scenario.status().hosts;

      expect(host?.state).to.equal('armed');
      expect(host?.instructions?.join('\n')).to.include('NEVER "Perform clean installation"');
      expect(scenario.status().reason).to.include('drydock upgrade console run-1');
      expect(await endState(scenario)).to.deep.include({ armed: ['armed'] });
    }));

  it('reboots the host itself where that was chosen, once a person has said that the medium is in the drive', () =>
    during({ request: { mode: 'manual', rebootBy: 'drydock' } }, async (scenario) => {
      await scenario.upgrade();
      expect(scenario.status().reason).to.include('drydock upgrade approve run-1 --host xs-1');
      expect(scenario.pool.history.filter(({ event }) => event === 'reboot-called')).to.deep.equal([]);

      const status = await upgrade(scenario, { delay: minute }, true);
      expect(status.state, status.reason).to.equal('done');
      expect(scenario.pool.history.filter(({ event }) => event === 'reboot-called')).to.have.length(2);
    }));

  it('reminds the person again and again, says when it is late, and stops in the end, the host empty and its address armed', () =>
    during({ faults: [errs('xs-1', 'nothing')] }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state).to.equal('stopped');
      expect(status.hosts[0]?.failure?.kind).to.equal('nobody-came');
      const reminders = scenario
        .records()
        .flatMap(({ entry }) => (entry.type === 'noted' && entry.what === 'reminder' ? [entry.detail] : []));
      expect(reminders.length).to.be.within(4, 6);
      expect(reminders[0]).to.deep.include({ number: 1, late: false });
      expect(reminders.at(-1)).to.deep.include({ number: reminders.length, late: true });
      expect(scenario.ledger().stateSince - (scenario.ledger().startedAt ?? 0))
        .to.be.greaterThan(20 * minute)
        .and.below(hour);
      expect(await endState(scenario)).to.deep.include({ armed: ['armed'] });

      scenario.command('retry');
      expect((await upgrade(scenario, {}, true)).state).to.equal('done');
    }));

  for (const [does, failure, saying] of [
    ['boots-old-system', 'never-fetched', /not booted from the medium/],
    ['other-medium', 'returned-with-other-version', /another medium was booted/],
  ] as const) {
    it(`stops when the person ${does === 'other-medium' ? 'boots another medium' : 'only reboots the host'}, and tells it from the versions`, () =>
      during({ faults: [errs('xs-2', does)] }, async (scenario) => {
        const status = await upgrade(scenario);

        expect(status.state).to.equal('stopped');
        expect(states(scenario)).to.deep.equal(['xs-1 done', 'xs-2 failed']);
        expect(status.hosts[1]?.failure?.kind).to.equal(failure);
        expect(status.reason).to.match(saying);
        if (does === 'other-medium') return;

        scenario.command('retry');
        expect((await upgrade(scenario, {}, true)).state).to.equal('done');
      }));
  }

  it('stops when a member was installed anew instead, as soon as it answers, and says how it becomes a member again', () =>
    during({ faults: [errs('xs-2', 'fresh-install')] }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state).to.equal('stopped');
      expect(status.hosts[1]?.failure?.kind).to.equal('returned-as-another');
      expect(status.reason).to.include('what answers at its address is no member of the pool');
      expect(status.reason).to.include('xe host-forget');
      const left = scenario
        .records()
        .find(
          ({ entry }) => entry.type === 'noted' && entry.what === 'left-by-hand' && entry.key === status.hosts[1]?.uuid,
        );
      const waited = scenario.ledger().stateSince - (left?.at ?? 0);
      expect(waited).to.be.below(scenario.plan?.hosts[1]?.deadlines.installing.warnAfter ?? 0);
    }));

  it('stops when the coordinator was installed anew: another system answers', () =>
    during({ faults: [errs('xs-1', 'fresh-install')] }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state).to.equal('stopped');
      expect(['returned-as-another', 'login-refused']).to.include(status.hosts[0]?.failure?.kind);
    }));

  it('says of a host whose clock went back that its boot time proves no reboot, and stops in the end', () =>
    during({ faults: [{ kind: 'clock-jump', host: 'xs-2', at: 'host-booted', by: '-2h' }] }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state).to.equal('stopped');
      expect(status.hosts[1]?.failure?.kind).to.equal('clock-went-back');
      expect(status.reason).to.include('proves no reboot');
    }));

  it('stops when another host than the one that was named is rebooted', () =>
    during({ hosts: 3, faults: [errs('xs-2', 'wrong-host')] }, async (scenario) => {
      const status = await upgrade(scenario);

      expect(status.state).to.equal('stopped');
      expect(status.hosts.find(({ failure }) => failure !== null)?.failure?.kind).to.equal('wrong-host');
      expect(status.reason).to.include('xs-1').and.include('the turn of xs-2');
    }));

  it('is aborted while nobody has come: by the word of a person about that host by name, which alone ends its address', () =>
    during({ ha: { enabled: true, failuresToTolerate: 1 } }, async (scenario) => {
      await scenario.upgrade();
      scenario.command('abort');
      const waiting = await scenario.turn();
      expect(waiting.state).to.equal('undoing');
      expect(waiting.reason).to.include('give-up run-1 --host xs-1');
      expect(await endState(scenario)).to.deep.include({ armed: ['armed'] });

      scenario.command('give-up', { host: scenario.pool.host('xs-1').uuid });
      const end = await scenario.turn();
      expect(end.state, end.reason).to.equal('aborted');
      expect(await endState(scenario)).to.deep.include({ armed: [], installed: 0, ha: [true, 1], claim: undefined });
      expect(end.changes.filter(({ undo }) => undo !== 'done')).to.deep.equal([]);
    }));

  it('leaves a member out by name while nobody has come: its address ends, it is in service again', () =>
    during({ hosts: 3 }, async (scenario) => {
      const first = withPerson(scenario, { goesTo: ['xs-1', 'xs-3'] });
      let skipped = false;
      await scenario
        .upgrade({
          ...first,
          onTurn: (input, decision) => {
            if (
              !skipped &&
              decision.kind === 'wait' &&
              decision.host === scenario.pool.host('xs-2').uuid &&
              decision.for === 'person'
            ) {
              skipped = true;
              scenario.command('skip', { host: scenario.pool.host('xs-2').uuid });
            }
            first.onTurn?.(input, decision);
          },
        })
        .catch(() => undefined);

      expect(scenario.status().state, scenario.status().reason).to.equal('done');
      expect(states(scenario)).to.deep.equal(['xs-1 done', 'xs-2 skipped', 'xs-3 done']);
      expect(await endState(scenario)).to.deep.include({ armed: [] });
    }));

  it('does not take the address away from a host that went down before the word to skip it was heard', () =>
    during({ hosts: 3 }, async (scenario) => {
      const first = withPerson(scenario);
      let skipped = false;
      await scenario
        .upgrade({
          ...first,
          onTurn: (input, decision) => {
            first.onTurn?.(input, decision);
            const at = scenario.pool.history.findLast(({ event }) => event === 'console-used');
            const uuid = scenario.pool.host('xs-2').uuid;
            if (skipped || at?.host !== uuid) return;
            skipped = true;
            scenario.command('skip', { host: uuid });
          },
        })
        .catch(() => undefined);

      expect(skipped).to.equal(true);
      expect(scenario.status().state, scenario.status().reason).to.equal('done');
      expect(states(scenario)).to.deep.equal(['xs-1 done', 'xs-2 done', 'xs-3 done']);
    }));

  it('takes a host that was upgraded while the run stood still for what it is, and does not empty it again', () =>
    during({ faults: [errs('xs-1', 'nothing')] }, async (scenario) => {
      await upgrade(scenario);
      expect(scenario.status().state).to.equal('stopped');
      const grants = await scenario.mediaServer.api.grants();
      const { visitConsole } = await import('../../src/simulator/life/console.js');
      const url = `http://192.0.2.1:8080${grants.find(({ state }) => state === 'armed')?.path ?? ''}`;
      await scenario.clock.runUntil(
        visitConsole(scenario.pool.world, scenario.pool.host('xs-1'), { url, release: 'xcp-ng-8.3' }),
      );
      await scenario.clock.advance(30 * minute);

      scenario.command('retry');
      const status = await upgrade(scenario, {}, true);
      expect(status.state, status.reason).to.equal('done');
      expect(await endState(scenario)).to.deep.include({ installed: 2, armed: [] });
    }));
});
