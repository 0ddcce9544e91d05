import { expect } from 'chai';
import { parseWindow } from '../../../../src/controller/planning/window/parse-window.js';
import { describeInstant, instantOf } from '../../../../src/controller/planning/window/time-zone.js';
import { describeWindow, openingAt, openingsFrom } from '../../../../src/controller/planning/window/window.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';

const at = (text: string): number => Date.parse(text);
const hour = 3_600_000;

function shown(window: string, now: string): string {
  const opening = openingAt(parseWindow(window), at(now));
  if (opening === undefined) return 'none';
  return `${new Date(opening.start).toISOString()}/${new Date(opening.end).toISOString()}`;
}

function refusalOf(text: string): DrydockError {
  try {
    parseWindow(text);
  } catch (error) {
    if (error instanceof DrydockError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('windows', () => {
  it('are open from their first time to their second, in the time of their zone', () => {
    expect(shown('22:00-23:30 Europe/Berlin', '2026-12-05T12:00Z')).to.equal(
      '2026-12-05T21:00:00.000Z/2026-12-05T22:30:00.000Z',
    );
    expect(shown('22:00-23:30 America/New_York', '2026-12-05T12:00Z')).to.equal(
      '2026-12-06T03:00:00.000Z/2026-12-06T04:30:00.000Z',
    );
  });

  it('reach over midnight where the second time is not after the first', () => {
    const night = '22:00-04:00 Europe/Berlin';
    expect(shown(night, '2026-12-05T12:00Z')).to.equal('2026-12-05T21:00:00.000Z/2026-12-06T03:00:00.000Z');
    expect(shown(night, '2026-12-06T02:59Z'), 'still that of yesterday').to.equal(
      '2026-12-05T21:00:00.000Z/2026-12-06T03:00:00.000Z',
    );
    expect(shown(night, '2026-12-06T03:00Z'), 'the end is outside').to.equal(
      '2026-12-06T21:00:00.000Z/2026-12-07T03:00:00.000Z',
    );
  });

  it('open on the days that are named; a night belongs to the day on which it begins', () => {
    // 2026-12-05 is a Saturday.
    expect(shown('Sat 22:00-04:00 UTC', '2026-12-06T03:00Z')).to.equal(
      '2026-12-05T22:00:00.000Z/2026-12-06T04:00:00.000Z',
    );
    expect(shown('Sat 22:00-04:00 UTC', '2026-12-06T04:00Z')).to.equal(
      '2026-12-12T22:00:00.000Z/2026-12-13T04:00:00.000Z',
    );
    expect(shown('mon-fri 08:00-09:00 UTC', '2026-12-05T08:30Z')).to.equal(
      '2026-12-07T08:00:00.000Z/2026-12-07T09:00:00.000Z',
    );
    expect(parseWindow('Fri-Mon 08:00-09:00 UTC')).to.have.deep.property('days', [0, 1, 5, 6]);
  });

  it('follow clocks that are put forward and back', () => {
    // Berlin: 2027-03-28 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00.
    const night = parseWindow('22:00-04:00 Europe/Berlin');
    const spring = openingAt(night, at('2027-03-27T22:00Z'));
    const autumn = openingAt(night, at('2026-10-24T21:00Z'));
    expect((spring?.end ?? 0) - (spring?.start ?? 0)).to.equal(5 * hour);
    expect((autumn?.end ?? 0) - (autumn?.start ?? 0)).to.equal(7 * hour);
  });

  it('take the first of an hour that comes twice, and go past one that never comes', () => {
    const on = (year: number, month: number, day: number, minutes: number): string =>
      new Date(instantOf({ year, month, day, minutes }, 'Europe/Berlin')).toISOString();
    expect(on(2026, 10, 25, 150)).to.equal('2026-10-25T00:30:00.000Z');
    expect(on(2027, 3, 28, 150)).to.equal('2027-03-28T01:30:00.000Z');
  });

  it('are the same on every machine, whatever its own time zone is', () => {
    expect(describeInstant(at('2026-12-31T23:30Z'), 'Europe/Berlin')).to.equal('Fri 2027-01-01 00:30');
    expect(describeInstant(at('2026-12-31T23:30Z'), 'Asia/Kathmandu')).to.equal('Fri 2027-01-01 05:15');
  });

  it('may be two instants, with offsets or in a zone', () => {
    const span = '2026-12-05T21:00:00.000Z/2026-12-06T03:00:00.000Z';
    for (const text of [
      '2026-12-05T22:00+01:00/2026-12-06T04:00+01:00',
      '2026-12-05T21:00Z/2026-12-06T03:00:00Z',
      '2026-12-05T22:00/2026-12-06T04:00 Europe/Berlin',
    ]) {
      expect(shown(text, '2026-12-01T00:00Z'), text).to.equal(span);
      expect(shown(text, '2026-12-06T03:00Z'), text).to.equal('none');
      expect(describeWindow(parseWindow(text))).to.equal(span);
    }
  });

  it('are listed one after the other', () => {
    const days = openingsFrom(parseWindow('Sat 22:00-23:00 UTC'), at('2026-12-05T22:30Z'), 3);
    expect(days.map(({ start }) => new Date(start).toISOString().slice(0, 10))).to.deep.equal([
      '2026-12-05',
      '2026-12-12',
      '2026-12-19',
    ]);
    expect(openingsFrom(parseWindow('2026-12-05T21:00Z/2026-12-06T03:00Z'), 0, 3)).to.have.length(1);
  });

  it('are written again as they are given', () => {
    for (const text of ['22:00-04:00 Europe/Berlin', 'Sun,Sat 20:00-24:00 UTC', '00:00-24:00 UTC']) {
      expect(describeWindow(parseWindow(text))).to.equal(text);
    }
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['', /HH:MM-HH:MM/],
    ['tonight', /HH:MM-HH:MM/],
    ['22:00-04:00', /a time zone after it/],
    ['22:00-04:00 Europe/Berln', /is Europe\/Berlin meant\?/],
    ['22:00-22:00 UTC', /a whole day/],
    ['24:00-04:00 UTC', /times from/],
    ['22:61-04:00 UTC', /times from/],
    ['Xyz 22:00-04:00 UTC', /days: Sun/],
    ['Mon- 22:00-04:00 UTC', /an empty one/],
    ['2026-12-06T04:00Z/2026-12-05T22:00Z', /an end after the start/],
    ['2026-12-05T22:00/2026-12-06T04:00', /a time zone after it/],
    ['2026-02-30T22:00Z/2026-03-06T04:00Z', /that exist/],
    ['2026-12-05T22:00+99:00/2026-12-06T04:00Z', /an offset/],
    ['now/2026-12-05T22:00Z', /an instant such as/],
  ];
  for (const [text, expected] of refused) {
    it(`refuse "${text}" and say what they would take`, () => {
      const error = refusalOf(text);
      expect(error.code).to.equal('WINDOW_INVALID');
      expect(error.message).to.match(expected);
    });
  }
});
