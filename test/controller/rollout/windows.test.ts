// When a pool of a rollout is begun: by what the machine's clock shows, not by the time that never goes back.
import { expect } from 'chai';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import { decideRollout } from '../../../src/controller/rollout/decide-rollout.js';
import type { RolloutDecision } from '../../../src/controller/rollout/rollout-decision.js';
import { foldRollout } from '../../../src/controller/rollout/rollout-ledger.js';
import { makeRolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import type { JournalEntry } from '../../../src/journal/journal.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 4, 1, 12);
const description = rolloutDescriptionSchema.parse({
  ...{ name: 'spring', media: 'm', windows: ['22:00-04:00 UTC'], pools: [{ pool: 'p1' }] },
});
const plan = makeRolloutPlan(description, {
  ...{ rollout: 'rollout-1', madeAt: noon, by: 'ann', serverRate: undefined },
  pools: new Map([
    ['p1', { uuid: 'u1', media: 'm', hosts: 2, duration: { least: 1, expected: 2, most: 3 }, firstTurn: hour }],
  ]),
});
const begun: readonly JournalEntry[] = [
  { type: 'command', command: 'start', by: 'ann', detail: {} },
  { type: 'state', state: 'running', reason: '', detail: {} },
  { type: 'noted', what: 'wave-begun', key: '0', detail: {} },
];

function decided(now: number, shown: number): RolloutDecision {
  const records = begun.map((entry, index) => ({ sequence: index + 1, run: 'rollout-1', at: noon, entry }));
  return decideRollout({ plan, ledger: foldRollout(records), runs: new Map(), planning: new Set(), now, shown });
}

describe('A pool of a rollout with a window', () => {
  it('is begun when the clock shows that it is open', () => {
    expect(decided(noon + 11 * hour, noon + 11 * hour)).to.include({ kind: 'note', what: 'pool-begun', key: 'p1' });
  });

  it('is not begun early by a clock that was once ahead, and is looked at again when the window opens', () => {
    // It was put forward by eleven hours and put right; the steady time stays ahead.
    expect(decided(noon + 11 * hour, noon)).to.include({ kind: 'wait', for: 'time', until: noon + (11 + 10) * hour });
  });
});
