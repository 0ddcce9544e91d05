// One rollout over several controllers: its pools are worked on by whoever has room, and nothing is lost or done twice by that.
import { expect } from 'chai';
import { SharedRolloutSite, type Strike } from '../support/scenario/shared/shared-rollout-site.js';

interface Ended {
  readonly state: string;
  readonly pools: readonly string[];
  readonly broken: readonly string[];
  readonly struck: string | undefined;
  readonly records: number;
  /** Who began each pool first. */
  readonly begunBy: readonly string[];
  readonly most: ReadonlyMap<string, number>;
}

const all = { atOnce: { pools: 6 }, approval: 'never', soak: '0' };

async function upgrade(pools: number, controllers: number, poolsAtWork: number, strike?: Strike): Promise<Ended> {
  const site = await SharedRolloutSite.begin({ controllers, pools, hosts: 2, poolsAtWork });
  try {
    site.strike = strike;
    await site.start(all);
    const { state, waves } = await site.ended();
    return {
      state,
      pools: waves.flatMap((wave) => wave.pools.map((pool) => pool.state)),
      broken: await site.broken(),
      struck: site.struck,
      records: site.store.records.length,
      begunBy: Array.from({ length: pools }, (_, pool) => site.driversOf(pool)[0] ?? ''),
      most: site.most,
    };
  } finally {
    await site.end();
  }
}

describe('The pools of one rollout', function () {
  this.timeout(300_000);

  it('are worked on by every controller that has room, and not by the one alone that drives it', async () => {
    const { state, broken, begunBy, most } = await upgrade(6, 3, 2);

    expect({ state, broken }).to.deep.equal({ state: 'done', broken: [] });
    for (const name of ['controller-1', 'controller-2', 'controller-3'])
      expect(
        begunBy.filter((by) => by === name),
        name,
      ).to.have.length(2);
    expect([...most.values()]).to.deep.equal([2, 2, 2]);
  });

  it('are all worked on where nobody has room, and where there is no other controller', async () => {
    const crowded = await upgrade(4, 2, 1);
    const alone = await upgrade(3, 1, 1);

    for (const { state, broken } of [crowded, alone])
      expect({ state, broken }).to.deep.equal({ state: 'done', broken: [] });
    expect(new Set(crowded.begunBy).size).to.equal(2);
    expect(new Set(alone.begunBy)).to.deep.equal(new Set(['controller-1']));
  });

  for (const [trouble, first] of [
    ['killed', 8],
    ['paused', 25],
  ] as const) {
    it(`are upgraded to the end, each once, when a controller is ${trouble} at any moment, full or not`, async () => {
      const { records } = await upgrade(3, 2, 1);
      for (let record = first; record < records; record += 41) {
        const ended = await upgrade(3, 2, 1, { record, trouble });
        expect(ended.struck, `record ${record}`).not.to.equal(undefined);
        expect(ended, ended.struck).to.deep.include({ state: 'done', pools: ['done', 'done', 'done'], broken: [] });
      }
    });
  }

  it('can be aborted at one that does not know them, which goes on with the rest once the others are left out', async () => {
    const site = await SharedRolloutSite.begin({ controllers: 2, pools: 4, hosts: 2 });
    for (const pool of ['2', '3']) site.processes[1]?.known.delete(pool);
    try {
      await site.start({ atOnce: { pools: 1 }, approval: 'never', soak: '0' });
      await site.until(({ atWork }) => atWork.hosts === 1);
      site.processes[0]?.life.kill();
      await site.clock.advance(60_000);

      await site.say('skip', { pool: '2', reason: 'sold' }, 1);
      expect((await site.status(1)).reason).to.match(/does not know the pool 3 /);
      await site.say('skip', { pool: '3', reason: 'sold' }, 1);
      await site.until(({ waves }) => waves[0]?.pools[1]?.state === 'running');
      await site.say('abort', { runs: true }, 1);

      const end = await site.ended();
      expect(end.state, end.reason).to.equal('aborted');
      expect(end.waves.flatMap(({ pools }) => pools.map(({ state }) => state))).to.deep.equal([
        ...['done', 'aborted', 'skipped', 'skipped'],
      ]);
      expect(await site.broken()).to.deep.equal([]);
    } finally {
      await site.end();
    }
  });
});
