// A single run with a window: hosts are begun inside it only, and the run waits for the next one in a state of its own.
import { expect } from 'chai';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

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
