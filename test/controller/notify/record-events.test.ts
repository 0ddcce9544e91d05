import { expect } from 'chai';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { recordEvent } from '../../../src/controller/notify/record-events.js';
import type { RunEvent } from '../../../src/controller/notify/run-event.js';
import { plan, records, secrets } from '../report/journal-of-a-run.js';
import { readAt } from '../../support/controller-facts.js';

const run = { plan, knownAs: 'lab' };

/** The events of a journal, as they are told one record after the other. */
function eventsOf(all: readonly JournalRecord[]): readonly RunEvent[] {
  return all.flatMap((_record, index) => recordEvent(run, all.slice(0, index + 1)) ?? []);
}

function journal(...entries: readonly JournalEntry[]): readonly JournalRecord[] {
  return entries.map((entry, index) => ({ sequence: index + 1, run: 'run-1', at: readAt + index * 60_000, entry }));
}

const state = (name: string, reason: string, detail: Record<string, unknown> = {}): JournalEntry => ({
  type: 'state',
  state: name,
  reason,
  detail,
});

describe('What is told of a run', () => {
  it('is that a clock is wrong where that keeps it from its window, and not that it waits for one', () => {
    const waits = journal(
      state('waiting', 'xs-1: outside its window', { until: 5 }),
      state('waiting', 'xs-1: the clock of this machine shows …', { doubtful: true }),
    );
    expect(eventsOf(waits).map(({ kind, nextAction }) => [kind, nextAction])).to.deep.equal([
      ['waits-for-person', 'drydock doctor --pool lab'],
    ]);
  });

  it('is that it was planned, each host that is begun and done, and that it stopped; not every record', () => {
    const told = eventsOf(records).map(({ kind, host }) => [kind, host?.name ?? null]);

    expect(told).to.deep.equal([
      ['run-planned', null],
      ['host-begun', 'xs-1'],
      ['host-done', 'xs-1'],
      ['run-stopped', null],
    ]);
  });

  it('has an id of run and record, which is the same when it is made again', () => {
    expect(eventsOf(records).map(({ id }) => id)).to.deep.equal(eventsOf(records).map(({ id }) => id));
    expect(eventsOf(records).at(-1)?.id).to.equal(`run-1.${records.at(-1)?.sequence}`);
  });

  it('names the kind of failure, the host and the next action of a run that stopped', () => {
    const detail = { host: 'host-2', failure: 'never-fetched', nextAction: 'Look at the boot order.' };
    const [event] = eventsOf(journal(state('stopped', 'nothing was asked for', detail)));

    expect(event).to.deep.include({
      kind: 'run-stopped',
      severity: 'failure',
      title: `${plan.pool.name}: the upgrade has stopped at xs-2`,
      text: 'nothing was asked for',
      nextAction: 'Look at the boot order.',
      host: { uuid: 'host-2', name: 'xs-2' },
      failure: 'never-fetched',
      state: 'stopped',
    });
  });

  it('calls the first time it runs a start, and a later one going on', () => {
    const told = eventsOf(
      journal(state('running', 'started by ann'), state('paused', 'paused by ann'), state('running', 'resumed by bob')),
    );

    expect(told.map(({ kind }) => kind)).to.deep.equal(['run-started', 'run-paused', 'run-resumed']);
    expect(told.map(({ text }) => text)).to.deep.equal(['started by ann', 'paused by ann', 'resumed by bob']);
  });

  it('counts at the end what became of the hosts', () => {
    const told = eventsOf(
      journal(
        { type: 'noted', what: 'host-done', key: 'host-1', detail: {} },
        { type: 'noted', what: 'skipped', key: 'host-2', detail: { reason: 'skipped by ann' } },
        { type: 'noted', what: 'given-up', key: 'host-3', detail: { by: 'ann' } },
        state('done', 'every host of the plan is done'),
      ),
    );

    expect(told.map(({ kind, severity }) => `${kind} ${severity}`)).to.deep.equal([
      'host-done info',
      'host-skipped notice',
      'host-given-up warning',
      'run-done info',
    ]);
    expect(told.at(-1)?.hosts).to.deep.equal({ total: 3, done: 1, skipped: 1, givenUp: 1 });
    expect(told.at(-1)?.text).to.equal(
      '1 of 3 hosts upgraded, 1 skipped, 1 given up. Report: drydock upgrade report run-1',
    );
  });

  it('says that a restarted controller goes on, once for each restart, and nothing of the first start', () => {
    const started = (epoch: number): JournalEntry => ({ type: 'started', epoch, by: 'the controller started' });
    const told = eventsOf(journal(started(1), state('running', 'started by ann'), started(2), started(3)));

    expect(told.map(({ kind }) => kind)).to.deep.equal(['run-started', 'run-taken-up', 'run-taken-up']);
  });

  it('tells of a VM that is not home and of an undo that waits', () => {
    const told = eventsOf(
      journal(
        { type: 'noted', what: 'left-away', key: 'vm-1b-uuid', detail: { reason: 'no room on xs-1' } },
        { type: 'noted', what: 'pending-undo', key: 'restore-ha', detail: { condition: 'versions agree' } },
      ),
    );

    expect(told.map(({ kind, severity, text }) => [kind, severity, text])).to.deep.equal([
      ['vm-away', 'warning', 'no room on xs-1'],
      ['undo-pending', 'warning', 'versions agree'],
    ]);
    expect(told[0]?.title).to.include('vm-1b');
  });

  it('holds neither the token of a grant nor the password of an address', () => {
    const reason = `could not read http://u:${secrets[1]}@192.0.2.1/i/${secrets[0]}/x`;
    const [event] = eventsOf(journal(state('stopped', reason, { host: 'host-2', nextAction: reason })));

    for (const secret of secrets) expect(JSON.stringify(event)).not.to.include(secret);
    expect(event?.text).to.include('/i/[secret]/x');
  });
});
