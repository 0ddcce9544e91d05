import { expect } from 'chai';
import { faultKinds, type Fault, type FaultKind } from '../../src/simulator/faults/fault.js';
import { poolForTest, upgradeHost, type PoolForTest } from '../support/simulator-pool.js';

const url = 'http://192.0.2.1/i/x/';

async function afterUpgrade(...faults: Fault[]): Promise<PoolForTest> {
  const test = await poolForTest({ hosts: 2, vms: [{ host: 0, name: 'one' }], faults });
  await upgradeHost(test, 0, url).catch(() => undefined);
  return test;
}

/** One row for each kind: what is scripted, and what is then seen. */
const rows: Readonly<Record<FaultKind, () => Promise<void>>> = {
  'installer-fetch-fails': async () => {
    const before = await afterUpgrade({
      kind: 'installer-fetch-fails',
      host: 0,
      phase: 'look-up',
      occurrence: 'every',
    });
    expect(before.events('installer-refused')).to.have.length(1);
    const after = await afterUpgrade({
      kind: 'installer-fetch-fails',
      host: 'xs-1',
      phase: 'packages',
      path: '.treeinfo',
    });
    expect(after.events('host-lost')).to.have.length(1);
    const retried = await afterUpgrade({ kind: 'installer-fetch-fails', path: 'xapi-core' });
    expect(retried.events('installed')).to.have.length(1);
    const worn = await afterUpgrade({ kind: 'installer-fetch-fails', path: 'xapi-core', occurrence: 'every' });
    expect(worn.events('host-lost')).to.have.length(1);
  },
  'never-returns': async () => {
    const test = await afterUpgrade({ kind: 'never-returns', host: 0 });
    expect(test.pool.host(0).power).to.equal('off');
  },
  'returns-with-old-version': async () => {
    const test = await afterUpgrade({ kind: 'returns-with-old-version' });
    expect(test.pool.host(0).recordedVersion['product_version']).to.match(/^8\.2/);
    expect(test.pool.host(0).enabled).to.equal(true);
  },
  'evacuation-fails': async () => {
    const faults: Fault[] = [{ kind: 'evacuation-fails', vm: 'two', error: ['VM_FAILED_SUSPEND_ACKNOWLEDGMENT'] }];
    const vms = ['one', 'two', 'three'].map((name) => ({ host: 0, name }));
    const test = await poolForTest({ vms, faults });
    await test.call('host.disable', test.hostRef(0));
    const task = await test.task('host.evacuate', test.hostRef(0));
    expect(task).to.deep.include({ status: 'failure', error_info: ['VM_FAILED_SUSPEND_ACKNOWLEDGMENT'] });
    expect(await test.record('VM', test.vmRef('one'))).not.to.have.property('resident_on', test.hostRef(0));
    expect(await test.record('VM', test.vmRef('three'))).to.have.property('resident_on', test.hostRef(0));
  },
  'plugin-fails': async () => {
    const faults: Fault[] = [{ kind: 'plugin-fails', fn: 'main', error: ['ERROR_PREPARING_HOST'] }];
    const test = await poolForTest({ faults });
    const failure = await test.failure('host.call_plugin', test.hostRef(0), 'prepare_host_upgrade.py', 'main', { url });
    expect(failure).to.deep.equal(['XENAPI_PLUGIN_FAILURE', 'main', 'Exception', 'ERROR_PREPARING_HOST']);
  },
  'migration-slow': async () => {
    const test = await poolForTest({
      vms: [{ host: 0, name: 'one' }],
      faults: [{ kind: 'migration-slow', factor: 10 }],
    });
    const before = test.clock.now();
    await test.call('VM.pool_migrate', test.vmRef('one'), test.hostRef(1), {});
    expect(test.clock.now() - before).to.be.closeTo(171_800, 10);
  },
  'reply-lost': async () => {
    const test = await poolForTest({ faults: [{ kind: 'reply-lost', method: 'host.disable' }] });
    const params = [test.session, test.hostRef(1)];
    const lost = await test.pool
      .transport({ address: '127.0.0.1', method: 'host.disable', params })
      .catch((e: unknown) => e);
    expect(lost).to.have.property('code', 'XAPI_REPLY_LOST');
    expect(test.pool.host(1).enabled).to.equal(false);
  },
  'connection-refused': async () => {
    const test = await poolForTest({ faults: [{ kind: 'connection-refused', method: 'host.disable' }] });
    const params = [test.session, test.hostRef(1)];
    const refused = await test.pool
      .transport({ address: '127.0.0.1', method: 'host.disable', params })
      .catch((e: unknown) => e);
    expect(refused).to.have.property('code', 'XAPI_UNREACHABLE');
    expect(test.pool.host(1).enabled).to.equal(true);
  },
  'call-fails': async () => {
    const test = await poolForTest({
      faults: [
        {
          kind: 'call-fails',
          method: 'host.disable',
          occurrence: 2,
          error: ['OTHER_OPERATION_IN_PROGRESS', 'host', 'a', 'b', 'c'],
        },
      ],
    });
    await test.call('host.disable', test.hostRef(1));
    expect(await test.failure('host.disable', test.hostRef(1))).to.have.property('0', 'OTHER_OPERATION_IN_PROGRESS');
    await test.call('host.disable', test.hostRef(1));
  },
  'session-lost': async () => {
    const test = await poolForTest({ faults: [{ kind: 'session-lost', method: 'host.disable' }] });
    expect(await test.failure('host.disable', test.hostRef(1))).to.deep.equal(['SESSION_INVALID', test.session]);
    expect(test.pool.host(1).enabled).to.equal(true);
  },
  'storage-not-attached': async () => {
    const test = await afterUpgrade({ kind: 'storage-not-attached', host: 0 });
    const { state } = test.pool.world;
    expect(state.pbdsOf(test.pool.host(0)).filter((pbd) => !pbd.attached)).to.have.length(1);
    expect([...state.messages.values()].map((message) => message.name)).to.deep.equal([
      'PBD_PLUG_FAILED_ON_SERVER_START',
    ]);
    expect(test.pool.host(0).enabled).to.equal(true);
  },
  'stays-disabled': async () => {
    const test = await afterUpgrade({ kind: 'stays-disabled', host: 0 });
    expect(test.pool.host(0)).to.deep.include({ live: true, enabled: false });
    await test.call('host.enable', test.hostRef(0));
    expect(test.pool.host(0).enabled).to.equal(true);
  },
  'starts-in-emergency': async () => {
    const test = await poolForTest({
      faults: [{ kind: 'starts-in-emergency', host: 1, error: ['HOST_UNKNOWN_TO_MASTER', 'x'] }],
    });
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.reboot', test.hostRef(1));
    await test.clock.advance(3600_000);
    const reply = await test.pool.handle('127.0.0.2', 'session.login_with_password', ['root', 'practice']);
    expect(reply).to.have.property('ErrorDescription').that.deep.equals(['HOST_UNKNOWN_TO_MASTER', 'x']);
  },
  'agent-does-not-start': async () => {
    const test = await afterUpgrade({ kind: 'agent-does-not-start', host: 0 });
    expect(test.pool.host(0)).to.deep.include({ power: 'on', agent: 'starting' });
  },
};

describe('Scripted faults', () => {
  for (const [kind, check] of Object.entries(rows) as [FaultKind, () => Promise<void>][]) {
    it(`${kind}: ${faultKinds[kind]}`, check);
  }

  it('strike the host they name, at the occurrence they name', async () => {
    const test = await poolForTest({ faults: [{ kind: 'never-returns', host: 'xs-2', occurrence: 2 }] });
    for (const index of [2, 1, 1]) {
      await test.call('host.disable', test.hostRef(index));
      await test.call('host.reboot', test.hostRef(index));
      await test.clock.advance(3600_000);
    }
    expect(test.events('fault')).to.have.length(1);
    expect(test.pool.host(1).power).to.equal('off');
    expect(test.pool.host(2).enabled).to.equal(true);
  });
});
