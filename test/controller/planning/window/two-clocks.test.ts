import { expect } from 'chai';
import { parseWindow } from '../../../../src/controller/planning/window/parse-window.js';
import { mayBeginByClocks } from '../../../../src/controller/planning/window/two-clocks.js';

const hour = 3_600_000;
const night = [parseWindow('22:00-04:00 UTC')];
const noon = Date.parse('2026-12-05T12:00Z');
const midnight = Date.parse('2026-12-06T00:00Z');

describe('a window that two clocks are asked about', () => {
  it('is open when the clock of the machine and those of the pool say so', () => {
    expect(mayBeginByClocks(night, hour, { own: midnight, pool: midnight + 1000 }).verdict).to.equal('begin');
  });

  it('is not taken as open while the machine is ahead of the pool, and says by how much and what to do', () => {
    const verdict = mayBeginByClocks(night, hour, { own: midnight, pool: noon });
    expect(verdict).to.include({ verdict: 'doubtful' });
    expect(verdict).to.have.property('text').that.includes('2026-12-06 00:00 UTC, 12 h ahead of those of the pool');
    expect(verdict).to.have.property('text').that.includes('set the clock that is wrong');
  });

  it('is not taken as open while the machine is behind the pool either', () => {
    expect(mayBeginByClocks(night, hour, { own: midnight, pool: midnight + 12 * hour })).to.include({
      verdict: 'doubtful',
    });
  });

  it('is not given up as gone by on the word of one clock', () => {
    const once = [parseWindow('2026-12-05T22:00Z/2026-12-06T04:00Z')];
    expect(mayBeginByClocks(once, hour, { own: midnight + 30 * 24 * hour, pool: noon }).verdict).to.equal('doubtful');
    expect(mayBeginByClocks(once, hour, { own: midnight + 30 * 24 * hour, pool: undefined }).verdict).to.equal('never');
  });

  it('does not ask which clock is wrong where both say the same', () => {
    expect(mayBeginByClocks(night, hour, { own: midnight, pool: midnight + hour }).verdict).to.equal('begin');
    expect(mayBeginByClocks(night, hour, { own: noon, pool: noon + hour }).verdict).to.equal('wait');
  });

  it('is judged by the machine alone where no host tells its time, and where the clocks differ by minutes', () => {
    const opens = Date.parse('2026-12-05T22:00Z');
    expect(mayBeginByClocks(night, hour, { own: midnight, pool: undefined }).verdict).to.equal('begin');
    expect(mayBeginByClocks(night, hour, { own: opens + 1000, pool: opens - 60_000 }).verdict).to.equal('begin');
  });

  it('asks no clock where there is no window', () => {
    expect(mayBeginByClocks([], hour, { own: midnight, pool: 0 }).verdict).to.equal('begin');
  });
});
