import { expect } from 'chai';
import type { MediaRequest } from '../../src/installer/client-script.js';
import type { SimulatedPoolOptions } from '../../src/simulator/simulated-pool.js';
import { poolForTest, upgradeHost, type PoolForTest } from '../support/simulator-pool.js';
import { memoryMedia, smallMedium, type MediumTree } from '../support/simulator-media.js';

const url = 'http://192.0.2.1/i/x/';
const plugin = 'prepare_host_upgrade.py';
const never = (): boolean => false;

async function upgraded(
  media: { tree?: MediumTree; refuse?: (request: MediaRequest) => boolean },
  options: Partial<SimulatedPoolOptions> = {},
): Promise<{ test: PoolForTest; log: MediaRequest[] }> {
  const log: MediaRequest[] = [];
  const { tree = smallMedium(), refuse = never } = media;
  const test = await poolForTest({ hosts: 2, media: memoryMedia(tree, { log, refuse }), ...options });
  await upgradeHost(test, 0, url).catch(() => undefined);
  return { test, log };
}

describe('The upgrade plugin of a simulated host (media-and-clients.md 2.7)', () => {
  it('answers "true" for media that are complete, and stages nothing by asking', async () => {
    const test = await poolForTest();
    expect(await test.call('host.call_plugin', test.hostRef(1), plugin, 'testUrl', { url })).to.equal('true');
    expect(test.pool.host(1).staged).to.equal(null);
  });

  it('answers the versions of the medium as JSON, and the memory of the control domain', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3' });
    const versions = await test.call('host.call_plugin', test.hostRef(1), plugin, 'getVersion', { url });
    expect(versions).to.equal('{"product-version":"8.3.0","platform-version":"3.4.0"}');
    expect(await test.call('host.call_plugin', test.hostRef(1), plugin, 'getDom0DefaultMemory', { url })).to.match(
      /^\d+$/,
    );
    expect(await test.call('host.call_plugin', test.hostRef(1), plugin, 'testSafe2Upgrade', { url })).to.equal('true');
    expect(await test.call('host.call_plugin', test.hostRef(1), plugin, 'getEUA', { url })).to.equal(
      '{"eua":"licence"}',
    );
  });

  it('raises its code as the third element of XENAPI_PLUGIN_FAILURE', async () => {
    const tree = smallMedium();
    tree.delete('.treeinfo');
    const test = await poolForTest({ media: memoryMedia(tree) });
    const host = test.hostRef(1);
    const failure = await test.failure('host.call_plugin', host, plugin, 'testUrl', { url });
    expect(failure.slice(0, 3)).to.deep.equal(['XENAPI_PLUGIN_FAILURE', 'testUrl', 'Exception']);
    expect(failure[3]).to.equal('INVALID_URL');
    expect(await test.failure('host.call_plugin', host, plugin, 'getVersion', { url })).to.have.property(
      '3',
      'INVALID_URL',
    );
    expect(await test.failure('host.call_plugin', host, plugin, 'testUrl', {})).to.have.property('3', 'MISSING_URL');
  });

  it('knows no other plugin and no other function', async () => {
    const test = await poolForTest({ release: 'xenserver-7.6' });
    const host = test.hostRef(1);
    expect(await test.failure('host.call_plugin', host, 'x.py', 'main', {})).to.deep.equal([
      'XENAPI_MISSING_PLUGIN',
      'x.py',
    ]);
    expect(await test.failure('host.call_plugin', host, plugin, 'checkHost', {})).to.deep.equal([
      'UNKNOWN_XENAPI_PLUGIN_FUNCTION',
      'checkHost',
    ]);
  });

  it('refuses media older than the host', async () => {
    const test = await poolForTest({ media: memoryMedia(smallMedium({ product: '7.6.0', platform: '2.7.0' })) });
    const failure = await test.failure('host.call_plugin', test.hostRef(1), plugin, 'testUrl', { url });
    expect(failure[3]).to.equal('INVALID_VER');
  });
});

describe('The installation of a simulated host (media-and-clients.md 3.2)', () => {
  it('ends in the versions of the medium that was read', async () => {
    const { test } = await upgraded({ tree: smallMedium({ xapi: '26.1.3', xen: '4.17.6' }) });
    expect(test.pool.host(0).recordedVersion).to.include({
      product_version: '8.3.0',
      build_number: 'small/1',
      platform_version: '3.4.0',
      xapi: '26.1',
      xapi_build: '26.1.3',
      xen: '4.17.6-4',
    });
  });

  it('goes back to the old system when the first look fails, and the entry is gone', async () => {
    const { test } = await upgraded({ refuse: ({ phase }) => phase === 'look-up' });
    const host = test.pool.host(0);
    expect(test.events('installer-refused')).to.have.length(1);
    expect(test.events('disk-formatted')).to.have.length(0);
    expect(host).to.deep.include({ disk: 'intact', staged: null, enabled: true });
    expect(host.recordedVersion['product_version']).to.match(/^8\.2/);
  });

  it('is lost for good when the second look fails, which is never repeated', async () => {
    const { test, log } = await upgraded({
      refuse: ({ phase, client, path }) => phase === 'packages' && client === 'installer' && path === '.treeinfo',
    });
    const host = test.pool.host(0);
    expect(test.events('host-lost')).to.have.length(1);
    expect(host).to.deep.include({ disk: 'lost', agent: 'off', power: 'starting' });
    expect(
      log.filter(({ phase, client, path }) => phase === 'packages' && client === 'installer' && path === '.treeinfo'),
    ).to.have.length(1);
    await test.clock.advance(24 * 3600 * 1000);
    expect(host.agent).to.equal('off');
  });

  it('is lost for good when a package is missing after the format', async () => {
    const tree = smallMedium();
    for (const path of tree.keys()) if (path.includes('xapi-core')) tree.delete(path);
    const { test } = await upgraded({ tree });
    expect(test.events('host-lost')[0]?.detail).to.have.property('reason').that.contains('xapi-core');
  });

  it('survives a package transfer that breaks and is repeated by the package manager', async () => {
    let broken = 0;
    const { test } = await upgraded({ refuse: ({ path }) => path.includes('xapi-core') && broken++ < 2 });
    expect(test.events('installed')).to.have.length(1);
  });

  it('spreads its time over the packages', async () => {
    const at: number[] = [];
    const { test } = await upgraded({});
    const formatted = test.events('disk-formatted')[0]!.at;
    const installed = test.events('installed')[0]!.at;
    at.push(installed - formatted);
    expect(at[0]).to.be.within(8 * 60_000 - 1, 16 * 60_000);
  });

  it('is not begun again by the next reboot: the entry is for one boot', async () => {
    const { test } = await upgraded({});
    await test.call('host.disable', test.hostRef(0));
    await test.call('host.reboot', test.hostRef(0));
    await test.clock.advance(3600_000);
    expect(test.events('installer-began')).to.have.length(1);
    expect(test.events('host-booted')).to.have.length(2);
  });

  it('of a member before the coordinator leaves the member in emergency mode (xapi.md 2.4)', async () => {
    const test = await poolForTest({ hosts: 2 });
    await upgradeHost(test, 1, url);
    expect(test.pool.host(1).agent).to.equal('emergency');
    const reply = await test.pool.handle('127.0.0.2', 'session.login_with_password', ['root', 'practice']);
    expect(reply).to.have.property('ErrorDescription').with.property('0', 'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR');
    await upgradeHost(test, 0, url);
    expect(test.pool.host(1)).to.deep.include({ agent: 'member', enabled: true });
  });

  it('under HA leaves a member without its mark in emergency mode (xapi.md 0.6)', async () => {
    const test = await poolForTest({ hosts: 3, release: 'xcp-ng-8.3', ha: { enabled: true } });
    await upgradeHost(test, 1, url);
    expect(test.events('emergency').at(-1)?.detail).to.deep.equal({
      error: ['HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED'],
    });
    expect(test.pool.host(1).enabled).to.equal(false);
    await upgradeHost(test, 0, url);
    expect(test.pool.world.state.pool.haEnabled).to.equal(false);
  });
});

describe('Two simulated runs with the same seed', () => {
  it('have the same history, and with another seed another', async () => {
    const history = async (seed: number): Promise<string> => {
      const test = await poolForTest({ seed, vms: 4 });
      for (const index of [0, 1, 2]) await upgradeHost(test, index, url);
      return JSON.stringify(test.pool.history);
    };
    expect(await history(7)).to.equal(await history(7));
    expect(await history(8)).not.to.equal(await history(7));
  });
});
