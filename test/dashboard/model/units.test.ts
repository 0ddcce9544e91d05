/** Numbers as the page writes them. */
import { expect } from 'chai';
import { instantFormat } from '../../../src/dashboard/model/instants.js';
import { bytes, clockSpan, count, percent, rate, roughSpan, span } from '../../../src/dashboard/model/units.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('units on the page', () => {
  it('writes sizes with three digits at most, in steps of a thousand', () => {
    expect([0, 999, 1000, 713_716, 999_499, 999_500, 1_400_000_000, 2e13].map(bytes)).to.deep.equal([
      ...['0 B', '999 B', '1.0 kB', '714 kB', '999 kB', '1.0 MB', '1.4 GB', '20.0 TB'],
    ]);
    expect(rate(38_000_000)).to.equal('38.0 MB/s');
  });

  it('writes spans in the two units that matter', () => {
    expect([0, 45 * second, 185 * second, 2 * hour + 4 * minute, 76 * hour].map(span)).to.deep.equal([
      ...['0 s', '45 s', '3 min 05 s', '2 h 04 min', '3 d 4 h'],
    ]);
    expect([50 * minute + 20 * second, 3 * hour + 5 * minute, 20 * second].map(roughSpan)).to.deep.equal([
      ...['50 min', '3 h 05 min', '20 s'],
    ]);
  });

  it('counts down by the second, and never below nothing', () => {
    expect([53 * minute + 52 * second, 3 * hour, -5 * second].map(clockSpan)).to.deep.equal([
      '53:52',
      '3:00:00',
      '00:00',
    ]);
  });

  it('says 100 % only of the whole', () => {
    expect([percent(0, 0), percent(999, 1000), percent(1000, 1000), percent(2000, 1000)]).to.deep.equal([
      0, 99, 100, 100,
    ]);
  });

  it('counts one thing and several', () => {
    expect([count(1, 'host'), count(0, 'host'), count(2, 'host')]).to.deep.equal(['1 host', '0 hosts', '2 hosts']);
  });
});

describe('instants on the page', () => {
  const at = Date.UTC(2026, 6, 9, 22, 5, 9);

  it('stand with their zone, which is that of the day and not of today', () => {
    expect(instantFormat('UTC').full(at)).to.equal('9 Jul 2026, 22:05:09 UTC');
    expect(instantFormat('Europe/Berlin').full(at)).to.match(/^10 Jul 2026, 00:05:09 (CEST|GMT\+2)$/);
    expect(instantFormat('Europe/Berlin').full(Date.UTC(2026, 0, 9, 22))).to.match(/23:00:00 (CET|GMT\+1)$/);
  });

  it('are short where the zone stands in the heading', () => {
    const format = instantFormat('UTC');
    expect([format.time(at), format.minute(at), format.zone]).to.deep.equal(['22:05:09', '22:05', 'UTC']);
  });
});
