import { expect } from 'chai';
import type { RunStatus } from '../../src/contract/run-status.js';
import { SharedSite } from '../support/scenario/shared/shared-site.js';
import { usualRequest } from '../support/scenario/usual.js';

const minute = 60_000;

describe('A run of a pool that controllers share', () => {
  let site: SharedSite;

  afterEach(() => site.end());

  /** Planned and started at the first. */
  async function begin(): Promise<void> {
    const first = site.processes[0]?.controller;
    if (first === undefined) throw new Error('no controller');
    const { run } = await site.clock.runUntil(first.plan(usualRequest('pool', site.medium)));
    site.run = run ?? '';
    await site.clock.runUntil(first.command(site.run, { command: 'start', by: 'ann' }));
  }

  async function at(index: number): Promise<RunStatus> {
    const controller = site.processes[index]?.controller;
    if (controller === undefined) throw new Error('no controller');
    return site.clock.runUntil(controller.run(site.run));
  }

  async function until(index: number, wanted: (status: RunStatus) => boolean): Promise<RunStatus> {
    for (let step = 0; step < 2000; step++) {
      const status = await at(index);
      if (wanted(status)) return status;
      await site.clock.advance(5000);
    }
    throw new Error(JSON.stringify(await at(index)));
  }

  it('is shown with its present wait and deadline by a controller that does not have it, and who has it', async () => {
    site = await SharedSite.begin(2);
    await begin();
    await until(0, ({ hosts }) => hosts.some(({ state, deadline }) => state === 'installing' && deadline !== null));
    await site.clock.advance(10_000);

    const [own, others] = [await at(0), await at(1)];

    expect(own.controller).to.equal(undefined);
    expect(others.controller).to.equal('controller-1');
    expect([others.state, others.reason]).to.deep.equal([own.state, own.reason]);
    expect(others.hosts.map(({ deadline }) => deadline)).to.deep.equal(own.hosts.map(({ deadline }) => deadline));
    expect(others.hosts.some(({ deadline }) => deadline !== null)).to.equal(true);
    // No heartbeat may tell of a run that hangs because another controller turns it.
    expect([...site.onlookers]).to.deep.equal(['controller-2']);
  });

  it('is neither taken over nor stopped by one that does not know the pool, which says so and writes nothing', async () => {
    site = await SharedSite.begin(2, [], undefined, ['controller-2']);
    await begin();
    await until(0, ({ hosts }) => hosts.some(({ state }) => state === 'evacuating'));
    site.processes[0]?.life.kill();
    const written = site.store.records.length;
    await site.clock.advance(10 * minute);

    const status = await at(1);

    expect(site.store.records).to.have.length(written);
    expect(status.state).to.equal('running');
    expect(status.controller).to.equal(undefined);
    expect(status.reason).to.match(/^no controller has the pool, nor can this one: it does not know the pool pool \(/);
  });
});
