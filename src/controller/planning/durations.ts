/** How long the phases of a host take, as far as one can know before: figures of the field, with their range. */
import { typicalMigrationSeconds, typicalTimes, type TimeRange } from '../../releases/typical-times.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { Range } from './medium.js';

const second = 1000;
const minute = 60 * second;

/** A migration at 10 Gbit/s, at the 1 Gbit/s that xapi reckons with, and at a third of that; never under five seconds. */
const migrationSpeeds = { least: 10, expected: 1, most: 1 / 3 };

const boot = rangeOf(typicalTimes.physicalReboot, typicalTimes.rebootGrace);
const phases: readonly Range[] = [
  // `main` copies the boot files and rebuilds the initrd; Citrix's own tests give it 900 s (xencenter-rpu.md 3.2).
  { least: 30 * second, expected: 2 * minute, most: 15 * minute },
  // Into the installer, and afterwards into the new system.
  boot,
  rangeOf(typicalTimes.installation),
  boot,
  rangeOf(typicalTimes.xapiStart, typicalTimes.selfEnable),
];

export function evacuationTime(guests: readonly { readonly memory: number }[]): Range {
  return addRanges(guests.map((guest) => migrationTime(guest.memory)));
}

/** What packs add to the turn of a host (estimates): each is fetched and installed; a restart, where one asks for it. */
export function packTime(packs: readonly { readonly guidance: readonly string[] }[]): Range {
  const installing = packs.map(() => ({ least: 30 * second, expected: 2 * minute, most: 10 * minute }));
  const restarts = packs.some(({ guidance }) => guidance.includes('restartHost'));
  return addRanges([
    ...installing,
    ...(restarts ? [boot, rangeOf(typicalTimes.xapiStart, typicalTimes.selfEnable)] : []),
  ]);
}

/** The whole turn of one host, without the soak. */
export function hostTime(evacuation: Range): Range {
  return addRanges([evacuation, ...phases]);
}

export function addRanges(ranges: readonly Range[]): Range {
  return {
    least: sum(ranges.map((range) => range.least)),
    expected: sum(ranges.map((range) => range.expected)),
    most: sum(ranges.map((range) => range.most)),
  };
}

/** The waits of one host; they leave generous room, since a wait that ends too early stops a healthy run. */
export function defaultDeadlines(evacuation: Range): Deadlines {
  return {
    evacuating: {
      expected: Math.round(minute + evacuation.expected),
      warnAfter: Math.round(10 * minute + evacuation.most),
      stopAfter: Math.round(30 * minute + 3 * evacuation.most),
    },
    // 900 s is what Citrix's own tests give `main` (xencenter-rpu.md 3.2).
    staging: minutes(2, 8, 20),
    // The reboot call returns 10 s before anything happens; guests' shut-down scripts may take twenty minutes (xapi.md 6.4).
    leaving: minutes(2, 10, 30),
    fetching: minutes(8, 20, 60),
    installing: minutes(25, 60, 150),
    restoring: minutes(2, 10, 30),
  };
}

function migrationTime(memory: number): Range {
  const at = (speed: number): number => Math.round(typicalMigrationSeconds(memory / speed) * second);
  return { least: at(migrationSpeeds.least), expected: at(migrationSpeeds.expected), most: at(migrationSpeeds.most) };
}

/** Several steps in a row; what is expected lies in the middle. */
function rangeOf(...times: readonly TimeRange[]): Range {
  const least = sum(times.map((time) => time.from)) * second;
  const most = sum(times.map((time) => time.to)) * second;
  return { least, expected: Math.round((least + most) / 2), most };
}

function minutes(expected: number, warnAfter: number, stopAfter: number): Deadline {
  return { expected: expected * minute, warnAfter: warnAfter * minute, stopAfter: stopAfter * minute };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
