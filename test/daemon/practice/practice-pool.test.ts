// Several practice pools of one folder: each is a pool of its own, with a password of its own.
import { expect } from 'chai';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticePool, type PracticePool } from '../../../src/daemon/practice/practice-pool.js';

describe('Practice pools that run side by side', () => {
  const pools: PracticePool[] = [];
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-practice-'));
    const options = { hosts: 1, vms: 1, release: 'xcp-ng-8.2', speed: 60, faults: [], haEnabled: false } as const;
    for (let count = 0; count < 2; count += 1) pools.push(await startPracticePool({ ...options, folder }));
  });

  after(async () => {
    await Promise.all(pools.map(({ simulator }) => simulator.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('are two pools: a run of one does not stand in the way of the other', () => {
    const uuids = pools.map(({ simulator }) => simulator.pool.world.state.pool.uuid);
    expect(new Set(uuids)).to.have.length(2);
  });

  it('leave the password of the other where it is', async () => {
    for (const { passwordFile, simulator } of pools)
      expect(await readFile(passwordFile, 'utf8')).to.equal(`${simulator.password}\n`);
  });
});
