// The standalone host whose guests are shut down by consent, and its upgrade cut at the n-th boundary of what is done to them.
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import { expectInvariants } from './check.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from './scenario.js';

export const alone: ScenarioOptions = {
  times: shortTimes,
  paceFactor: 20,
  hosts: 1,
  vms: [{ name: 'database' }, { name: 'web' }, { name: 'off', powerState: 'Halted' }],
  request: { stopVms: true },
};

export const aloneAtEnd = ['database: Running on xs-1', 'off: Halted on nowhere', 'web: Running on xs-1'];

export const power = /^(hard-)?(stop|suspend|start|resume)-vm$/;

export async function facts(scenario: Scenario): Promise<PoolFacts> {
  const { pool } = await scenario.clock.runUntil(scenario.openPool().observe());
  if (!pool.known) throw new Error(pool.reason);
  return pool.value;
}

/** `web: Running on xs-1`. */
export async function guests(scenario: Scenario): Promise<readonly string[]> {
  const pool = await facts(scenario);
  const on = (uuid: string | null): string => pool.hosts.find((host) => host.uuid === uuid)?.name ?? 'nowhere';
  return pool.vms.map(({ name, powerState, residentOn }) => `${name}: ${powerState} on ${on(residentOn)}`).sort();
}

/** `stop-vm web`, in the order of their intents. */
export function effectsOf(scenario: Scenario, pattern: RegExp): readonly string[] {
  return scenario
    .records()
    .flatMap(({ entry }) =>
      entry.type === 'intent' && pattern.test(entry.effect) ? [`${entry.effect} ${String(entry.detail['name'])}`] : [],
    );
}

/** Every boundary around what takes a guest down or brings it back, with its number among all boundaries of the run. */
export async function boundariesOfGuests(): Promise<readonly { readonly cut: number; readonly place: string }[]> {
  const scenario = await Scenario.begin(alone);
  const places: string[] = [];
  await scenario.upgrade({ reached: (boundary, effect) => places.push(`${boundary} ${effect}`) });
  await scenario.end();
  return places.flatMap((place, cut) => (power.test(place.split(' ')[1] ?? '') ? [{ cut, place }] : []));
}

/** Its guests at the end of a run whose controller lost its memory at that boundary. */
export async function aloneCutAt(cut: number): Promise<readonly string[]> {
  const scenario = await Scenario.begin(alone);
  try {
    let reached = -1;
    const crash = (): void => {
      if (++reached === cut) throw new SimulatedCrash(String(cut));
    };
    await scenario.upgrade({ reached: crash }).catch((error: unknown) => {
      if (!(error instanceof SimulatedCrash)) throw error;
    });
    const status = await scenario.turn();
    if (status.state !== 'done') return [`${status.state}: ${status.reason}`];
    expectInvariants(scenario);
    return await guests(scenario);
  } finally {
    await scenario.end();
  }
}
