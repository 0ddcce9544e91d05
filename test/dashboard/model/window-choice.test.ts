/** Windows from days, times and zones: in the form that the controller reads, and told in a sentence where they cannot be right. */
import { expect } from 'chai';
import { parseWindow } from '../../../src/controller/planning/window/parse-window.js';
import { describeWindow } from '../../../src/controller/planning/window/window.js';
import {
  closesNextDay,
  firstWindow,
  withDay,
  windowText,
  wrongInWindow,
} from '../../../src/dashboard/model/window-choice.js';

const saturday = firstWindow('Europe/Berlin');

describe('a window that is chosen', () => {
  it('is what the controller reads, every week and once', () => {
    const weekend = withDay(saturday, 6, true);
    const once = { ...saturday, kind: 'once', start: '2026-12-05T22:00', end: '2026-12-06T04:00' } as const;

    expect(windowText(weekend)).to.equal('Sat,Sun 22:00-04:00 Europe/Berlin');
    expect(describeWindow(parseWindow(windowText(weekend)))).to.equal('Sun,Sat 22:00-04:00 Europe/Berlin');
    expect(parseWindow(windowText(once))).to.include({ start: Date.UTC(2026, 11, 5, 21), zone: 'Europe/Berlin' });
  });

  it('names no days where it opens on all of them, and has a whole day from midnight to midnight', () => {
    const daily = [0, 1, 2, 3, 4, 6].reduce((window, day) => withDay(window, day, true), saturday);
    const whole = { ...daily, from: '00:00', to: '00:00' };

    expect(windowText(daily)).to.equal('22:00-04:00 Europe/Berlin');
    expect(wrongInWindow(whole)).to.equal(null);
    expect(parseWindow(windowText(whole))).to.include({ from: 0, to: 1440 });
  });

  it('says what cannot be right, and nothing of what can', () => {
    const once = { ...saturday, kind: 'once', start: '2026-12-05T22:00' } as const;

    expect(wrongInWindow(saturday)).to.equal(null);
    expect(wrongInWindow({ ...saturday, zone: 'Berlin' })).to.include('“Berlin” is no time zone');
    expect(wrongInWindow({ ...saturday, zone: ' ' })).to.include('Europe/Berlin');
    expect(wrongInWindow({ ...saturday, days: [] })).to.include('days');
    expect(wrongInWindow({ ...saturday, to: '' })).to.include('times');
    expect(wrongInWindow({ ...saturday, to: '22:00' })).to.include('closes when it opens');
    expect(wrongInWindow(once)).to.include('date');
    expect(wrongInWindow({ ...once, end: '2026-12-05T21:00' })).to.include('before it opens');
    expect(wrongInWindow({ ...once, end: '2026-12-06T04:00' })).to.equal(null);
  });

  it('tells where it reaches into the next day', () => {
    expect(closesNextDay(saturday)).to.equal(true);
    expect(closesNextDay({ ...saturday, from: '01:00' })).to.equal(false);
  });
});
