import { expect } from 'chai';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import { wants } from '../../../src/controller/notify/channel.js';
import { mailMessage } from '../../../src/controller/notify/channels/mail-message.js';
import { webhookBody } from '../../../src/controller/notify/channels/webhook-body.js';
import { toldEventSchema, type RolloutEvent } from '../../../src/controller/notify/rollout-event.js';
import { rolloutRecordEvent, rolloutTurnEvent } from '../../../src/controller/notify/rollout-events.js';
import { waitFor } from '../../../src/controller/rollout/rollout-decision.js';
import { makeRolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { readAt } from '../../support/controller-facts.js';

const half = 30 * 60_000;
const description = rolloutDescriptionSchema.parse({
  ...{ name: 'spring', media: 'm', canary: ['p1'] },
  pools: [{ pool: 'p1' }, { pool: 'p2' }],
});
const looked = { media: 'm', hosts: 2, duration: { least: 1, expected: 2, most: 3 }, firstTurn: 1 };
const plan = makeRolloutPlan(description, {
  ...{ rollout: 'rollout-1', madeAt: readAt, by: 'ann', serverRate: undefined },
  pools: new Map(['p1', 'p2'].map((pool) => [pool, { ...looked, uuid: `uuid of ${pool}` }])),
});

const state = (name: string, reason = 'because'): JournalEntry => ({ type: 'state', state: name, reason, detail: {} });
const note = (what: string, key: string, detail: Readonly<Record<string, unknown>> = {}): JournalEntry => ({
  ...{ type: 'noted', what, key, detail },
});
const command: JournalEntry = { type: 'command', command: 'start', by: 'ann', detail: {} };
const planned: JournalEntry = { type: 'rollout', plan };

function journal(...entries: readonly JournalEntry[]): readonly JournalRecord[] {
  return entries.map((entry, index) => ({ sequence: index + 1, run: 'rollout-1', at: readAt + index * 1000, entry }));
}

function eventsOf(...entries: readonly JournalEntry[]): readonly RolloutEvent[] {
  const all = journal(...entries);
  return all.flatMap((_one, index) => rolloutRecordEvent(plan, all.slice(0, index + 1)) ?? []);
}

describe('What is told of a rollout', () => {
  it('is that it is planned, begins, each wave, and its end; not every record', () => {
    const told = eventsOf(
      ...[planned, command, state('running')],
      ...[note('wave-begun', '0'), note('pool-begun', 'p1', { run: 'rollout-1.1' })],
      ...[note('wave-done', '0', { failed: [] }), note('wave-begun', '1')],
      ...[note('wave-done', '1', { failed: ['p2'] }), state('done', 'every wave is through; not upgraded: p2')],
    );
    expect(told.map(({ kind, severity }) => [kind, severity])).to.deep.equal([
      ['rollout-planned', 'info'],
      ['rollout-started', 'info'],
      ['wave-begun', 'info'],
      ['wave-done', 'info'],
      ['wave-begun', 'info'],
      ['wave-done', 'warning'],
      ['rollout-done', 'warning'],
    ]);
    expect(told[0]?.text).to.equal('2 pools in 2 waves. Nothing has begun.');
    expect(told.at(-1)).to.deep.include({ id: 'rollout-1.9', state: 'done', waves: { total: 2, done: 2 } });
  });

  it('is that its budget of failures is used up, with the pools and what to do', () => {
    const [, , stopped] = eventsOf(
      planned,
      state('running'),
      state('stopped', '2 failed, 1 may: p1 (blocked); p2 (…)'),
    );
    expect(stopped).to.deep.include({ kind: 'rollout-stopped', severity: 'failure' });
    expect(stopped?.text).to.include('p1 (blocked)');
    expect(stopped?.nextAction).to.include('drydock rollout resume rollout-1');
  });

  it('is that a pool could not be begun, for which there is no run that would tell', () => {
    const [refused] = eventsOf(note('pool-refused', 'p2', { run: 'rollout-1.2', reason: 'clock-skew (xs-1): ahead' }));
    expect(refused).to.deep.include({ kind: 'pool-refused', severity: 'warning', text: 'clock-skew (xs-1): ahead' });
    expect(refused?.nextAction).to.equal('Mend it, then: drydock rollout retry rollout-1 --pool p2');
  });

  it('is that it waits for an approval, at once and again at each interval, under an id of its own', () => {
    const records = journal(planned, state('running'), note('wave-done', '0', { failed: [] }));
    const wait = waitFor('person', 'wave 1 (1 pools) waits for an approval: drydock rollout approve');
    const at = records.at(-1)?.at ?? 0;
    const told = [1000, half + 1000, 2 * half + 1000].map((later) =>
      rolloutTurnEvent(plan, records, { decision: wait, now: at + later }, half),
    );
    expect(told.map((event) => event?.id)).to.deep.equal([0, 1, 2].map((number) => `rollout-1.waits.3.${number}`));
    expect(told[1]?.title).to.equal('Rollout spring waits for a person (since 30 min)');
  });

  it('is not that nobody has started it, nor at once what its stop has told', () => {
    const wait = { decision: waitFor('person', 'planned, not started'), now: readAt + 10 * half };
    expect(rolloutTurnEvent(plan, journal(planned), wait, half)).to.equal(undefined);
    const stopped = journal(planned, state('running'), state('stopped'));
    const soon = { decision: waitFor('person', 'stopped'), now: readAt + 3000 };
    expect(rolloutTurnEvent(plan, stopped, soon, half)).to.equal(undefined);
    expect(rolloutTurnEvent(plan, stopped, { ...soon, now: readAt + 2 * half }, half)?.severity).to.equal('failure');
  });
});

describe('A channel', () => {
  const [event] = eventsOf(state('stopped', '1 failed, 0 may: p1 (blocked)'));
  if (event === undefined) throw new Error('nothing was told');
  const of = (kind: 'webhook' | 'pool-message', ...pools: readonly string[]) =>
    wants({ kind, severity: 'info', pools }, event);

  it('takes a rollout that is about one of its pools, except as a message in a pool', () => {
    expect([of('webhook'), of('webhook', 'p2'), of('webhook', 'p3'), of('pool-message')]).to.deep.equal([
      ...[true, true, false, false],
    ]);
  });

  it('says the same of it in each form, and reads it back from the outbox', () => {
    expect(webhookBody(event, 'text').text)
      .to.include('Waves: 0 of 2 through')
      .and.include('Rollout: rollout-1, 2 pools');
    expect(mailMessage(event)).to.deep.include({
      subject: '[drydock] failure: Rollout spring has stopped and begins no other pool',
      references: '<rollout-1@drydock.invalid>',
    });
    expect(toldEventSchema.parse(JSON.parse(JSON.stringify(event)))).to.deep.equal(event);
  });
});
