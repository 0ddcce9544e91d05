import { expect } from 'chai';
import {
  compareWithMedium,
  describeVersions,
  differencesFromTarget,
  isAtTarget,
} from '../../../src/controller/versions/match-target.js';
import { medium83, versions82, versions83 } from '../../support/controller-facts.js';

describe('A host at the target', () => {
  it('has the medium’s whole set of versions', () => {
    expect(isAtTarget(medium83.target, versions83)).to.equal(true);
    expect(differencesFromTarget(medium83.target, versions82).map(({ key }) => key)).to.deep.equal([
      'product',
      'platform',
      'xapi',
      'xen',
    ]);
  });

  for (const change of [
    { xapi: '26.1.3' },
    { xen: '4.17.5-4' },
    { linux: '4.19.0+2' },
    { platform: '3.4.1' },
    { xapi: null },
  ]) {
    it(`is not one of the same product with ${JSON.stringify(change)}`, () => {
      expect(isAtTarget(medium83.target, { ...versions83, ...change })).to.equal(false);
    });
  }

  it('is judged by its build only where the medium tells neither xapi nor Xen (old repositories)', () => {
    const cloud = { ...versions83, build: 'cloud' };
    expect(isAtTarget(medium83.target, cloud)).to.equal(true);
    const untold = { ...medium83.target, xapi: null, xen: null, linux: null };
    expect(isAtTarget(untold, versions83)).to.equal(true);
    expect(differencesFromTarget(untold, cloud)).to.deep.equal([{ key: 'build', expected: '8.3.0', found: 'cloud' }]);
  });
});

describe('Comparing a medium with a host', () => {
  const cases: readonly [string, string | null, -1 | 0 | 1][] = [
    ['4.17.3-4.2.xs8', '4.17.3-4', 0],
    ['4.17.3', '4.17.3-4', 0],
    ['4.17.3-10', '4.17.3-4', 1],
    ['24.11.0', '24.11', 0],
    ['24.11.0', '26.1.3', -1],
    ['3.4.0', null, 1],
    ['2.10.0', '2.9.0', 1],
    ['4.4.1-xs90192', '4.4.1', 0],
  ];
  for (const [medium, host, expected] of cases) {
    it(`finds ${medium} ${['older than', 'the same as', 'newer than'][expected + 1]!} ${String(host)}`, () => {
      expect(Math.sign(compareWithMedium(medium, host))).to.equal(expected);
    });
  }
});

describe('Versions in words', () => {
  it('name product, build, xapi and Xen where they are known', () => {
    expect(describeVersions(versions83)).to.equal('XCP-ng 8.3.0 (build 8.3.0, xapi 24.19.2, xen 4.17.5-3)');
    const nothing = { brand: null, product: null, build: null, platform: null, xapi: null, xen: null, linux: null };
    expect(describeVersions(nothing)).to.equal('unknown version');
  });
});
