import { expect } from 'chai';
import { poolClock } from '../../../src/controller/facts/pool-clock.js';
import { makeHost, makePool, readAt } from '../../support/controller-facts.js';

const second = 1000;
const poolOf = (...clocks: readonly (number | null)[]): ReturnType<typeof makePool> =>
  makePool({ hosts: clocks.map((serverTime, index) => makeHost(index + 1, { serverTime })) });

describe('The clock of a pool', () => {
  const at = readAt / 1000;

  it('is the one in the middle: a host that is wrong decides nothing', () => {
    expect(poolClock(poolOf(at + 2, at + 86_400, at), readAt)).to.equal(readAt + 2 * second);
    expect(poolClock(poolOf(at - 86_400, at + 1, at), readAt)).to.equal(readAt);
  });

  it('goes on since it was read', () => {
    expect(poolClock(poolOf(at), readAt + 10 * second)).to.equal(readAt + 10 * second);
  });

  it('leaves out hosts that are silent, and those whose clocks are known to be wrong', () => {
    expect(poolClock(poolOf(null, at), readAt)).to.equal(readAt);
    expect(poolClock(poolOf(at + 86_400, at), readAt, ['xs-1'])).to.equal(readAt);
    expect(poolClock(poolOf(at + 86_400), readAt, ['host-1'])).to.equal(undefined);
    expect(poolClock(poolOf(null, null), readAt)).to.equal(undefined);
  });
});
