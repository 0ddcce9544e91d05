import { expect } from 'chai';
import { decideRollout } from '../../../src/controller/rollout/decide-rollout.js';
import type { RolloutDecision } from '../../../src/controller/rollout/rollout-decision.js';
import { foldRollout } from '../../../src/controller/rollout/rollout-ledger.js';
import { makeRolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { restoredNote } from '../../../src/journal/restored-note.js';

const until = Date.UTC(2026, 4, 1);
const description = rolloutDescriptionSchema.parse({ name: 'spring', media: 'm', pools: [{ pool: 'p1' }] });
const looked = { uuid: 'u1', media: 'm', hosts: 2, duration: { least: 1, expected: 2, most: 3 }, firstTurn: 1 };
const plan = makeRolloutPlan(description, {
  ...{ rollout: 'rollout-1', madeAt: 0, by: 'ann', serverRate: undefined },
  pools: new Map([['p1', looked]]),
});

const command = (name: string): JournalEntry => ({ type: 'command', command: name, by: 'ann', detail: {} });
const state = (name: string): JournalEntry => ({ type: 'state', state: name, reason: '', detail: {} });
const restored: JournalEntry = { type: 'noted', what: restoredNote, key: 'rollout-1', detail: { by: 'ann', until } };

function decided(...entries: readonly JournalEntry[]): RolloutDecision {
  const records = entries.map((entry, index) => ({ sequence: index + 1, run: 'rollout-1', at: index, entry }));
  return decideRollout({
    plan,
    ledger: foldRollout(records),
    runs: new Map(),
    planning: new Set(),
    now: until,
    shown: until,
  });
}

const begun = [command('start'), state('running')];

describe('A rollout whose journal was restored', () => {
  it('stops for a person before it begins anything more', () => {
    expect(decided(...begun, restored)).to.deep.equal({
      kind: 'state',
      state: 'stopped',
      reason:
        'the journal was restored from a backup of 2026-05-01T00:00:00.000Z: what this rollout has done since is not in it',
    });
  });

  it('stops as well where the backup has the command to start and no more', () => {
    expect(decided(command('start'), restored, state('running'))).to.include({ state: 'stopped' });
  });

  it('waits until it is resumed, and then goes on', () => {
    const stopped = [...begun, restored, state('stopped')];

    expect(decided(...stopped)).to.include({ kind: 'wait', for: 'person' });
    expect(decided(...stopped, command('resume'))).to.include({ kind: 'state', state: 'running' });
    expect(decided(...stopped, command('resume'), state('running'))).to.include({ kind: 'note', what: 'wave-begun' });
  });

  it('that a person starts afterwards goes on', () => {
    expect(decided(restored, ...begun)).to.include({ kind: 'note', what: 'wave-begun' });
  });
});
