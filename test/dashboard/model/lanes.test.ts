/** The time axis of a run. */
import { expect } from 'chai';
import type { TimelineReply } from '../../../src/contract/api/timeline.js';
import { lanesOf } from '../../../src/dashboard/model/lanes.js';

const minute = 60_000;

function effect(from: number, to: number | null, state: TimelineReply['pool'][number]['state'] = 'confirmed') {
  return {
    effect: 'evacuate-host',
    key: 'k',
    what: 'evacuate a',
    attempt: 1,
    from,
    to,
    state,
    deadline: null,
    reason: '',
  };
}

function timeline(more: Partial<TimelineReply>): TimelineReply {
  return { run: 'r', at: 0, from: 0, to: null, hosts: [], pool: [], readAt: null, vms: [], ...more };
}

describe('lanes over time', () => {
  it('are not drawn before anything was done', () => {
    expect(lanesOf(timeline({}), 5 * minute)).to.equal(null);
  });

  it('place phases and steps by shares of the time that has passed, open ones up to now', () => {
    const lanes = lanesOf(
      timeline({
        hosts: [
          {
            ...{ uuid: 'a', name: 'a', coordinator: true, effects: [effect(10 * minute, 20 * minute)] },
            phases: [
              { phase: 'evacuating', from: 10 * minute, to: 20 * minute, expected: 10 * minute },
              { phase: 'installing', from: 20 * minute, to: null, expected: 5 * minute },
              { phase: 'restoring', from: null, to: null, expected: minute },
            ],
          },
        ],
      }),
      40 * minute,
    );
    const phases = lanes?.lanes[0]?.phases ?? [];
    expect(phases.map(({ phase, x, width, open, late }) => [phase, x, width, open, late])).to.deep.equal([
      ['evacuating', 25, 25, false, false],
      ['installing', 50, 50, true, true],
    ]);
    expect(lanes?.now).to.equal(100);
    expect(lanes?.ticks.map(({ x }) => x)).to.deep.equal([0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100]);
  });

  it('end with the run, keep what took no time visible, and have a lane for the pool where it has steps', () => {
    const lanes = lanesOf(
      timeline({ to: 100 * minute, pool: [effect(100 * minute, 100 * minute, 'failed')] }),
      900 * minute,
    );
    expect(lanes?.now).to.equal(null);
    expect(lanes?.lanes.map(({ id }) => id)).to.deep.equal(['pool']);
    const step = lanes?.lanes[0]?.effects[0];
    expect(step?.width).to.be.closeTo(0.3, 1e-9);
    expect((step?.x ?? 0) + (step?.width ?? 0)).to.be.at.most(100);
  });
});
