// How long things take in a seeded scenario: each duration has a range of its own, so that nothing rests on one being shorter.
import { usualTimes, type Range, type Times } from '../../../../src/simulator/times.js';
import type { Chance } from './chance.js';

/** Physical times are cut to a part of theirs, since they only cost turns; the order of events is what is drawn. */
export function drawTimes(chance: Chance): Partial<Times> {
  const physical = chance.oneOf([0.05, 0.1, 0.2]);
  return {
    powerCycle: stretched(chance, usualTimes.powerCycle, physical),
    installation: stretched(chance, usualTimes.installation, physical),
    agentStart: stretched(chance, usualTimes.agentStart, chance.oneOf([0.3, 1])),
    selfEnable: stretched(chance, usualTimes.selfEnable, chance.oneOf([0.3, 1, 2])),
    memberReturn: stretched(chance, usualTimes.memberReturn, chance.oneOf([1, 3])),
    databaseSync: chance.between(1_000, 30_000),
    pluginCall: chance.between(200, 10_000),
    storageAttach: chance.between(200, 5_000),
    storagePlug: chance.between(200, 8_000),
    haChange: chance.between(2_000, 60_000),
    migrationLeast: chance.between(1_000, 15_000),
  };
}

function stretched(chance: Chance, [least, most]: Range, factor: number): Range {
  const shortest = Math.round(least * factor);
  return [shortest, shortest + chance.between(0, Math.round((most - least) * factor))];
}
