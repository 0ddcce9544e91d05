/** Host 1 teaches the rest, in whole upgrades: silent over hosts that are alike, and in time over one that is not. */
import { expect } from 'chai';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from '../support/scenario/scenario.js';

interface Told {
  readonly host: string;
  readonly notice: string;
}

/** Upgrades until a notice is seen, and gives what is told then, host by host. */
async function noticesDuring(options: ScenarioOptions): Promise<readonly Told[]> {
  const scenario = await Scenario.begin({ times: shortTimes, paceFactor: 5, ...options });
  let told: readonly Told[] = [];
  try {
    await scenario.upgrade({
      onTurn: () => {
        told = scenario
          .status()
          .hosts.flatMap(({ name, progress }) => (progress?.notices ?? []).map((notice) => ({ host: name, notice })));
        // Nobody needs to wait for the end.
        if (told.length > 0) throw new SimulatedCrash();
      },
    });
    return told;
  } catch (error) {
    if (error instanceof SimulatedCrash) return told;
    throw error;
  } finally {
    await scenario.end();
  }
}

describe('The first host of a run', function () {
  this.timeout(60_000);

  for (const seed of [1, 2, 3]) {
    it(`teaches nothing that hosts like it do otherwise (seed ${seed})`, async () => {
      expect(await noticesDuring({ seed })).to.deep.equal([]);
    });
  }

  it('shows that a later one does not come back from its reboot, minutes before its deadline', async () => {
    const told = await noticesDuring({ faults: [{ kind: 'never-returns', host: 2 }] });
    expect(told.map(({ host }) => host)).to.deep.equal(['xs-3']);
    expect(told[0]?.notice).to.match(/^its installer has not asked for anything within \d+ s \(xs-1 took \d+ s\)$/);
  });

  it('shows which object a later one did not get', async () => {
    const faults = [
      { kind: 'installer-fetch-fails', host: 1, path: 'primary.xml', phase: 'packages', occurrence: 'every' },
    ] as const;
    const told = await noticesDuring({ faults });
    expect(told.map(({ host }) => host)).to.include('xs-2');
  });
});
