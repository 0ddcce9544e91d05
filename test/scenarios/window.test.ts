// A single run with a window: hosts are begun inside it only, and the run waits for the next one in a state of its own.
import { expect } from 'chai';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes, SimulatedCrash } from '../support/scenario/scenario.js';

describe('A run with a window', function () {
  this.timeout(60_000);

  it('touches nothing before it opens, begins a host only if it fits, and waits for the next opening', async () => {
    // It is Monday 22:00 UTC; a host is forecast to take an hour at most, and takes some minutes here.
    const scenario = await Scenario.begin({
      times: shortTimes,
      vms: 0,
      hosts: 2,
      paceFactor: 20,
      request: { window: 'Wed,Fri 01:00-02:04 Europe/Berlin' },
    });
    try {
      const status = await scenario.upgrade();
      expect(status.state, status.reason).to.equal('done');
      const begun = scenario.pool.history.filter(
        ({ event, detail }) => event === 'host-disabled' && 'by' in detail && detail.by === 'call',
      );
      // 01:00 in Berlin is midnight UTC: the night to Wednesday, and the night to Friday.
      expect(begun.map(({ at }) => new Date(at).toISOString().slice(0, 13))).to.deep.equal([
        '2026-01-07T00',
        '2026-01-09T00',
      ]);
      const [claimed] = scenario.pool.history.filter(({ event }) => event === 'pool-key-added');
      expect(claimed?.at, 'the claim comes with the window').to.be.at.least(Date.UTC(2026, 0, 7));
      const states = scenario.records().flatMap(({ entry }) => (entry.type === 'state' ? [entry.state] : []));
      expect(states).to.deep.equal(['running', 'waiting', 'running', 'waiting', 'running', 'done']);
      expectInvariants(scenario);
    } finally {
      await scenario.end();
    }
  });

  it('begins nothing on the word of a clock that is ahead of the pool, says so, and waits for the window once it is put right', async () => {
    const putRightAt = Date.UTC(2026, 0, 5, 22, 3);
    const told: string[] = [];
    let ahead = 0;
    const scenario = await Scenario.begin({
      times: shortTimes,
      vms: 0,
      hosts: 2,
      paceFactor: 20,
      request: { window: '22:20-04:00 UTC' },
      // Half an hour ahead from the start of the run until 22:03; the steady time stays ahead when NTP has put the clock right.
      ownClock: (world) => ({
        now: () => world.now() + ahead,
        shown: () => world.now() + (world.now() < putRightAt ? ahead : 0),
        sleep: (duration, signal) => world.sleep(duration, signal),
      }),
    });
    try {
      await scenario.makePlan();
      ahead = 30 * 60_000;
      scenario.command('start');
      const life = scenario.turn({
        untilPerson: false,
        reached: (_boundary, effect) => {
          if (effect === 'disable-host') throw new SimulatedCrash('the rest is as ever');
        },
        onTurn: (_input, decision) => {
          if (decision.kind === 'wait' && decision.for === 'person') told.push(decision.reason);
        },
      });
      expect(await life.catch((error: unknown) => error)).to.be.instanceOf(SimulatedCrash);
      expect(told[0]).to.match(
        /^xs-1: the clock of this machine shows 2026-01-05 22:3\d UTC, 30 min ahead of those of the pool/,
      );
      expect(new Date(scenario.clock.now()).toISOString()).to.match(/^2026-01-05T22:2/);
      const states = scenario.records().flatMap(({ entry }) => (entry.type === 'state' ? [entry] : []));
      expect(states.map(({ state, detail }) => [state, detail['doubtful'] === true])).to.deep.equal([
        ['running', false],
        ['waiting', true],
        ['waiting', false],
        ['running', false],
      ]);
    } finally {
      await scenario.end();
    }
  });

  it('stops and says so when no opening is long enough', async () => {
    const scenario = await Scenario.begin({ hosts: 2, vms: 0, request: { window: '22:00-22:30 UTC' } });
    try {
      const status = await scenario.upgrade();
      expect(status.state).to.equal('stopped');
      expect(status.reason).to.match(/^xs-1: no window is left that has \d+ min in it \(22:00-22:30 UTC\)/);
    } finally {
      await scenario.end();
    }
  });
});
