/** How long the phases of a host take, as far as one can know before: figures of the field, with their range. */
import type { Deadline, Deadlines } from './deadlines.js';
import type { Range } from './medium.js';

const second = 1000;
const minute = 60 * second;

/** Bytes a second of a live migration: 1 Gbit/s as xapi reckons itself, from 10 Gbit/s down to a third (xapi.md 6.4). */
const migrationRate = { least: 1_250_000_000, expected: 125_000_000, most: 42_000_000 };
/** A migration takes at least five seconds (xapi.md 6.4). */
const shortestMigration = 5 * second;

/** Estimates from field reports (xapi.md 6.4): servers with long firmware tests need fifteen minutes for a boot, twice. */
const phases = {
  staging: { least: 30 * second, expected: 2 * minute, most: 8 * minute },
  rebooting: { least: 2 * minute, expected: 8 * minute, most: 15 * minute },
  installing: { least: 8 * minute, expected: 15 * minute, most: 25 * minute },
  returning: { least: 3 * minute, expected: 9 * minute, most: 17 * minute },
  restoring: { least: 10 * second, expected: 1 * minute, most: 5 * minute },
} satisfies Record<string, Range>;

export function evacuationTime(guests: readonly { readonly memory: number }[]): Range {
  return addRanges(guests.map((guest) => migrationTime(guest.memory)));
}

/** The whole turn of one host, without the soak. */
export function hostTime(evacuation: Range): Range {
  return addRanges([evacuation, ...Object.values(phases)]);
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
  const at = (rate: number): number => Math.max(shortestMigration, Math.round((memory / rate) * second));
  return { least: at(migrationRate.least), expected: at(migrationRate.expected), most: at(migrationRate.most) };
}

function minutes(expected: number, warnAfter: number, stopAfter: number): Deadline {
  return { expected: expected * minute, warnAfter: warnAfter * minute, stopAfter: stopAfter * minute };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
