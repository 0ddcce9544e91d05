// The crash at a journal boundary: one upgrade, cut at the n-th boundary, gone on with by a controller without memory.
import { endState, expectInvariants } from './check.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from './scenario.js';

const options: ScenarioOptions = {
  hosts: 3,
  vms: 4,
  seed: 7,
  times: shortTimes,
  paceFactor: 10,
  ha: { enabled: true, failuresToTolerate: 1 },
  wlb: { enabled: true, url: 'wlb.example:8012' },
};

/** The undisturbed upgrade: its end, and every boundary it passed, in order. */
export async function undisturbedUpgrade(): Promise<{ boundaries: readonly string[]; end: object }> {
  const boundaries: string[] = [];
  const scenario = await Scenario.begin(options);
  try {
    await scenario.upgrade({ reached: (boundary, effect) => boundaries.push(`${boundary} of ${effect}`) });
    expectInvariants(scenario);
    return { boundaries, end: await endState(scenario) };
  } finally {
    await scenario.end();
  }
}

/** `cut` counts from 1. `place` is where it struck, with the state and its reason if the run did not end well. */
export async function upgradeCutAt(cut: number): Promise<{ place: string; end: object }> {
  const scenario = await Scenario.begin(options);
  let place = 'nowhere';
  try {
    let reached = 0;
    const crash = (boundary: string, effect: string): void => {
      if (++reached !== cut) return;
      place = `${boundary} of ${effect}`;
      throw new SimulatedCrash(place);
    };
    try {
      await scenario.upgrade({ reached: crash });
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) throw error;
      const status = await scenario.turn();
      if (status.state !== 'done') place += ` (${status.state}: ${status.reason})`;
    }
    expectInvariants(scenario);
    return { place, end: await endState(scenario) };
  } finally {
    await scenario.end();
  }
}
