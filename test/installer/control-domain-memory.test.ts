import { expect } from 'chai';
import { controlDomainMemory } from '../../src/installer/control-domain-memory.js';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

describe('The memory of a control domain by default (python-libs, xcp/dom0.py)', () => {
  it('goes by steps before platform 2.9', () => {
    const before = (gibibytes: number): number => controlDomainMemory(gibibytes * gibibyte, '2.7.0');
    expect([16, 23.75, 24, 47, 48, 64, 512].map(before)).to.deep.equal([
      752 * mebibyte,
      2 * gibibyte,
      2 * gibibyte,
      2 * gibibyte,
      3 * gibibyte,
      4 * gibibyte,
      4 * gibibyte,
    ]);
  });

  it('is one gibibyte and a twentieth from platform 2.9 on, eight at most', () => {
    const from = (gibibytes: number): number => controlDomainMemory(gibibytes * gibibyte, '3.2.1') / mebibyte;
    expect([16, 32, 64, 256].map(from)).to.deep.equal([1856, 2672, 4304, 8192]);
  });
});
