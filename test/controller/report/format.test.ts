import { expect } from 'chai';
import { codeSpan, formatBytes, formatDuration, formatTime } from '../../../src/controller/report/format.js';

describe('Figures in a report', () => {
  it('are durations', () => {
    expect([0, 7, 59.4, 60, 185, 3599, 3600, 7320].map((seconds) => formatDuration(0, seconds * 1000))).to.deep.equal([
      '0 s',
      '7 s',
      '59 s',
      '1 min 00 s',
      '3 min 05 s',
      '59 min 59 s',
      '1 h 00 min',
      '2 h 02 min',
    ]);
    expect(formatDuration(1, null)).to.equal('–');
  });

  it('are sizes', () => {
    expect([0, 999, 1000, 1_500_000, 620_000_000, 4_700_000_000].map(formatBytes)).to.deep.equal([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 MB',
      '620 MB',
      '4.7 GB',
    ]);
    expect(formatBytes(null)).to.equal('–');
  });

  it('are times in UTC', () => {
    expect(formatTime(Date.UTC(2026, 1, 3, 4, 5, 6))).to.equal('2026-02-03 04:05:06 UTC');
    expect(formatTime(null)).to.equal('–');
  });

  it('are commands that may hold backquotes', () => {
    expect(codeSpan('xe a')).to.equal('`xe a`');
    expect(codeSpan('a `b`')).to.equal('`` a `b` ``');
  });
});
