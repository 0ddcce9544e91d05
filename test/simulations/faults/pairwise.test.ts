// Two faults in one upgrade: which pairs and where is drawn from a seed; whatever becomes of the run, every invariant holds.
import { expect } from 'chai';
import { allCells, type Cell } from '../../support/fault-table/table.js';
import { runCell } from '../../support/fault-table/run-cell.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import { Chance } from '../../support/scenario/seeded/chance.js';

/** Each run draws other pairs when it is given another seed: DRYDOCK_PAIR_SEED=7. */
const seed = Number(process.env['DRYDOCK_PAIR_SEED'] ?? '1');

/** Of all pairs of cells, so that each cell stands in one at least; the time is boxed below. */
function drawnPairs(): readonly (readonly [Cell, Cell])[] {
  const chance = new Chance(seededRandom(seed));
  const cells = allCells().filter(({ outcome }) => !outcome.startsWith('refused'));
  return cells.map((cell) => {
    const others = cells.filter((other) => kindOf(other) !== kindOf(cell));
    return [cell, chance.oneOf(others)] as const;
  });
}

/** Two of one kind would be one fault in the history. */
function kindOf({ fault }: Cell): string {
  return fault.split(' ')[0] ?? fault;
}

describe('Two faults in one upgrade', function () {
  this.timeout(600_000);

  it('break no invariant, and every stop says how to go on', async () => {
    const end = performance.now() + 120_000;
    const outcomes = new Map<string, number>();
    let both = 0;
    const pairs = drawnPairs();
    let tried = 0;
    for (const [one, other] of pairs) {
      if (performance.now() > end) break;
      const run = await runCell([one.fault, other.fault], seed).catch((error: unknown) => {
        throw new Error(`seed ${seed}: "${one.fault}" and "${other.fault}"`, { cause: error });
      });
      expect(run.outcome).to.match(/^(done|stopped|refused)/);
      outcomes.set(run.outcome, (outcomes.get(run.outcome) ?? 0) + 1);
      if (run.struck === 2) both++;
      tried++;
    }
    console.log(
      `      seed ${seed}: ${tried} of ${pairs.length} pairs, both struck in ${both}; ${[...outcomes.keys()].length} outcomes`,
    );
    expect(tried).to.be.greaterThan(10);
    expect(both, 'pairs of which both struck').to.be.greaterThan(tried / 3);
  });
});
