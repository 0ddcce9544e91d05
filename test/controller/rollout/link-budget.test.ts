// How many hosts the link has room for: what the description says and what the media server gives, whichever is less.
import { expect } from 'chai';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import { boundsOf } from '../../../src/controller/rollout/bounds.js';
import { foldRollout } from '../../../src/controller/rollout/rollout-ledger.js';
import { makeRolloutPlan, type RolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import type { RunFacts } from '../../../src/controller/rollout/run-facts.js';

function planOf(link: object | undefined, serverRate: number | undefined): RolloutPlan {
  const description = rolloutDescriptionSchema.parse({
    ...{ name: 'spring', media: 'm', atOnce: { pools: 9, hosts: 9 }, pools: [{ pool: 'p1' }] },
    ...(link === undefined ? {} : { link }),
  });
  const seen = { uuid: 'u1', media: 'm', hosts: 2, duration: { least: 1, expected: 2, most: 3 }, firstTurn: 1 };
  return makeRolloutPlan(description, {
    ...{ rollout: 'rollout-1', madeAt: 0, by: 'ann', serverRate },
    pools: new Map([['p1', seen]]),
  });
}

const places = (link: object | undefined, serverRate?: number): number | null => planOf(link, serverRate).limits.link;

describe('The budget of a link', () => {
  it('is what the description says, by what each host should get', () => {
    expect(places({ megabytesPerSecond: 100 })).to.equal(4);
    expect(places({ megabytesPerSecond: 100, perHost: 40 })).to.equal(2);
  });

  it('is bounded by what the media server gives all hosts together, also where the description says nothing', () => {
    expect(places({ megabytesPerSecond: 100 }, 60)).to.equal(2);
    expect(places(undefined, 60)).to.equal(2);
    expect(places(undefined)).to.equal(null);
  });

  it('leaves room for one host, however slow the link is', () => {
    expect(places({ megabytesPerSecond: 5 })).to.equal(1);
  });

  it('is shared with every run of the controller, those of no rollout too', () => {
    const rollout = { plan: planOf({ megabytesPerSecond: 50 }, undefined), ledger: foldRollout([]) };
    const atWork: RunFacts = {
      ...{ run: 'r', state: 'running', reason: '', stateSequence: 1, hosts: { total: 2, finished: 0 }, hostsAtWork: 1 },
      ...{ startedAt: 0, endedAt: null, asked: { start: true, abort: false } },
    };
    const bounds = (...others: readonly RunFacts[]) =>
      boundsOf('rollout-1.1', rollout, new Map(others.map((facts, index) => [`other-${index}`, facts])));
    expect(bounds(atWork)?.held).to.equal(undefined);
    expect(bounds(atWork, atWork)?.held?.reason).to.equal('the link has room for 2 hosts, and 2 are at work');
  });
});
