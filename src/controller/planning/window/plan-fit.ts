/** How a whole plan fits into a window: each host with its soak, the last one with the way home. */
import type { WindowFitDocument } from '../../../contract/window-fit.js';
import type { Range } from '../medium.js';
import type { Plan } from '../plan.js';
import { fitWindow, type WindowFit } from './window-fit.js';
import { describeWindow, type Window } from './window.js';

/** What is done once, before the first host and after the last, is small beside a host's turn, but for the way home. */
export function fitPlan(plan: Plan, window: Window, now: number): WindowFit {
  const all = plan.forecast.duration;
  const turns = plan.hosts.map(({ uuid, name, forecast: { duration } }) => ({
    ...{ uuid, name },
    duration: {
      least: duration.least + plan.soak,
      expected: duration.expected + plan.soak,
      most: duration.most + plan.soak,
    },
  }));
  const [last] = turns.slice(-1);
  if (last === undefined) return fitWindow(turns, window, now);
  const rest = (of: keyof Range): number =>
    all[of] - turns.slice(0, -1).reduce((sum, turn) => sum + turn.duration[of], 0);
  const withTheEnd = { least: rest('least'), expected: rest('expected'), most: rest('most') };
  return fitWindow([...turns.slice(0, -1), { ...last, duration: withTheEnd }], window, now);
}

export function fitDocument({ opening, turns, ...fit }: WindowFit, window: Window): WindowFitDocument {
  return {
    ...fit,
    window: describeWindow(window),
    opening: opening === null ? null : { ...opening },
    turns: turns.map((turn) => ({ ...turn })),
  };
}
