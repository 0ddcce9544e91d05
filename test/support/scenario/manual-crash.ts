// The crash at a journal boundary in Manual mode: the person at the console goes on with what he was told, the controller forgets all.
import { endState, expectInvariants } from './check.js';
import { consolePerson } from './console-person.js';
import { Scenario, shortTimes, SimulatedCrash, type RunOptions, type ScenarioOptions } from './scenario.js';

const manualRun: ScenarioOptions = {
  ...{ hosts: 2, vms: 2, seed: 7, times: shortTimes, paceFactor: 20 },
  ...{ ha: { enabled: true, failuresToTolerate: 1 }, request: { mode: 'manual' } },
};

/** Cut at the n-th boundary, counted from 1; 0 for none. */
export async function manualUpgradeCutAt(
  cut: number,
): Promise<{ boundaries: readonly string[]; end: object; reason: string }> {
  const scenario = await Scenario.begin(manualRun);
  const boundaries: string[] = [];
  const options: RunOptions = {
    untilPerson: false,
    onTurn: consolePerson(scenario),
    reached: (boundary, effect) => {
      boundaries.push(`${boundary} of ${effect}`);
      if (boundaries.length === cut) throw new SimulatedCrash(boundaries.at(-1));
    },
  };
  try {
    await scenario.upgrade(options).catch(async (error: unknown) => {
      if (!(error instanceof SimulatedCrash)) throw error;
      await scenario.turn(options);
    });
    expectInvariants(scenario);
    return { boundaries, end: await endState(scenario), reason: scenario.status().reason };
  } finally {
    await scenario.end();
  }
}
