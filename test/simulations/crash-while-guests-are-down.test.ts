import { expect } from 'chai';
import { aloneAtEnd, aloneCutAt, boundariesOfGuests } from '../support/scenario/guests-taken-down.js';

describe('A standalone host whose guests are shut down for its upgrade', function () {
  this.timeout(300_000);

  it('has them all running again, whichever boundary of taking them down and starting them is a crash', async () => {
    for (const { cut, place } of await boundariesOfGuests()) {
      expect(await aloneCutAt(cut), place).to.deep.equal(aloneAtEnd);
    }
  });
});
