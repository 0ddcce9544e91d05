/** A whole run in thought: each host evacuated in its turn and upgraded, then every guest on its way home. */
import { afterUpgrade, forecastEvacuation, type EvacuationForecast } from './evacuation.js';
import { homeward, type HomewardForecast } from './homeward.js';
import type { ForecastModel } from './model-of-pool.js';
import type { SimulatedHost } from './model.js';

export interface ForecastStep {
  readonly host: string;
  readonly evacuation: EvacuationForecast;
  /** Bytes that its control domain takes more afterwards. */
  readonly growth: number;
  /** Bytes that are missing for what was down to run on it again; 0 where nothing is. */
  readonly shortBy: number;
}

export interface RunForecast {
  readonly steps: readonly ForecastStep[];
  readonly home: HomewardForecast;
}

/** @param order uuids */
export function forecastRun(
  model: ForecastModel,
  order: readonly string[],
  target: SimulatedHost['versions'],
): RunForecast {
  let hosts = model.hosts;
  const steps: ForecastStep[] = [];
  for (const host of order) {
    const evacuation = forecastEvacuation(hosts, host, model.rules);
    const before = hosts.find(({ uuid }) => uuid === host);
    hosts = afterUpgrade(evacuation.after, host, target, evacuation.returning);
    const after = hosts.find(({ uuid }) => uuid === host);
    const shortBy = evacuation.returning.length === 0 ? 0 : Math.max(0, -(after?.free ?? 0));
    steps.push({ host, evacuation, growth: before?.growth ?? 0, shortBy });
  }
  return { steps, home: homeward(hosts) };
}
