import { expect } from 'chai';
import { parseWindow } from '../../../../src/controller/planning/window/parse-window.js';
import { fitWindow, mayBegin, type TurnDuration } from '../../../../src/controller/planning/window/window-fit.js';

const minute = 60_000;
const hour = 60 * minute;
const night = parseWindow('22:00-04:00 UTC');
const noon = Date.parse('2026-12-05T12:00Z');
const opens = Date.parse('2026-12-05T22:00Z');

function turn(name: string, expected: number, most: number): TurnDuration {
  return { uuid: name, name, duration: { least: 0, expected: expected * minute, most: most * minute } };
}

describe('the fit of a run in a window', () => {
  it('is sure when all hosts end inside even if each takes its longest', () => {
    const fit = fitWindow([turn('a', 40, 120), turn('b', 40, 120), turn('c', 40, 120)], night, noon);
    expect(fit).to.include({ fits: 'surely', surely: 3, likely: 3, begins: opens });
    expect(fit.turns.map(({ endsLatest }) => (endsLatest - opens) / hour)).to.deep.equal([2, 4, 6]);
  });

  it('is likely when they end inside by what is expected only, and says until which host it is sure', () => {
    const fit = fitWindow([turn('a', 40, 150), turn('b', 40, 150), turn('c', 40, 150)], night, noon);
    expect(fit).to.include({ fits: 'likely', surely: 2, likely: 3 });
  });

  it('names what fits where not all does: nothing passes a host that does not', () => {
    const fit = fitWindow([turn('a', 100, 120), turn('b', 300, 400), turn('c', 1, 1)], night, noon);
    expect(fit).to.include({ fits: 'no', surely: 1, likely: 1 });
    expect(fit.turns.map(({ fits }) => fits)).to.deep.equal(['surely', 'no', 'no']);
  });

  it('tells until when each host may begin', () => {
    const [first] = fitWindow([turn('a', 40, 90)], night, noon).turns;
    expect(first?.latestBegin).to.equal(Date.parse('2026-12-06T02:30Z'));
  });

  it('counts from now where the window is open already', () => {
    const now = Date.parse('2026-12-06T02:00Z');
    const fit = fitWindow([turn('a', 60, 120), turn('b', 60, 120)], night, now);
    expect(fit).to.include({ begins: now, surely: 1, likely: 2 });
  });

  it('is none after the last opening', () => {
    const once = parseWindow('2026-12-05T22:00Z/2026-12-06T04:00Z');
    expect(fitWindow([turn('a', 1, 1)], once, Date.parse('2026-12-07T00:00Z'))).to.include({
      opening: null,
      fits: 'no',
      surely: 0,
    });
  });
});

describe('whether a host may begin in a window', () => {
  it('is a yes while its longest time still fits, to the millisecond', () => {
    const last = Date.parse('2026-12-06T03:00Z');
    expect(mayBegin(hour, night, last)).to.have.property('verdict', 'begin');
    expect(mayBegin(hour, night, last + 1)).to.deep.equal({
      verdict: 'wait',
      until: opens + 24 * hour,
      why: 'too-late',
    });
  });

  it('waits for the opening while the window is closed', () => {
    expect(mayBegin(hour, night, noon)).to.deep.equal({ verdict: 'wait', until: opens, why: 'closed' });
  });

  it('is never where no opening is long enough, or none is left', () => {
    expect(mayBegin(7 * hour, night, noon)).to.deep.equal({ verdict: 'never', why: 'too-short' });
    expect(mayBegin(7 * hour, night, opens)).to.deep.equal({ verdict: 'never', why: 'too-short' });
    const once = parseWindow('2026-12-05T22:00Z/2026-12-06T04:00Z');
    expect(mayBegin(hour, once, opens + 5.5 * hour)).to.deep.equal({ verdict: 'never', why: 'no-opening' });
    expect(mayBegin(hour, once, opens + 9 * hour)).to.deep.equal({ verdict: 'never', why: 'no-opening' });
  });
});
