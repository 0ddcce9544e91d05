import { expect } from 'chai';
import { SharedRolloutSite } from '../support/scenario/shared/shared-rollout-site.js';

const minute = 60_000;

/** The second does not know all of them. */
async function siteWithStrangers(pools: number, ...unknown: readonly string[]): Promise<SharedRolloutSite> {
  const site = await SharedRolloutSite.begin({ controllers: 2, pools, hosts: 2 });
  for (const pool of unknown) site.processes[1]?.known.delete(pool);
  return site;
}

describe('A rollout that controllers share', () => {
  let site: SharedRolloutSite;

  afterEach(() => site.end());

  it('is left alone by one that knows only half of its pools, which says so once, until it knows them all', async () => {
    site = await siteWithStrangers(4, '2', '3');
    await site.start({ atOnce: { pools: 1 }, approval: 'never', soak: '0' });
    await site.until(({ atWork }) => atWork.hosts === 1);
    site.processes[0]?.life.kill();
    await site.clock.advance(2 * minute);
    const written = site.journal.records(site.rollout).length;
    await site.clock.advance(2 * minute);

    const status = await site.status(1);

    expect(status.state).to.equal('running');
    expect(status.controller).to.equal(undefined);
    expect(status.reason).to.match(
      /^no controller has the rollout, nor can this one: it does not know the pools 2, 3 \(drydock pool add\); before: /,
    );
    expect(site.journal.records(site.rollout)).to.have.length(written);
    const told = site.processes[1]?.warnings.filter((warning) => warning.startsWith('a rollout is left to others'));
    expect(told).to.have.length(1);
    // Its run of a pool that it knows was taken over meanwhile.
    expect(site.driversOf(0)).to.deep.equal(['controller-1', 'controller-2']);

    site.processes[1]?.known.add('2').add('3');
    await site.clock.advance(5_000);
    expect((await site.status(1)).reason).to.match(/^the rest: 0 of 4 done, 1 at work/);
    expect(site.store.hasLease('controller-2', site.rollout)).to.equal(true);
    expect(await site.broken()).to.deep.equal([]);
  });

  it('is taken over although the plan of another one, begun before it, cannot be read', async () => {
    site = await siteWithStrangers(2);
    const journal = site.store.journal('a newer version');
    const unreadable = [
      { type: 'rollout', plan: { pools: 'of another form' } },
      { type: 'command', command: 'start', by: 'ann', detail: {} },
    ] as const;
    for (const entry of unreadable)
      await site.clock.runUntil(journal.append('rollout-00000000-unread', site.clock.now(), entry));
    await site.start({ atOnce: { pools: 1 }, approval: 'never', soak: '0' });
    await site.until(({ atWork }) => atWork.hosts === 1, 0);
    site.processes[0]?.life.kill();
    await site.clock.advance(2 * minute);

    expect(site.store.hasLease('controller-2', site.rollout)).to.equal(true);
    expect((await site.ended()).state).to.equal('done');
    const listed = await site.clock.runUntil(site.at(1).rollouts.list());
    expect(listed.map(({ rollout, state }) => [rollout, state])).to.deep.equal([
      ['rollout-00000000-unread', 'planned'],
      [site.rollout, 'done'],
    ]);
    expect(listed[0]?.reason).to.match(/^its plan cannot be read: STATE_CORRUPT/);
    expect(await site.broken()).to.deep.equal([]);
  });

  it('is shown by one that leaves it with who drives it', async () => {
    site = await siteWithStrangers(2, '1');
    await site.start({ atOnce: { pools: 1 } });
    await site.clock.advance(5_000);

    const [own, others] = [await site.status(0), await site.status(1)];

    expect(own.controller).to.equal(undefined);
    expect(others.controller).to.equal('controller-1');
    expect(others.state).to.equal('running');
  });
});
