import { expect } from 'chai';
import { spanLength } from '../../src/shared/span.js';

describe('A span of time as people write it', () => {
  it('is seconds, minutes, hours or days, or nothing', () => {
    expect(['0', '0m', '30s', '90m', '12h', '7d'].map(spanLength)).to.deep.equal([
      0, 0, 30_000, 5_400_000, 43_200_000, 604_800_000,
    ]);
  });
});
