/**
 * Upgrades over real processes and sockets, struck by everything that strikes machines: signals, cut connections, a full disk,
 * a disk that does not sync, somebody who takes the pool. Each blow is a round, after which the journal and the simulator's own
 * history are judged. With the kills of killed-processes.test.ts there are a hundred rounds; `npm run chaos` goes on for hours.
 */
import { expect } from 'chai';
import { blows } from '../support/chaos/blows.js';
import { blowsOf, possibleBlows, type Possible } from '../support/chaos/possible-blows.js';
import { countsLine, upgradeLine, whatBroke } from '../support/chaos/tell.js';
import { upgradeUnderBlows, type StruckUpgrade } from '../support/chaos/upgrade-under-blows.js';

const rounds = Number(process.env['DRYDOCK_CHAOS_ROUNDS'] ?? 30);
const firstSeed = Number(process.env['DRYDOCK_CHAOS_SEED'] ?? 1);
const roundsOfOne = 6;
/** Most of an upgrade is waiting, so that two share a machine well. */
const lanes = 2;

describe('An upgrade under blows', function () {
  this.timeout(1_200_000);
  let machine: Possible;
  before(async () => {
    machine = await possibleBlows(blows);
    for (const line of machine.missing) console.log(`      ${line}`);
  });

  it(`keeps every invariant in ${rounds} rounds, and ends well or says why it does not`, async () => {
    const upgrades: StruckUpgrade[] = [];
    let seed = firstSeed;
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun < rounds) {
        begun += roundsOfOne;
        const number = seed++;
        const drawn = blowsOf(machine.possible, number, roundsOfOne);
        const upgrade = await upgradeUnderBlows({ seed: number, rounds: roundsOfOne, blows: drawn });
        console.log(`      ${upgradeLine(upgrade)}`);
        expect(whatBroke(upgrade)).to.equal(undefined);
        upgrades.push(upgrade);
        // An upgrade that ended early was struck less often than was meant.
        begun -= roundsOfOne - upgrade.rounds.length;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    console.log(`      ${countsLine(upgrades)}`);
    const struck = upgrades.flatMap((upgrade) => upgrade.rounds.map(({ blow }) => blow));
    expect(struck.length).to.be.at.least(rounds);
    expect(struck).to.include.members(machine.possible.map(({ name }) => name));
  });
});
