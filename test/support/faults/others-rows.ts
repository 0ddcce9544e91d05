/** Faults of other people and programs at work on the pool. */
import { expect } from 'chai';
import { works } from '../../../src/simulator/faults/kinds/others-at-work.js';
import { visitConsole, type PersonError } from '../../../src/simulator/life/console.js';
import { hour, minute, struckPool, url, type FaultRows } from './struck-pool.js';

export const othersRows: FaultRows<'somebody-at-work' | 'claim-taken' | 'person-errs'> = {
  'person-errs': async () => {
    const seen = async (does: PersonError) => {
      const test = await struckPool({ kind: 'person-errs', host: 1, does }, { times: { agentStart: [1000, 1000] } });
      const before = test.pool.host(1).bootedAt;
      await test.clock.advance(minute);
      const { world } = test.pool;
      world.spawn(() => visitConsole(world, test.pool.host(1), { url, release: 'xcp-ng-8.3' }));
      await test.clock.advance(hour);
      const version = test.pool.host(1).running.productVersion;
      return { test, version, rebooted: test.pool.host(1).bootedAt !== before };
    };
    expect(await seen('nothing')).to.deep.include({ rebooted: false });
    expect(await seen('boots-old-system')).to.deep.include({ rebooted: true, version: '8.2.1' });
    const wrong = await seen('wrong-host');
    expect(wrong.rebooted).to.equal(false);
    expect(wrong.test.events('host-booted')).to.have.length(1);
    expect(await seen('other-medium')).to.deep.include({ rebooted: true, version: '8.3.99' });
    const { test } = await seen('fresh-install');
    expect(test.pool.host(1).agent).to.equal('emergency');
    return test;
  },
  'somebody-at-work': async () => {
    for (const does of works) {
      const test = await struckPool({ kind: 'somebody-at-work', does, lasts: hour });
      const tasks = async (): Promise<unknown[]> =>
        Object.values((await test.call('task.get_all_records')) as Record<string, { status: string }>)
          .filter(({ status }) => status === 'pending')
          .map((task) => task);
      expect(await tasks(), does).to.have.length(1);
      await test.clock.advance(hour);
      expect(await tasks(), does).to.deep.equal([]);
    }
    const backup = await struckPool({ kind: 'somebody-at-work', does: 'xo-backup', vm: 'one', lasts: hour });
    await backup.call('host.disable', backup.hostRef(0));
    const refused = (await backup.task('host.evacuate', backup.hostRef(0))) as { error_info: string[] };
    expect(refused.error_info[0]).to.equal('OPERATION_BLOCKED');
    await backup.clock.advance(hour);
    expect(await backup.task('host.evacuate', backup.hostRef(0))).to.have.property('status', 'success');
    return backup;
  },
  'claim-taken': async () => {
    const test = await struckPool(
      { kind: 'claim-taken', at: 'host-disabled', host: 0, run: 'run-of-bob' },
      { otherConfig: { drydock_run: 'run-1' } },
    );
    await test.call('host.disable', test.hostRef(0));
    await test.clock.advance(minute);
    const [pool] = Object.values((await test.call('pool.get_all_records')) as Record<string, { other_config: object }>);
    expect(pool?.other_config).to.have.property('drydock_run', 'run-of-bob');
    return test;
  },
};
