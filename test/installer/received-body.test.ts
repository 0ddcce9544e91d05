import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ReceivedBody } from '../../src/installer/transports/received-body.js';

describe('A received body', () => {
  it('is what came, in the order it came, whatever length was told', () => {
    for (const told of [0, 10, 1000, 1001, 5000, -3, Number.NaN, 1e300]) {
      const pieces = [randomBytes(300), randomBytes(1), randomBytes(0), randomBytes(699)];
      const received = new ReceivedBody(told);
      for (const piece of pieces) received.add(piece);
      expect(received.body.equals(Buffer.concat(pieces)), `told ${told}`).to.equal(true);
    }
    expect(new ReceivedBody(0).body.length).to.equal(0);
  });
});
