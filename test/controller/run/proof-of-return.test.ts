import { expect } from 'chai';
import { clockWentBack, hasRestarted, hasReturned } from '../../../src/controller/run/returned.js';
import { makeHost } from '../../support/controller-facts.js';

/** On the host's own clock, in seconds. */
const before = { bootTime: 1000, agentStartTime: 1100, serverTime: 50_000 };

describe('A host has returned', () => {
  for (const { situation, host, returned } of [
    {
      situation: 'when it booted after its own clock was read, and its agent is new',
      host: { bootTime: 50_100, agentStartTime: 50_200 },
      returned: true,
    },
    {
      situation: 'not when only its agent was restarted',
      host: { bootTime: 1000, agentStartTime: 50_200 },
      returned: false,
    },
    {
      situation: 'not when its boot time changed by rounding alone',
      host: { bootTime: 1001, agentStartTime: 50_200 },
      returned: false,
    },
    {
      situation: 'not when it booted within the tolerance of a boot time',
      host: { bootTime: 50_005, agentStartTime: 50_200 },
      returned: false,
    },
    {
      situation: 'not before its agent has written its own start',
      host: { bootTime: 50_100, agentStartTime: 1100 },
      returned: false,
    },
    {
      situation: 'not while the pool does not call it live',
      host: { bootTime: 50_100, agentStartTime: 50_200, live: false },
      returned: false,
    },
    {
      situation: 'not while it is not known whether it is alive',
      host: { bootTime: 50_100, agentStartTime: 50_200, live: null },
      returned: false,
    },
    {
      situation: 'not when it does not tell its boot time',
      host: { bootTime: null, agentStartTime: 50_200 },
      returned: false,
    },
    {
      situation: 'whatever the clock of the controller says',
      host: { bootTime: 50_100, agentStartTime: 50_200, serverTime: 7 },
      returned: true,
    },
  ]) {
    it(situation, () => {
      expect(hasReturned(makeHost(1, host), before)).to.equal(returned);
    });
  }
});

describe('The clock of a host went back over its reboot', () => {
  const back = { bootTime: 43_000, agentStartTime: 43_100, serverTime: 43_400 };

  it('by what it tells less than it should', () => {
    expect(clockWentBack(makeHost(1, back), before, 600)).to.deep.equal({ by: 7200 });
  });

  it('by nobody knows how much when it does not tell its clock', () => {
    expect(clockWentBack(makeHost(1, { ...back, serverTime: null }), before, 600)).to.deep.equal({ by: null });
  });

  it('and that is never taken for a return', () => {
    expect(hasReturned(makeHost(1, back), before)).to.equal(false);
  });

  for (const { situation, host } of [
    { situation: 'it has returned', host: { bootTime: 50_100, agentStartTime: 50_200, serverTime: 50_600 } },
    { situation: 'only its agent was restarted', host: { ...back, bootTime: 1002 } },
    { situation: 'its agent is the one of before', host: { ...back, agentStartTime: 1100 } },
    { situation: 'nobody hears it', host: { ...back, live: false } },
    { situation: 'its clock is right', host: { ...back, serverTime: 50_600 } },
  ]) {
    it(`is not said when ${situation}`, () => {
      expect(clockWentBack(makeHost(1, host), before, 600)).to.equal(undefined);
    });
  }
});

describe('A host has restarted', () => {
  for (const { situation, host, restarted } of [
    {
      situation: 'also when it booted within seconds of its clock, as a fast machine does',
      host: { bootTime: 50_002, agentStartTime: 50_020 },
      restarted: true,
    },
    {
      situation: 'not when only its agent was restarted',
      host: { bootTime: 1003, agentStartTime: 50_020 },
      restarted: false,
    },
    {
      situation: 'not when it booted before its clock was read',
      host: { bootTime: 49_990, agentStartTime: 50_020 },
      restarted: false,
    },
    {
      situation: 'not before its agent has written its own start',
      host: { bootTime: 50_060, agentStartTime: 1100 },
      restarted: false,
    },
    {
      situation: 'not while the pool does not call it live',
      host: { bootTime: 50_060, agentStartTime: 50_090, live: false },
      restarted: false,
    },
  ]) {
    it(situation, () => {
      expect(hasRestarted(makeHost(1, host), before)).to.equal(restarted);
    });
  }
});
