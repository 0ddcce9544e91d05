/** Faults of the pool's services, of clocks, and of versions that know other calls and fields (xapi.md 6.5). */
import { expect } from 'chai';
import type { PoolForTest } from '../simulator-pool.js';
import { hour, minute, reboot, struckPool, url, type FaultRows } from './struck-pool.js';
import { upgradeHost } from '../simulator-pool.js';

async function poolRecord(test: PoolForTest): Promise<Readonly<Record<string, unknown>>> {
  const [ref] = (await test.call('pool.get_all')) as string[];
  return test.record('pool', ref!);
}

async function serverTime(test: PoolForTest, index: number): Promise<number> {
  const { text } = (await test.call('host.get_servertime', test.hostRef(index))) as unknown as { text: string };
  return Date.parse(text.replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3'));
}

export const serviceRows: FaultRows<
  | 'ha-on'
  | 'ha-disable-hangs'
  | 'ha-enable-fails'
  | 'wlb-on'
  | 'wlb-unreachable'
  | 'secret-rotation-pending'
  | 'clustered-storage'
  | 'key-added-again'
> = {
  'ha-on': async () => {
    const start = await struckPool({ kind: 'ha-on' });
    expect(await poolRecord(start)).to.have.property('ha_enabled', true);
    const test = await struckPool({ kind: 'ha-on', at: 'host-disabled', of: 1 });
    expect(await poolRecord(test)).to.have.property('ha_enabled', false);
    await test.call('host.disable', test.hostRef(1));
    expect(await poolRecord(test)).to.have.property('ha_enabled', true);
    expect((await poolRecord(test))['ha_statefiles']).to.have.length(1);
    return test;
  },
  'ha-disable-hangs': async () => {
    const test = await struckPool({ kind: 'ha-disable-hangs' }, { ha: { enabled: true } });
    const task = (await test.call('Async.pool.disable_ha')) as string;
    await test.clock.advance(24 * hour);
    expect(await test.record('task', task)).to.have.property('status', 'pending');
    expect(await poolRecord(test)).to.have.property('ha_enabled', true);
    return test;
  },
  'ha-enable-fails': async () => {
    const test = await struckPool({ kind: 'ha-enable-fails' });
    const task = await test.task('pool.enable_ha', [], {});
    expect(task['error_info']).to.deep.equal(['HA_FAILED_TO_FORM_LIVESET']);
    expect(await poolRecord(test)).to.have.property('ha_enabled', false);
    return test;
  },
  'wlb-on': async () => {
    const test = await struckPool({ kind: 'wlb-on' });
    expect(await poolRecord(test)).to.deep.include({ wlb_enabled: true, wlb_url: 'wlb.example:8012' });
    return test;
  },
  'wlb-unreachable': async () => {
    const test = await struckPool({ kind: 'wlb-unreachable' }, { wlb: { enabled: true, url: 'wlb.example:8012' } });
    await test.call('host.disable', test.hostRef(0));
    expect(await test.task('host.evacuate', test.hostRef(0))).to.have.property('status', 'success');
    const messages = Object.values((await test.call('message.get_all_records')) as object) as { name: string }[];
    expect(messages.map(({ name }) => name)).to.deep.equal(['WLB_CONSULTATION_FAILED']);
    return test;
  },
  'secret-rotation-pending': async () => {
    const test = await struckPool({ kind: 'secret-rotation-pending', lasts: hour }, { release: 'xcp-ng-8.3' });
    expect(await poolRecord(test)).to.have.property('is_psr_pending', true);
    expect(await test.failure('pool.enable_ha', [], {})).to.deep.equal(['POOL_SECRET_ROTATION_PENDING']);
    await test.clock.advance(hour);
    expect(await poolRecord(test)).to.have.property('is_psr_pending', false);
    await test.call('pool.enable_ha', [], {});
    return test;
  },
  'clustered-storage': async () => {
    const test = await struckPool({ kind: 'clustered-storage' }, { faults: [{ kind: 'dead-but-enabled', host: 2 }] });
    await test.call('host.disable', test.hostRef(1));
    expect((await test.failure('host.reboot', test.hostRef(1)))[0]).to.equal('CLUSTERED_SR_DEGRADED');
    const whole = await struckPool({ kind: 'clustered-storage' });
    await reboot(whole, 1);
    expect(whole.events('host-booted')).to.have.length(1);
    return test;
  },
  'key-added-again': async () => {
    const test = await struckPool(
      { kind: 'key-added-again', key: 'auto_poweron' },
      { otherConfig: { auto_poweron: 'true' } },
    );
    const [pool] = (await test.call('pool.get_all')) as string[];
    await test.call('pool.remove_from_other_config', pool!, 'auto_poweron');
    expect((await poolRecord(test))['other_config']).not.to.have.property('auto_poweron');
    await test.clock.advance(minute);
    expect((await poolRecord(test))['other_config']).to.have.property('auto_poweron', 'true');
    return test;
  },
};

export const timeRows: FaultRows<'clock-skew' | 'clock-jump' | 'flag-lags'> = {
  'clock-skew': async () => {
    for (const by of ['-40min', '40min'] as const) {
      const test = await struckPool({ kind: 'clock-skew', host: 1, by });
      const skew = (await serverTime(test, 1)) - (await serverTime(test, 0));
      expect(skew).to.equal(by.startsWith('-') ? -40 * minute : 40 * minute);
    }
    return struckPool({ kind: 'clock-skew', host: 1 });
  },
  'clock-jump': async () => {
    const test = await struckPool({ kind: 'clock-jump', host: 1, by: '-2h' });
    const before = (await test.record('host', test.hostRef(1)))['other_config'] as unknown as { boot_time: string };
    await reboot(test, 1);
    expect((await serverTime(test, 1)) - (await serverTime(test, 0))).to.equal(-2 * hour);
    const after = (await test.record('host', test.hostRef(1)))['other_config'] as unknown as { boot_time: string };
    expect(after.boot_time).not.to.equal(before.boot_time);
    return test;
  },
  'flag-lags': async () => {
    const test = await struckPool({ kind: 'flag-lags', lasts: '3h' });
    await upgradeHost(test, 0, url);
    expect((await poolRecord(test))['other_config']).not.to.have.property('rolling_upgrade_in_progress');
    await test.clock.advance(3 * hour);
    expect((await poolRecord(test))['other_config']).to.have.property('rolling_upgrade_in_progress');
    return test;
  },
};

export const versionRows: FaultRows<'call-arity-mismatch' | 'call-missing' | 'field-missing' | 'field-unknown'> = {
  'call-arity-mismatch': async () => {
    const test = await struckPool({ kind: 'call-arity-mismatch', method: 'host.evacuate' });
    expect(await test.failure('host.evacuate', test.hostRef(0))).to.deep.equal([
      'MESSAGE_PARAMETER_COUNT_MISMATCH',
      'host.evacuate',
      '0',
      '1',
    ]);
    return test;
  },
  'call-missing': async () => {
    const method = 'host.get_server_certificate';
    const test = await struckPool({ kind: 'call-missing', method });
    expect(await test.failure(method, test.hostRef(0))).to.deep.equal(['MESSAGE_METHOD_UNKNOWN', method]);
    return test;
  },
  'field-missing': async () => {
    const test = await struckPool({ kind: 'field-missing', class: 'host', field: 'metrics', occurrence: 'every' });
    expect(await test.record('host', test.hostRef(0))).not.to.have.property('metrics');
    const all = (await test.call('host.get_all_records')) as Record<string, object>;
    for (const record of Object.values(all)) expect(record).not.to.have.property('metrics');
    return test;
  },
  'field-unknown': async () => {
    const test = await struckPool({
      kind: 'field-unknown',
      class: 'VM',
      field: 'mood',
      value: 'good',
      occurrence: 'every',
    });
    expect(await test.record('VM', test.vmRef('one'))).to.have.property('mood', 'good');
    return test;
  },
};
