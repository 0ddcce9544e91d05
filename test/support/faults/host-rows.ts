/** Faults of hosts that return, of what they then are, and of starting members (xapi.md 6.5). */
import { expect } from 'chai';
import { emergencyCodes } from '../../../src/simulator/faults/kinds/member-start.js';
import {
  blockers,
  hour,
  loginAnswer,
  minute,
  reboot,
  struckPool,
  upgraded,
  url,
  type FaultRows,
} from './struck-pool.js';
import { upgradeHost } from '../simulator-pool.js';

export const hostRows: FaultRows<
  | 'never-returns'
  | 'returns-with-old-version'
  | 'returns-newer-than-coordinator'
  | 'returns-slowly'
  | 'agent-does-not-start'
  | 'stranger-answers'
  | 'returns-with-other-uuid'
  | 'address-changed'
  | 'power-loss'
  | 'boot-loop'
  | 'stays-disabled'
  | 'still-booting'
  | 'storage-not-attached'
  | 'pbd-unplugged'
  | 'pif-missing'
  | 'all-hosts-stay-disabled'
  | 'dead-but-enabled'
  | 'enabled-by-somebody'
  | 'starts-in-emergency'
> = {
  'never-returns': async () => {
    const test = await upgraded({ kind: 'never-returns', host: 0 });
    expect(test.pool.host(0).power).to.equal('off');
    return test;
  },
  'returns-with-old-version': async () => {
    const test = await upgraded({ kind: 'returns-with-old-version' });
    const host = await test.record('host', test.hostRef(0));
    expect(host['software_version']).to.have.property('product_version').that.matches(/^8\.2/);
    expect(host['enabled']).to.equal(true);
    return test;
  },
  'returns-newer-than-coordinator': async () => {
    const test = await struckPool({ kind: 'returns-newer-than-coordinator', host: 'member-1' });
    await upgradeHost(test, 0, url);
    await upgradeHost(test, 1, url);
    expect((await loginAnswer(test, 1))[0]).to.equal('HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR');
    return test;
  },
  'returns-slowly': async () => {
    const test = await struckPool({ kind: 'returns-slowly', host: 1, factor: 10 });
    await reboot(test, 1, 29 * minute);
    expect(test.events('host-booted')).to.have.length(0);
    await test.clock.advance(3 * hour);
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'agent-does-not-start': async () => {
    const test = await upgraded({ kind: 'agent-does-not-start', host: 0 });
    expect(test.pool.host(0)).to.deep.include({ power: 'on', agent: 'starting' });
    return test;
  },
  'stranger-answers': async () => {
    const test = await struckPool({ kind: 'stranger-answers', host: 1 });
    const before = test.pool.world.certificateOf('127.0.0.2').fingerprint;
    await reboot(test, 1);
    expect((await loginAnswer(test, 1))[0]).to.equal('SESSION_AUTHENTICATION_FAILED');
    expect(test.pool.world.certificateOf('127.0.0.2').fingerprint).not.to.equal(before);
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', false);
    return test;
  },
  'returns-with-other-uuid': async () => {
    const test = await struckPool({ kind: 'returns-with-other-uuid', host: 1 });
    const before = (await test.record('host', test.hostRef(1)))['uuid'];
    await reboot(test, 1);
    expect(await test.record('host', test.hostRef(1)))
      .to.have.property('uuid')
      .that.not.equals(before);
    return test;
  },
  'address-changed': async () => {
    const test = await struckPool({ kind: 'address-changed', host: 1 });
    await reboot(test, 1);
    expect(await test.record('host', test.hostRef(1))).to.deep.include({ address: '127.0.0.4', enabled: true });
    expect(() => void test.pool.handle('127.0.0.2', 'host.is_in_emergency_mode', [])).to.throw('ECONNREFUSED');
    expect(await loginAnswer(test, 1)).to.deep.equal(['HOST_IS_SLAVE', '127.0.0.1']);
    return test;
  },
  'power-loss': async () => {
    const test = await struckPool({
      kind: 'power-loss',
      host: 1,
      at: 'host-disabled',
      of: 2,
      after: minute,
      lasts: hour,
    });
    await test.call('host.disable', test.hostRef(2));
    await test.clock.advance(2 * minute);
    const { metrics } = await test.record('host', test.hostRef(1));
    expect(await test.record('host_metrics', metrics as string)).to.have.property('live', true);
    await test.clock.advance(10 * minute);
    expect(await test.record('host_metrics', metrics as string)).to.have.property('live', false);
    await test.clock.advance(2 * hour);
    expect(await test.record('host_metrics', metrics as string)).to.have.property('live', true);
    expect(test.events('fault-ended')).to.have.length(1);
    return test;
  },
  'boot-loop': async () => {
    const test = await struckPool({ kind: 'boot-loop', host: 1, times: 2 });
    await reboot(test, 1, 2 * hour);
    expect(test.events('host-booted')).to.have.length(3);
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'stays-disabled': async () => {
    const test = await upgraded({ kind: 'stays-disabled', host: 0 });
    expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', false);
    await test.call('host.enable', test.hostRef(0));
    expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', true);
    const healed = await struckPool({ kind: 'stays-disabled', host: 1, lasts: '2h' });
    await reboot(healed, 1);
    expect(await healed.record('host', healed.hostRef(1))).to.have.property('enabled', false);
    await healed.clock.advance(2 * hour);
    expect(await healed.record('host', healed.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
  'still-booting': async () => {
    const test = await struckPool({ kind: 'still-booting', host: 0, lasts: '3h' });
    await reboot(test, 0);
    expect(await test.failure('host.enable', test.hostRef(0))).to.deep.equal(['HOST_STILL_BOOTING']);
    await test.clock.advance(3 * hour);
    expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', true);
    return test;
  },
  'storage-not-attached': async () => {
    const test = await upgraded({ kind: 'storage-not-attached', host: 0 });
    const pbds = await test.call('PBD.get_all_records_where', 'field "currently_attached"="false"');
    expect(Object.keys(pbds as object)).to.have.length(1);
    const messages = Object.values((await test.call('message.get_all_records')) as object) as { name: string }[];
    expect(messages.map(({ name }) => name)).to.include('PBD_PLUG_FAILED_ON_SERVER_START');
    expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', true);
    return test;
  },
  'pbd-unplugged': async () => {
    const test = await struckPool({ kind: 'pbd-unplugged', host: 2, lasts: hour });
    expect(await blockers(test))
      .to.have.property('one')
      .that.deep.includes('VM_REQUIRES_SR');
    await test.clock.advance(hour);
    expect(await blockers(test)).to.deep.equal({});
    return test;
  },
  'pif-missing': async () => {
    const test = await struckPool({ kind: 'pif-missing', host: 1 });
    await reboot(test, 1);
    expect(await test.record('host', test.hostRef(1)))
      .to.have.property('PIFs')
      .that.deep.equals([]);
    return test;
  },
  'all-hosts-stay-disabled': async () => {
    const test = await struckPool({ kind: 'all-hosts-stay-disabled', lasts: '2h' });
    await reboot(test, 0);
    const enabled = async (): Promise<boolean[]> =>
      Promise.all([0, 1, 2].map(async (index) => (await test.record('host', test.hostRef(index)))['enabled'] === true));
    expect(await enabled()).to.deep.equal([false, false, false]);
    await test.clock.advance(2 * hour);
    expect(await enabled()).to.deep.equal([true, true, true]);
    return test;
  },
  'dead-but-enabled': async () => {
    const test = await struckPool({ kind: 'dead-but-enabled', host: 'member-2' });
    expect(await test.record('host', test.hostRef(2))).to.have.property('enabled', true);
    expect(await blockers(test)).to.deep.equal({ one: ['HOST_NOT_LIVE'] });
    return test;
  },
  'enabled-by-somebody': async () => {
    const test = await struckPool({ kind: 'enabled-by-somebody', host: 0 });
    await test.call('host.disable', test.hostRef(0));
    await test.task('host.evacuate', test.hostRef(0));
    expect(await test.failure('host.reboot', test.hostRef(0))).to.deep.equal(['HOST_NOT_DISABLED']);
    return test;
  },
  'starts-in-emergency': async () => {
    for (const code of Object.keys(emergencyCodes)) {
      const stuck = await struckPool({ kind: 'starts-in-emergency', host: 1, error: code });
      await reboot(stuck, 1);
      expect((await loginAnswer(stuck, 1))[0]).to.equal(code);
    }
    const told = await struckPool({ kind: 'starts-in-emergency', host: 1, error: ['HOST_UNKNOWN_TO_MASTER', 'x'] });
    await reboot(told, 1);
    expect(await loginAnswer(told, 1)).to.deep.equal(['HOST_UNKNOWN_TO_MASTER', 'x']);
    const test = await struckPool({ kind: 'starts-in-emergency', host: 1, lasts: '2h' });
    await reboot(test, 1);
    expect(await loginAnswer(test, 1)).to.deep.equal(['HOST_BROKEN']);
    await test.clock.advance(2 * hour);
    expect(await test.record('host', test.hostRef(1))).to.have.property('enabled', true);
    return test;
  },
};
