/** Lives of simulated hosts that are so many times as short as those of real ones: what is declared beside each figure. */
import { usualTimes, type Times } from '../../../src/simulator/times.js';

export function scaledTimes(factor: number): Times {
  const scaled = Object.entries(usualTimes).map(([name, time]: [string, number | readonly number[]]) => {
    if (name === 'migrationRate') return [name, Number(time) * factor];
    return [name, Array.isArray(time) ? time.map((end: number) => end / factor) : Number(time) / factor];
  });
  return Object.fromEntries(scaled) as unknown as Times;
}
