/** The fit of a run in a window, in words: does it fit, until which host is it safe to begin, else what does. */
import { describeInstant } from './time-zone.js';
import type { TurnFit, WindowFit } from './window-fit.js';
import { describeWindow, type Window } from './window.js';

export function describeFit(fit: WindowFit, window: Window): readonly string[] {
  const { opening, turns } = fit;
  const at = (instant: number): string => describeInstant(instant, window.zone);
  if (opening === null) return [`The window ${describeWindow(window)} does not open any more: nothing fits.`];
  const open =
    fit.begins > opening.start
      ? `is open until ${at(opening.end)}`
      : `is open from ${at(opening.start)} to ${at(opening.end)}`;
  const until = (turn: TurnFit): string =>
    `${turn.name} is safe to begin until ${at(turn.latestBegin)} and ends about ${at(turn.endsExpected)}, ${at(turn.endsLatest)} at the latest`;
  return [
    `The window ${describeWindow(window)} ${open} (${window.zone}): ${verdict(fit)}.`,
    ...turns.filter(({ fits }) => fits !== 'no').map((turn) => `  ${until(turn)}.`),
  ];
}

function verdict({ fits, turns, surely, likely }: WindowFit): string {
  const last = (count: number): string => turns[count - 1]?.name ?? '';
  if (fits === 'surely') return 'the whole run fits, even if every host takes its longest';
  const safe =
    surely === 0 ? 'no host is sure to' : `as far as ${last(surely)} (${surely} of ${turns.length}) it is sure to`;
  if (fits === 'likely') return `the whole run fits by what is expected; ${safe}`;
  if (likely === 0) return 'not even the first host fits';
  const left = turns.slice(likely).map(({ name }) => name);
  return `not all of it fits: as far as ${last(likely)} (${likely} of ${turns.length}) by what is expected, ${safe}; ${left.join(', ')} need${left.length === 1 ? 's' : ''} another opening`;
}
