/** Clocks that are wrong, jump at a boot, and a rolling-upgrade flag that lags further than usual (xapi.md 6.5, Time). */
import type { PlaceFault, StepFault } from '../definition.js';
import { atPlace, atStep, duration, signedDuration } from '../parameters.js';

const clock = atStep({ by: signedDuration.default(40 * 60_000) });
const lags = atPlace({ lasts: duration.default(5 * 60_000) });

export const clockSkew: StepFault<typeof clock> = {
  area: 'Time',
  strikes: 'step',
  at: 'start',
  summary: 'the clock of the host is wrong `by` so much, ahead or, below zero, behind (default 40min)',
  parameters: clock,
  example: 'clock-skew host=member-1 by=-40min',
  happen: ({ hosts }, { by }) => {
    for (const host of hosts) host.clockOffset += by;
    return () => hosts.forEach((host) => (host.clockOffset -= by));
  },
};

export const clockJump: StepFault<typeof clock> = {
  area: 'Time',
  strikes: 'step',
  at: 'host-down',
  summary: 'while the host is down its clock jumps `by` so much (default 40min)',
  parameters: clock,
  example: 'clock-jump host=coordinator by=-2h',
  happen: ({ hosts }, { by }) => {
    for (const host of hosts) host.clockOffset += by;
    return undefined;
  },
};

export const flagLags: PlaceFault<typeof lags> = {
  area: 'Time',
  strikes: 'place',
  place: 'when the rolling-upgrade flag is due to change',
  summary: 'the rolling-upgrade flag changes as much later as it `lasts` (default 5min)',
  parameters: lags,
  example: 'flag-lags lasts=10min',
};
