import { expect } from 'chai';
import { elapsedOf } from '../../src/shared/clock.js';

describe('The time that has passed', () => {
  let wall: number;
  let monotonic: number;
  let elapsed: () => number;

  beforeEach(() => {
    wall = 1_000_000;
    monotonic = 500;
    elapsed = elapsedOf(
      () => wall,
      () => monotonic,
    );
  });

  const pass = (duration: number): void => {
    wall += duration;
    monotonic += duration;
  };

  it('counts the sleep of the machine, during which its monotonic clock stands still', () => {
    wall += 60_000;
    pass(10);

    expect(elapsed()).to.equal(60_510);
    expect(elapsed(), 'once').to.equal(60_510);
  });

  it('counts a sleep after the clock was put back', () => {
    wall -= 3_600_000;
    pass(10);
    expect(elapsed()).to.equal(510);
    wall += 60_000;
    pass(10);

    expect(elapsed()).to.equal(60_520);
  });

  it('does not add up the small differences of two clocks', () => {
    for (let round = 0; round < 100; round++) {
      wall += round % 2 === 0 ? 20 : -20;
      elapsed();
    }

    expect(elapsed()).to.equal(500);
  });
});
