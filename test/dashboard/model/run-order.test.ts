import { expect } from 'chai';
import type { RunStatus } from '../../../src/contract/run-status.js';
import { olderKept, withOlder } from '../../../src/dashboard/model/run-order.js';

const run = (id: string, state: RunStatus['state'] = 'done'): RunStatus =>
  ({ run: id, state, startedAt: 1, reason: 'so' }) as RunStatus;
const ids = (runs: readonly RunStatus[]): readonly string[] => runs.map((one) => one.run);

describe('A list of runs that shows older ones too', () => {
  it('loses none that a newer one pushes out of the list of the last', () => {
    const page = [run('1'), run('2')];
    const before = [run('3'), run('4'), run('5', 'running')];
    const after = [run('4'), run('5')];

    const shownBefore = olderKept(page, before);
    const shownAfter = olderKept(shownBefore, after);

    expect(ids(withOlder(before, shownBefore))).to.have.members(['1', '2', '3', '4', '5']);
    expect(ids(withOlder(after, shownAfter))).to.have.members(['1', '2', '3', '4', '5']);
  });

  it('shows a run once, as it is now', () => {
    const [shown] = withOlder([{ ...run('1'), reason: 'now' }], [run('1')]);
    expect(shown?.reason).to.equal('now');
    expect(withOlder([run('1')], [run('1')])).to.have.length(1);
  });
});
