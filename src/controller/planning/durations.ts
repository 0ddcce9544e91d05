/** How long the phases of a host take, as far as one can know before: measured in earlier runs, else figures of the field. */
import { typicalMigrationSeconds, typicalTimes, type TimeRange } from '../../releases/typical-times.js';
import type { Survey } from '../facts/survey.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { MeasuredTimes } from './measured-times.js';
import type { Range } from './medium.js';

const second = 1000;
const minute = 60 * second;
const gibibyte = 1024 ** 3;

export interface TimeBasis {
  readonly measured: MeasuredTimes;
  /** Gbit/s of the slowest way between two hosts; null where nobody knows. */
  readonly link: number | null;
}

/** In Gbit/s: what a migration makes of a link whose speed nobody knows. 1 is what xapi itself reckons with. */
const migrationSpeeds = { least: 10, expected: 1, most: 1 / 3 };

/** A guest that has not shut down after five minutes seldom does; xapi waits for twenty. */
const shuttingDown: Range = { least: 10 * second, expected: minute, most: 5 * minute };
const startingAgain: Range = { least: 5 * second, expected: 30 * second, most: 2 * minute };

const boot = rangeOf(typicalTimes.physicalReboot, typicalTimes.rebootGrace);
// `main` copies the boot files and rebuilds the initrd; Citrix's own tests give it 900 s (xencenter-rpu.md 3.2).
const staging: Range = { least: 30 * second, expected: 2 * minute, most: 15 * minute };
/** Into the installer, and afterwards into the new system. */
const away = addRanges([boot, rangeOf(typicalTimes.installation), boot]);
const restoring = rangeOf(typicalTimes.xapiStart, typicalTimes.selfEnable);

export function evacuationTime(guests: readonly { readonly memory: number }[], basis?: TimeBasis): Range {
  return addRanges(guests.map((guest) => migrationTime(guest.memory, basis)));
}

/** Guests that are down for a host's turn: each is shut down and started again, one after the other. */
export function downTime(guests: number): Range {
  return addRanges(Array.from({ length: guests }, () => addRanges([shuttingDown, startingAgain])));
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
export function hostTime(evacuation: Range, measured?: MeasuredTimes): Range {
  return addRanges([
    evacuation,
    measured?.staging ?? staging,
    measured?.away ?? away,
    measured?.restoring ?? restoring,
  ]);
}

export function addRanges(ranges: readonly Range[]): Range {
  return {
    least: sum(ranges.map((range) => range.least)),
    expected: sum(ranges.map((range) => range.expected)),
    most: sum(ranges.map((range) => range.most)),
  };
}

/** The slowest of the hosts' management interfaces, each as fast as its fastest card: where a migration goes by default. */
export function linkOf(survey: Survey | undefined): number | null {
  const speeds = (survey?.hosts ?? []).map(({ interfaces }) => {
    const cards = interfaces.filter(({ isManagement }) => isManagement).flatMap(({ cards: behind }) => behind);
    const known = cards.flatMap(({ speed }) => speed ?? []);
    return known.length === 0 ? null : Math.max(...known);
  });
  const known = speeds.filter((speed) => speed !== null);
  return known.length === 0 ? null : Math.min(...known) / 1000;
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

/** No faster than the link, and on a fast one no faster than xapi reckons with: one migration seldom fills ten gigabits. */
function migrationTime(memory: number, basis: TimeBasis | undefined): Range {
  const measured = basis?.measured.perGibibyte;
  if (measured !== undefined) {
    const at = (time: number): number => Math.round(Math.max(5 * second, (time * memory) / gibibyte));
    return { least: at(measured.least), expected: at(measured.expected), most: at(measured.most) };
  }
  const link = basis?.link ?? null;
  const atMost = (speed: number): number => (link === null ? speed : Math.min(speed, link));
  const at = (speed: number): number => Math.round(typicalMigrationSeconds(memory / speed) * second);
  return {
    least: at(link ?? migrationSpeeds.least),
    expected: at(atMost(migrationSpeeds.expected)),
    most: at(atMost(migrationSpeeds.expected) / 3),
  };
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
