/** Questions that anybody may ask are answered from one look for a while. */
import { expect } from 'chai';
import { sharedAnswer } from '../../../src/servers/site/shared-answer.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('A shared answer', () => {
  it('is asked for once, whoever asks meanwhile, and anew after a while', async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const ask = sharedAnswer(() => Promise.resolve((asked += 1)), clock, 5000);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([1, 1]);
    await clock.advance(4999);
    expect(await ask()).to.equal(1);
    await clock.advance(1);
    expect(await ask()).to.equal(2);
  });
});
