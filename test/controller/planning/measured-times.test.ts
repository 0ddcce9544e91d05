import { expect } from 'chai';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { makePlan } from '../../../src/controller/planning/make-plan.js';
import { measuredTimes, type EarlierRun } from '../../../src/controller/planning/measured-times.js';
import { evacuationTime, linkOf } from '../../../src/controller/planning/durations.js';
import { card, makeHostSurvey, makeInterface, makeSurvey } from '../../support/controller-evidence.js';
import { gigabyte, makePool, medium83, readAt } from '../../support/controller-facts.js';

const minute = 60_000;
const plan = makePlan(makePool(), medium83, { run: 'run-1', madeAt: readAt, endpoints: [], fix: true });

/** A run in which the first host took so many minutes to be emptied of its 8 GiB, staged, away and restored. */
function ran(
  [emptied, staged, away, restored]: readonly [number, number, number, number],
  pool = 'pool-uuid',
): EarlierRun {
  const key = 'host-1';
  let at = 0;
  const entries: (readonly [number, JournalEntry])[] = [];
  const effect = (name: string, took: number): void => {
    entries.push([at, { type: 'intent', effect: name, key, attempt: 1, detail: {} }]);
    at += took * minute;
    entries.push([at, { type: 'outcome', effect: name, key, attempt: 1, result: 'confirmed', reason: '', detail: {} }]);
  };
  effect('evacuate-host', emptied);
  effect('open-staging-grant', staged / 2);
  effect('arm-grant', staged / 2);
  effect('reboot-host', 1);
  at += (away - 1) * minute;
  entries.push([at, { type: 'noted', what: 'returned', key, detail: {} }]);
  at += restored * minute;
  entries.push([at, { type: 'noted', what: 'assessed', key, detail: {} }]);
  const records = entries.map(([when, entry], index): JournalRecord => ({
    sequence: index + 1,
    run: 'run-1',
    at: when,
    entry,
  }));
  return { plan: { ...plan, pool: { ...plan.pool, uuid: pool } }, records };
}

describe('What earlier runs took', () => {
  it('is read from their journals: the least, the middle, and the longest with something to spare', () => {
    const measured = measuredTimes([ran([8, 4, 30, 2]), ran([16, 4, 20, 2]), ran([4, 4, 40, 2])], 'pool-uuid');
    expect(measured.runs).to.equal(3);
    expect(measured.perGibibyte).to.deep.equal({ least: 0.5 * minute, expected: minute, most: 2.5 * minute });
    expect(measured.away).to.deep.equal({ least: 20 * minute, expected: 30 * minute, most: 50 * minute });
    expect(measured.staging?.expected).to.equal(4 * minute);
    expect(measured.restoring?.expected).to.equal(2 * minute);
  });

  it('leaves half as much again to spare when there was only one', () => {
    expect(measuredTimes([ran([8, 4, 30, 2])], 'pool-uuid').away?.most).to.equal(45 * minute);
  });

  it('says nothing of the network of another pool, but of how long hosts are away', () => {
    const measured = measuredTimes([ran([8, 4, 30, 2], 'other')], 'pool-uuid');
    expect(measured.perGibibyte).to.equal(undefined);
    expect(measured.away?.expected).to.equal(30 * minute);
  });

  it('makes the plan’s times, and the plan says so', () => {
    const measured = measuredTimes([ran([8, 4, 30, 2])], 'pool-uuid');
    const made = makePlan(makePool(), medium83, { run: 'r', madeAt: readAt, endpoints: [], fix: true, measured });
    // 8 GiB at a minute each, and 4 + 30 + 2.
    expect(made.hosts[0]?.forecast.duration.expected).to.equal(44 * minute);
    expect(made.forecast.measuredRuns).to.equal(1);
  });
});

describe('The time of a migration', () => {
  const nothing = { runs: 0, perGibibyte: undefined, staging: undefined, away: undefined, restoring: undefined };
  const guest = [{ memory: 15 * gigabyte }];

  it('is by the link’s speed where it is known, and never faster than xapi reckons with', () => {
    const seconds = (link: number | null): readonly number[] => {
      const { least, expected, most } = evacuationTime(guest, { measured: nothing, link });
      return [least, expected, most].map((time) => Math.round(time / 1000));
    };
    expect(seconds(null)).to.deep.equal([13, 129, 387]);
    expect(seconds(1)).to.deep.equal([129, 129, 387]);
    expect(seconds(25)).to.deep.equal([5, 129, 387]);
    expect(seconds(0.1)).to.deep.equal([1288, 1288, 3865]);
  });

  it('goes by the slowest host’s management interface', () => {
    const pool = makePool();
    const host = (number: number, speed?: number): ReturnType<typeof makeHostSurvey> =>
      makeHostSurvey(`host-${number}`, {
        interfaces: [makeInterface({ cards: [speed === undefined ? card : { ...card, speed }] })],
      });
    expect(linkOf(makeSurvey(pool, { hosts: [host(1, 10_000), host(2, 1000), host(3)] }))).to.equal(1);
    expect(linkOf(makeSurvey(pool))).to.equal(null);
    expect(linkOf(undefined)).to.equal(null);
  });
});
