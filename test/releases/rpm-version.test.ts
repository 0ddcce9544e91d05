import { expect } from 'chai';
import { comparePackageVersions, compareRpm, formatPackageVersion } from '../../src/releases/rpm-version.js';

/** Left is older than right, or equal; after the cases that rpm tests its own comparison with. */
const table: readonly (readonly [string, '<' | '=', string])[] = [
  ['1.0', '=', '1.0'],
  ['1.0', '<', '2.0'],
  ['2.0', '<', '2.0.1'],
  ['2.0.1', '<', '2.0.1a'],
  ['5.5p1', '<', '5.5p2'],
  ['5.5p1', '<', '5.5p10'],
  ['10xyz', '<', '10.1xyz'],
  ['xyz10', '<', 'xyz10.1'],
  ['xyz.4', '<', '8'],
  ['xyz.4', '<', '2'],
  ['5.5p2', '<', '5.6p1'],
  ['5.6p1', '<', '6.5p1'],
  ['6.0', '<', '6.0.rc1'],
  ['10a2', '<', '10b2'],
  ['1.0aa', '=', '1.0aa'],
  ['1.0a', '<', '1.0aa'],
  ['10.0001', '=', '10.1'],
  ['10.0001', '<', '10.0039'],
  ['4.999.9', '<', '5.0'],
  ['20101121', '<', '20101122'],
  ['2_0', '=', '2.0'],
  ['a', '<', '1'],
  ['a+', '=', 'a_'],
  ['1.0~rc1', '<', '1.0'],
  ['1.0~rc1', '<', '1.0~rc2'],
  ['1.0~rc1~git123', '<', '1.0~rc1'],
  ['1.0', '<', '1.0^'],
  ['1.0^', '<', '1.0^git1'],
  ['1.0^git1', '<', '1.0^git2'],
  ['1.0^git1', '<', '1.01'],
  ['1.0^20160101', '<', '1.0.1'],
  ['1.0~rc1', '<', '1.0~rc1^git1'],
  ['1.0^git1~pre', '<', '1.0^git1'],
  ['99999999999999999998', '<', '99999999999999999999'],
  ['4.13.4-9.17', '<', '4.13.4-10.23'],
];

describe('Versions of packages are compared as rpm does it', () => {
  for (const [left, relation, right] of table) {
    it(`${left} ${relation} ${right}`, () => {
      expect(compareRpm(left, right)).to.equal(relation === '=' ? 0 : -1);
      expect(compareRpm(right, left)).to.equal(relation === '=' ? 0 : 1);
    });
  }

  it('looks at the epoch first, then at the version, then at the release', () => {
    const version = (epoch: string, number: string, release: string) => ({ epoch, version: number, release });
    expect(comparePackageVersions(version('1', '1.0', '1'), version('0', '2.0', '1'))).to.equal(1);
    expect(comparePackageVersions(version('0', '1.0', '2'), version('0', '1.0', '10'))).to.equal(-1);
    expect(comparePackageVersions(version('0', '1.0', '1.xs8'), version('0', '1.0', '1.xs8'))).to.equal(0);
  });

  it('shows an epoch only where there is one', () => {
    expect(formatPackageVersion({ epoch: '0', version: '1.0', release: '2' })).to.equal('1.0-2');
    expect(formatPackageVersion({ epoch: '1', version: '1.0', release: '2' })).to.equal('1:1.0-2');
  });
});
