import { expect } from 'chai';
import { modelOfPool, type ForecastModel } from '../../../../src/controller/planning/forecast/model-of-pool.js';
import { searchOrder } from '../../../../src/controller/planning/forecast/order-search.js';
import { forecastRun } from '../../../../src/controller/planning/forecast/sequence.js';
import { gigabyte, makeHost, makePool, makeVm, medium83 } from '../../../support/controller-facts.js';

/** A pool drawn from a seed: hosts of 64 GiB with guests of 1 to 12 GiB each. */
function drawn(seed: number, hosts: number, most = 6): ForecastModel {
  let state = seed;
  const random = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  const vms = Array.from({ length: hosts }, (_unused, host) =>
    Array.from({ length: random(most) }, (_also, index) =>
      makeVm(`${host + 1}-${index}`, host + 1, { memory: (1 + random(12)) * gigabyte }),
    ),
  ).flat();
  const used = (host: number): number =>
    vms.filter(({ residentOn }) => residentOn === `host-${host}`).reduce((sum, { memory }) => sum + memory, 0);
  const facts = Array.from({ length: hosts }, (_unused, index) =>
    makeHost(index + 1, { memoryFree: 60 * gigabyte - used(index + 1) }),
  );
  return modelOfPool(makePool({ hosts: facts, vms }, hosts), medium83);
}

function costOf(model: ForecastModel, order: readonly string[]): number {
  const { steps, home } = forecastRun(model, order, medium83.target);
  const stuck = steps.reduce((sum, { evacuation }) => sum + evacuation.stuck.length, 0);
  const moves = steps.reduce((sum, { evacuation }) => sum + evacuation.moves.length, 0);
  return stuck * 1e6 + moves + home.goHome.length;
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

const search = (model: ForecastModel): ReturnType<typeof searchOrder> => {
  const [first = '', ...rest] = model.hosts.map(({ uuid }) => uuid);
  return searchOrder(model, [first], rest, medium83.target);
};

describe('The search for the order with the fewest migrations', () => {
  it('finds in small pools what trying every order finds', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const model = drawn(seed, 5);
      const [first = '', ...rest] = model.hosts.map(({ uuid }) => uuid);
      const best = Math.min(...permutations(rest).map((order) => costOf(model, [first, ...order])));
      const found = search(model);
      expect(found.exact).to.equal(true);
      expect(costOf(model, found.order), `seed ${seed}`).to.equal(best);
    }
  });

  it('looks at far fewer than all orders to know it', () => {
    const found = search(drawn(2, 8));
    expect(found.exact).to.equal(true);
    expect(found.looked).to.be.below(13_700);
  });

  it('is bounded in large pools, says so, and is no worse than going by the fewest guests', () => {
    for (const hosts of [16, 24]) {
      const model = drawn(hosts, hosts);
      const found = search(model);
      expect(found.exact).to.equal(false);
      expect(found.looked).to.be.below(hosts * 8 * 6 + hosts * 3);
      const byHand = [...model.hosts.slice(1)].sort((a, b) => a.guests.length - b.guests.length);
      const naive = ['host-1', ...byHand.map(({ uuid }) => uuid)];
      expect(costOf(model, found.order)).to.be.at.most(costOf(model, naive));
      expect(new Set(found.order).size).to.equal(hosts);
    }
  });

  it('gives the same order for the same pool', () => {
    expect(search(drawn(5, 12)).order).to.deep.equal(search(drawn(5, 12)).order);
  });
});
