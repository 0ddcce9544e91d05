import { expect } from 'chai';
import { turnEvents } from '../../../src/controller/notify/turn-events.js';
import { waitForMachine, waitForPerson, type Decision } from '../../../src/controller/run/decision.js';
import { foldJournal } from '../../../src/controller/run/ledger.js';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { plan, records as journal } from '../report/journal-of-a-run.js';
import { grantOfHost } from '../../support/notify-grants.js';

const run = { plan, knownAs: 'lab' };
const half = 30 * 60_000;
const last = journal.at(-1)!;

function events(decision: Decision, after: number, more: readonly JournalEntry[] = [], grants = [] as never[]) {
  const records: readonly JournalRecord[] = [
    ...journal,
    ...more.map((entry, index) => ({ sequence: last.sequence + 1 + index, run: 'run-1', at: last.at + 1000, entry })),
  ];
  const ledger = foldJournal('run-1', records);
  return turnEvents(run, records, { ledger, grants, now: last.at + after }, decision, half);
}

const running: JournalEntry = { type: 'state', state: 'running', reason: 'tried again by ann', detail: {} };
const approval = waitForPerson('waiting for an approval of xs-2: drydock upgrade approve', 'host-2');

describe('A wait for a person', () => {
  it('is told at once where nothing else tells it, and again at each interval, under an id of its own', () => {
    const told = [1500, half, half + 2000, 2 * half + 2000].map((after) => events(approval, after, [running]));

    expect(told.map((list) => list.map(({ id }) => id))).to.deep.equal([
      [`run-1.waits.${last.sequence + 1}.0`],
      [`run-1.waits.${last.sequence + 1}.0`],
      [`run-1.waits.${last.sequence + 1}.1`],
      [`run-1.waits.${last.sequence + 1}.2`],
    ]);
    expect(told[2]?.[0]).to.deep.include({
      kind: 'waits-for-person',
      severity: 'warning',
      text: 'waiting for an approval of xs-2: drydock upgrade approve',
    });
    expect(told[2]?.[0]?.title).to.include('(since 30 min)');
  });

  it('of a stopped run is announced again and again as a failure, but not at once: the stop itself was told', () => {
    expect(events(waitForPerson('xs-2 never asked for a file', 'host-2'), 5000)).to.deep.equal([]);
    const [event] = events(waitForPerson('xs-2 never asked for a file', 'host-2'), half + 5000);
    expect(event).to.deep.include({
      kind: 'waits-for-person',
      severity: 'failure',
      host: { uuid: 'host-2', name: 'xs-2' },
    });
  });

  it('goes on counting where it was when the controller was restarted meanwhile', () => {
    const restarted: JournalEntry = { type: 'started', epoch: 2, by: 'the controller started' };
    const before = events(approval, half + 2000, [running]);
    const after = events(approval, half + 2000, [running, restarted]);
    expect(after.map(({ id }) => id)).to.deep.equal(before.map(({ id }) => id));
  });
});

describe('A wait for a machine', () => {
  const wait = (minutes: number): Decision => waitForMachine('xs-2 is away', last.at + minutes * 60_000, 'host-2');

  it('is no news for three quarters of its time, then it is, once', () => {
    expect(events(wait(60), 44 * 60_000)).to.deep.equal([]);
    const [first] = events(wait(60), 46 * 60_000);
    const [later] = events(wait(60), 55 * 60_000);
    expect(first).to.deep.include({ kind: 'deadline-near', severity: 'warning' });
    expect(first?.title).to.include('stops in 14 min');
    expect(later?.id).to.equal(first?.id);
  });
});

describe('A wait for a window', () => {
  it('is no news when its end comes near: the run does not stop then', () => {
    const waiting: JournalEntry = { type: 'state', state: 'waiting', reason: 'outside its window', detail: {} };
    const wait = waitForMachine('outside its window', last.at + 60 * 60_000, 'host-2');
    expect(events(wait, 55 * 60_000, [waiting])).to.deep.equal([]);
  });
});

describe('What a media server notices', () => {
  it('is told where a host stalls or is slow, and not where it merely asks otherwise than the first', () => {
    const grants = [
      grantOfHost('host-2', [
        { kind: 'stalled', text: 'nothing for 4 min', since: 100 },
        { kind: 'extra-request', text: 'one more', since: 200 },
      ]),
    ];
    const told = events({ kind: 'finished' }, 0, [], grants as never[]);

    expect(told.map(({ kind, text, id }) => [kind, text, id])).to.deep.equal([
      ['slow', 'nothing for 4 min', 'run-1.slow.host-2.stalled.100'],
    ]);
  });
});
