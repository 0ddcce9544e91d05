import { expect } from 'chai';
import { compareVersions, isAtLeast, versionNumbers } from '../../src/releases/versions.js';

describe('Versions are compared as xapi does it', () => {
  it('cuts at dots and hyphens and drops pieces that are not integers (xapi, test_helpers.ml)', () => {
    expect(versionNumbers('25.30.0')).to.deep.equal([25, 30, 0]);
    expect(versionNumbers('25.30.0.6.gb239bd75a')).to.deep.equal([25, 30, 0, 6]);
    expect(versionNumbers('25.15.0-13')).to.deep.equal([25, 15, 0, 13]);
  });

  it('compares the numbers as lists, so that a longer version of equal beginning is newer', () => {
    expect(compareVersions('25.27', '25.27.1')).to.equal(-1);
    expect(compareVersions('3.10.0', '3.9.9')).to.equal(1);
    expect(compareVersions('4.17.3-4', '4.17.3-4')).to.equal(0);
    expect(compareVersions('4.17.5-3', '4.17.5-13')).to.equal(-1);
  });

  it('counts a missing version as 0.0.0, older than everything', () => {
    expect(compareVersions(undefined, '0.0.0')).to.equal(0);
    expect(isAtLeast(undefined, '1.0.0')).to.equal(false);
    expect(isAtLeast('3.4.0', '3.4.0')).to.equal(true);
  });
});
