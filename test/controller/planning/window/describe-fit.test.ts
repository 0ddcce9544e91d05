import { expect } from 'chai';
import { describeFit } from '../../../../src/controller/planning/window/describe-fit.js';
import { parseWindow } from '../../../../src/controller/planning/window/parse-window.js';
import { fitWindow } from '../../../../src/controller/planning/window/window-fit.js';

const minute = 60_000;
const noon = Date.parse('2026-12-05T12:00Z');

const told = (window: string, turns: readonly (readonly [expected: number, most: number])[], now = noon): string => {
  const parsed = parseWindow(window);
  const hosts = turns.map(([expected, most], index) => ({
    ...{ uuid: `host-${index + 1}`, name: `xs-${index + 1}` },
    duration: { least: 0, expected: expected * minute, most: most * minute },
  }));
  return describeFit(fitWindow(hosts, parsed, now), parsed).join('\n');
};

describe('The fit of a run in a window, in words', () => {
  const night = '22:00-04:00 Europe/Berlin';

  it('says that all of it fits, and until when each host is safe to begin, in the window’s own time', () => {
    const text = told(night, [
      [40, 120],
      [40, 120],
    ]);
    expect(text).to.include(
      'The window 22:00-04:00 Europe/Berlin is open from Sat 2026-12-05 22:00 to Sun 2026-12-06 04:00 (Europe/Berlin): the whole run fits, even if every host takes its longest.',
    );
    expect(text).to.include('xs-2 is safe to begin until Sun 2026-12-06 02:00 and ends about Sat 2026-12-05 23:20');
  });

  it('says as far as which host it is sure', () => {
    expect(
      told(night, [
        [40, 200],
        [40, 200],
        [40, 200],
      ]),
    ).to.include('the whole run fits by what is expected; as far as xs-1 (1 of 3) it is sure to');
  });

  it('says what fits where not all of it does, and what needs another opening', () => {
    expect(
      told(night, [
        [200, 300],
        [200, 300],
        [10, 10],
      ]),
    ).to.include(
      'not all of it fits: as far as xs-1 (1 of 3) by what is expected, as far as xs-1 (1 of 3) it is sure to; xs-2, xs-3 need another opening',
    );
    expect(told(night, [[400, 500]])).to.include('not even the first host fits');
  });

  it('says until when it is open, where it is already, and that it is over', () => {
    expect(told(night, [[10, 10]], Date.parse('2026-12-05T23:00Z'))).to.include('is open until Sun 2026-12-06 04:00');
    expect(told('2026-12-04T22:00Z/2026-12-05T04:00Z', [[10, 10]])).to.include('does not open any more');
  });
});
