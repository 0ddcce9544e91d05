import { expect } from 'chai';
import { seededRandom } from '../../src/simulator/state/random.js';
import { flatness, type Sample } from './flatness.js';

const hour = Array.from({ length: 720 }, (_, index) => index * 5);

function sampled(value: (at: number, noise: number) => number): Sample[] {
  const random = seededRandom(1);
  return hour.map((at) => ({ at, value: value(at, random.next()) }));
}

describe('The flatness of a figure', () => {
  it('is given when noise alone moves it', () => {
    expect(
      flatness(
        sampled((_at, noise) => 100 + 20 * noise),
        { mayRise: 10 },
      ).problem,
    ).to.equal(undefined);
  });

  it('is not spoilt by warming up', () => {
    const warming = sampled((at, noise) => 100 + Math.min(at, 700) / 10 + noise);
    expect(flatness(warming, { mayRise: 10 }).problem).to.equal(undefined);
  });

  it('is denied to a leak of an eighth in an hour, in noise as large', () => {
    const leak = flatness(
      sampled((at, noise) => 200 + (25 * at) / 3600 + 25 * noise),
      { mayRise: 10 },
    );
    expect(leak.problem).to.match(/rose by/);
    expect(leak.slopePerHour).to.be.closeTo(25, 5);
  });

  it('is denied above a ceiling', () => {
    expect(
      flatness(
        sampled((at) => (at === 3000 ? 900 : 1)),
        { mayRise: 10, ceiling: 500 },
      ).problem,
    ).to.match(/900/);
  });
});
