// Runs that install a supplemental pack, undisturbed or with the controller lost at one of their boundaries.
import { readFaultText } from '../../../src/simulator/faults/read-fault.js';
import { packMedium, type PackOptions } from '../pack-medium.js';
import { endState, expectInvariants } from './check.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from './scenario.js';

export interface PackScenario extends Omit<ScenarioOptions, 'packs' | 'faults'> {
  readonly pack?: PackOptions;
  readonly faults?: readonly string[];
}

export async function withPack(
  { pack, faults = [], ...options }: PackScenario,
  story: (scenario: Scenario) => Promise<void>,
): Promise<void> {
  const medium = await packMedium(pack);
  const vms = [0, 1, 2, 0].map((host, index) => ({ host, name: `vm-${index + 1}` }));
  const scenario = await Scenario.begin({
    ...{ times: shortTimes, paceFactor: 5, vms, packs: [medium], request: { packs: [medium.manifest.id] } },
    faults: faults.map(readFaultText),
    ...options,
  });
  try {
    await story(scenario);
  } finally {
    await scenario.end();
  }
}

/** How often each thing happened to packs. */
export function happened(scenario: Scenario): Record<'disks' | 'gone' | 'applied' | 'reboots', number> {
  const count = (name: string): number => scenario.pool.history.filter(({ event }) => event === name).length;
  const [disks, gone] = [count('disk-created'), count('disk-destroyed')];
  return { disks, gone, applied: count('update-applied'), reboots: count('reboot-called') };
}

/** Those of the effects that are about packs. */
const effects = ['upload-pack', 'apply-pack', 'restart-host', 'clean-pack'];
const options = { pack: { guidance: 'restartHost' }, hosts: 1, vms: 0 } as const;

/** Its end, and every boundary of an effect about packs that it passed, in order. */
export async function undisturbedPacks(): Promise<{ boundaries: readonly string[]; end: object }> {
  const boundaries: string[] = [];
  let end: object = {};
  await withPack(options, async (scenario) => {
    await scenario.upgrade({
      reached: (boundary, effect) => {
        if (effects.includes(effect)) boundaries.push(`${boundary} of ${effect}`);
      },
    });
    expectInvariants(scenario);
    end = await endState(scenario);
  });
  return { boundaries, end };
}

/** `cut` counts from 0. `place` is where it struck, with the state and its reason if the run did not end well. */
export async function packsCutAt(cut: number): Promise<{ place: string; end: object }> {
  let place = 'nowhere';
  let end: object = {};
  await withPack(options, async (scenario) => {
    let reached = 0;
    const crash = (boundary: string, effect: string): void => {
      if (!effects.includes(effect) || reached++ !== cut) return;
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
    const { disks, gone, applied } = happened(scenario);
    if (applied !== 1 || disks !== gone) place += ` (installed ${applied} times, ${disks - gone} disks left)`;
    expectInvariants(scenario);
    end = await endState(scenario);
  });
  return { place, end };
}
