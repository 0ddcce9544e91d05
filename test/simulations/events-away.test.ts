// What has changed in a pool is asked by event.from: an upgrade ends well without it, and while it fails.
import { expect } from 'chai';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

describe('An upgrade ends well', function () {
  this.timeout(60_000);

  for (const text of [
    'http-500 call=event.from nth=every',
    'reply-lost call=event.from nth=3',
    'call-fails call=event.from error=EVENTS_LOST nth=2-20',
  ]) {
    it(`although ${text}`, async () => {
      const vms = [0, 1].map((host, index) => ({ host, name: `vm-${index + 1}` }));
      const scenario = await Scenario.begin({
        ...{ hosts: 2, times: shortTimes, paceFactor: 10, vms },
        faults: [readFaultText(text)],
      });
      try {
        const status = await scenario.upgrade();
        expect(status.state, status.reason).to.equal('done');
        const struck = scenario.pool.history.filter(({ event }) => event === 'fault');
        expect(struck).not.to.have.length(0);
        expectInvariants(scenario);
      } finally {
        await scenario.end();
      }
    });
  }
});
