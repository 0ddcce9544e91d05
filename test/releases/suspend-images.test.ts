import { expect } from 'chai';
import { canResume } from '../../src/releases/suspend-images.js';

describe('What a guest had in memory', () => {
  it('is resumed by the same and by a newer release, if it was written by Xen 4.5 or later', () => {
    expect(canResume('4.13.4', '4.17.5')).to.equal(true);
    expect(canResume('4.7.1-1-d', '4.7.1-1-d')).to.equal(true);
    expect(canResume('4.4.1-xs90192', '4.6.1-1-d'), '6.5 to 7.0').to.equal(false);
    expect(canResume('4.1.5', '4.4.1-xs90192'), '6.2 to 6.5').to.equal(true);
  });

  it('is never resumed by an older one, and nobody knows where a version is not told', () => {
    expect(canResume('4.17.5', '4.13.4')).to.equal(false);
    expect(canResume(null, '4.17.5')).to.equal(null);
    expect(canResume('4.13.4', null)).to.equal(null);
  });
});
