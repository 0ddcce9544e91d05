import { expect } from 'chai';
import type { ReleaseId } from '../../src/releases/release-facts.js';
import type { SystemTraits } from '../../src/simulator/state/machine.js';
import { poolForTest } from '../support/simulator-pool.js';

async function host(release: ReleaseId, system: Partial<SystemTraits> = {}) {
  const test = await poolForTest({ hosts: [{ machine: { system } }], vms: 0, release });
  const [ref = ''] = [...test.pool.world.state.hosts.keys()];
  return {
    call: (plugin: string, fn: string) => test.call('host.call_plugin', ref, plugin, fn, {}),
    failure: (plugin: string, fn: string) => test.failure('host.call_plugin', ref, plugin, fn, {}),
  };
}

describe('The plugins of XCP-ng about disks', () => {
  it('tell how sound the disk is, since 8.3', async () => {
    const sound = await host('xcp-ng-8.3');
    expect(await sound.call('smartctl.py', 'health')).to.equal('{"/dev/sda:scsi":"PASSED"}');
    const failing = await host('xcp-ng-8.3', { diskHealth: 'failing' });
    expect(await failing.call('smartctl.py', 'health')).to.equal('{"/dev/sda:scsi":"FAILED"}');
    expect(await failing.call('smartctl.py', 'information')).to.contain('"passed":false');
  });

  it('break off at a disk that cannot tell, but not where everything is asked', async () => {
    const { call, failure } = await host('xcp-ng-8.3', { diskHealth: 'untold' });
    // tests/test_smartctl.py of xcp-ng-xapi-plugins: whatever is raised has this code.
    expect((await failure('smartctl.py', 'health'))[0]).to.equal('-1');
    expect(await call('smartctl.py', 'information')).to.not.contain('smart_status');
  });

  it('tell that there is no software RAID, since 8.0', async () => {
    const { call, failure } = await host('xcp-ng-8.2');
    expect(await call('raid.py', 'check_raid_pool')).to.equal('{}');
    expect(await failure('smartctl.py', 'health')).to.deep.equal(['XENAPI_MISSING_PLUGIN', 'smartctl.py']);
    expect((await failure('raid.py', 'mend'))[0]).to.equal('UNKNOWN_XENAPI_PLUGIN_FUNCTION');
  });

  it('are not there on XenServer', async () => {
    const { failure } = await host('xenserver-8');
    for (const plugin of ['smartctl.py', 'raid.py'])
      expect(await failure(plugin, 'health')).to.deep.equal(['XENAPI_MISSING_PLUGIN', plugin]);
  });
});
