import { expect } from 'chai';
import type { MediaRequest } from '../../../src/installer/client-script.js';
import type { SimulatedPoolOptions } from '../../../src/simulator/simulated-pool.js';
import type { MachineOptions } from '../../../src/simulator/state/machine.js';
import { xmlMedium } from '../../support/installer-media.js';
import { memoryMedia, smallMedium } from '../../support/simulator-media.js';
import { runOtherSystem } from '../../support/simulator-old-host.js';
import { poolForTest, pressPowerButton, upgradeHost, type PoolForTest } from '../../support/simulator-pool.js';

const url = 'http://192.0.2.1/i/x/';
const plugin = 'prepare_host_upgrade.py';

async function upgraded(machine: MachineOptions, options: Partial<SimulatedPoolOptions> = {}): Promise<PoolForTest> {
  const test = await poolForTest({ hosts: [{ machine }, {}], ...options });
  await upgradeHost(test, 0, url);
  return test;
}

/** Names of the host's SRs whose PBD is not attached. */
function unattached({ pool }: PoolForTest, index = 0): string[] {
  const { state } = pool.world;
  return state
    .pbdsOf(pool.host(index))
    .filter(({ attached }) => !attached)
    .map(({ sr }) => state.srs.get(sr)!.name);
}

describe('What a host keeps of itself over an installation (xapi.md 2.9)', () => {
  it('is its identity: uuid, certificate, network and database; the time of its boot is new', async () => {
    const test = await poolForTest({ hosts: 2 });
    const ref = test.hostRef(0);
    const before = await test.record('host', ref);
    const certificate = await test.call('host.get_server_certificate', ref);
    await upgradeHost(test, 0, url);
    const after = await test.record('host', ref);
    for (const key of ['uuid', 'name_label', 'address', 'hostname', 'PIFs', 'PBDs']) {
      expect(after[key], key).to.deep.equal(before[key]);
    }
    expect(await test.call('host.get_server_certificate', ref)).to.equal(certificate);
    expect(after['software_version']).to.not.deep.equal(before['software_version']);
    expect(after['other_config'])
      .to.have.property('boot_time')
      .that.is.not.equal(test.pool.host(1).otherConfig['boot_time']);
  });

  it('is not what local.db holds: the HA mark, and that it was to stay disabled', async () => {
    const test = await poolForTest({ hosts: 2 });
    Object.assign(test.pool.host(0), { haArmed: true, autoEnable: false, disabledUntilReboot: true });
    await upgradeHost(test, 0, url);
    expect(test.pool.host(0)).to.include({
      haArmed: false,
      autoEnable: true,
      disabledUntilReboot: false,
      enabled: true,
    });
  });

  it('is the memory of its control domain, unless the new release wants more', async () => {
    const memoryOf = (test: PoolForTest): number =>
      [...test.pool.world.state.vms.values()].find(
        (vm) => vm.kind === 'control-domain' && vm.residentOn === test.hostRef(0),
      )!.memory;
    const test = await poolForTest({
      hosts: 2,
      release: 'xenserver-7.6',
      media: memoryMedia(smallMedium({ brand: 'XenServer', product: '8.2.1', platform: '3.2.1' })),
    });
    const before = memoryOf(test);
    await upgradeHost(test, 0, url);
    expect(test.events('installed')).to.have.length(1);
    expect(memoryOf(test)).to.be.greaterThan(before);
    const again = memoryOf(test);
    await upgradeHost(test, 0, url);
    expect(memoryOf(test)).to.equal(again);
  });
});

describe('The local SR of a host with the old layout (xencenter-rpu.md 4.5)', () => {
  const legacy = { layout: 'legacy' } as const;

  it('is made again, empty, where testSafe2Upgrade agreed; the host has the new layout then', async () => {
    const test = await upgraded(legacy);
    expect(test.events('local-storage-wiped')[0]?.detail).to.deep.include({ vdis: [] });
    expect(test.pool.host(0).machine.layout).to.equal('modern');
    expect(unattached(test)).to.deep.equal([]);
  });

  it('loses what was put there between main and the reboot', async () => {
    const test = await poolForTest({
      hosts: [{ machine: legacy }, {}],
      vms: [{ host: 0, name: 'late', disk: 'local', powerState: 'Halted' }],
    });
    const { vdis, vbds } = test.pool.world.state;
    const disk = [...vdis.values()].find(({ name }) => name === 'late disk')!;
    vdis.delete(disk.ref);
    await test.call('host.disable', test.hostRef(0));
    await test.call('host.call_plugin', test.hostRef(0), plugin, 'main', { url });
    vdis.set(disk.ref, disk);
    await test.call('host.reboot', test.hostRef(0));
    await test.clock.advance(3600_000);
    expect(test.events('local-storage-wiped')[0]?.detail).to.deep.include({ vdis: [disk.uuid] });
    expect(vdis.has(disk.ref)).to.equal(false);
    expect([...vbds.values()].some(({ vdi }) => vdi === disk.ref)).to.equal(false);
  });

  it('that holds a disk keeps it: installers after 8.2 give up before the root is touched', async () => {
    const test = await upgraded(legacy, { vms: [{ host: 0, disk: 'local', powerState: 'Halted' }] });
    expect(test.events('installer-refused')[0]?.detail).to.deep.equal({ reason: 'old-partition-layout' });
    expect(test.events('disk-formatted')).to.have.length(0);
    expect(test.events('local-storage-wiped')).to.have.length(0);
    expect(test.pool.host(0)).to.deep.include({ agent: 'coordinator', disk: 'intact', enabled: true });
  });
});

describe('A host whose hardware the new release does not know', () => {
  it('comes back without its second interface', async () => {
    const test = await upgraded(
      { lostDrivers: [{ device: 'eth1', fromPlatform: '3.4.0' }] },
      { networks: [{ name: 'storage' }] },
    );
    const pifs = [...test.pool.world.state.pifs.values()].filter(({ host }) => host === test.hostRef(0));
    expect(pifs.map(({ device, attached }) => [device, attached])).to.deep.equal([
      ['eth0', true],
      ['eth1', false],
    ]);
    expect(test.events('drivers-lost')[0]?.detail).to.deep.equal({ devices: ['eth1'] });
    expect(test.pool.host(0).enabled).to.equal(true);
  });

  it('comes back without its shared storage, which no call can plug; the message says so', async () => {
    const test = await upgraded({ lostDrivers: [{ device: 'storage', fromPlatform: '3.4.0' }] });
    expect(unattached(test)).to.deep.equal(['Shared NFS storage']);
    const pbd = test.pool.world.state.pbdsOf(test.pool.host(0)).find(({ attached }) => !attached)!;
    expect((await test.failure('PBD.plug', pbd.ref))[0]).to.equal('SR_BACKEND_FAILURE_47');
    expect([...test.pool.world.state.messages.values()].map(({ name }) => name)).to.include(
      'PBD_PLUG_FAILED_ON_SERVER_START',
    );
  });

  it('goes back to its old system where its disk or its way to the media has none, and asks for no media', async () => {
    for (const [device, reason] of [
      ['disk', 'installation-not-found'],
      ['eth0', 'no-network'],
    ] as const) {
      const log: MediaRequest[] = [];
      const test = await upgraded(
        { lostDrivers: [{ device, fromPlatform: '3.4.0' }] },
        { media: memoryMedia(smallMedium(), { log }) },
      );
      expect(test.events('installer-refused')[0]?.detail).to.deep.equal({ reason });
      expect(log.filter(({ phase }) => phase === 'look-up')).to.deep.equal([]);
      expect(test.pool.host(0)).to.deep.include({ agent: 'coordinator', enabled: true, lostDevices: [] });
    }
  });

  it('keeps a device whose driver ends with a later release', async () => {
    const test = await upgraded({ lostDrivers: [{ device: 'storage', fromPlatform: '4.0.0' }] });
    expect(unattached(test)).to.deep.equal([]);
  });
});

describe('A local ISO library in a folder of the control domain (media-and-clients.md 5)', () => {
  it('is gone with the old root: its disks are, and its PBD cannot be plugged', async () => {
    const test = await upgraded({ isoLibrary: 'on-root-disk' });
    expect(unattached(test)).to.deep.equal(['Local ISO library of xs-1']);
    const library = [...test.pool.world.state.srs.values()].find(({ name }) => name === 'Local ISO library of xs-1')!;
    expect([...test.pool.world.state.vdis.values()].filter(({ sr }) => sr === library.ref)).to.deep.equal([]);
  });
});

describe('Power that is cut while an installer works', () => {
  const installing = async (until: (test: PoolForTest) => boolean): Promise<PoolForTest> => {
    const test = await poolForTest({ hosts: 2 });
    const ref = test.hostRef(1);
    await test.call('host.disable', ref);
    await test.call('host.call_plugin', ref, plugin, 'main', { url });
    await test.call('host.reboot', ref);
    while (!until(test)) await test.clock.advance(1000);
    test.pool.cutPower(1);
    await test.clock.advance(3600_000);
    expect(test.pool.host(1).agent).to.equal('off');
    pressPowerButton(test, 1);
    await test.clock.advance(3600_000);
    return test;
  };

  it('before the format leaves the old system, and the one-shot entry is used up', async () => {
    const test = await installing((now) => now.events('installer-began').length > 0);
    expect(test.pool.host(1)).to.include({ disk: 'intact', agent: 'member', enabled: true });
    expect(test.events('installer-began')).to.have.length(1);
    expect(test.events('simulator-defect')).to.deep.equal([]);
  });

  it('after the format leaves nothing that starts', async () => {
    const test = await installing((now) => now.events('disk-formatted').length > 0);
    expect(test.events('host-lost')[0]?.detail).to.deep.equal({ reason: 'power-lost' });
    expect(test.pool.host(1)).to.include({ disk: 'lost', agent: 'off' });
  });
});

describe('The phases of an installation', () => {
  it('are a quiet backup, the downloads, and a transaction in which nothing is asked for', async () => {
    const asked: { at: number; phase: string }[] = [];
    const tree = smallMedium();
    const inner = memoryMedia(tree);
    const test = await poolForTest({
      hosts: 2,
      times: { installation: [600_000, 600_000] },
      media: (...opened) => {
        const transport = inner(...opened);
        return {
          request: (request) => {
            asked.push({ at: test.clock.now(), phase: request.phase });
            return transport.request(request);
          },
          close: () => transport.close(),
        };
      },
    });
    await upgradeHost(test, 1, url);
    const first = asked.find(({ phase }) => phase === 'look-up')!.at;
    const formatted = test.events('disk-formatted')[0]!.at;
    const installed = test.events('installed')[0]!.at;
    const last = asked.at(-1)!.at;
    expect(formatted - first).to.equal(120_000);
    expect(installed - last).to.be.at.least(300_000);
    expect(last - formatted).to.be.within(100_000, 180_000);
  });

  it('ends with the versions of an XML medium on a host of 6.x', async () => {
    const tree = xmlMedium();
    tree.set(
      'packages.main/XS-PACKAGES',
      Buffer.from('<packages><package label="base" type="tbz2">base.tar.bz2</package></packages>'),
    );
    tree.set('packages.main/base.tar.bz2', Buffer.from('archive'));
    const test = await poolForTest({ hosts: 2, media: memoryMedia(tree) });
    for (const index of [0, 1]) {
      runOtherSystem(test, index, {
        plugin: { generation: '2012-06', functions: ['testUrl', 'main'], mainIsIdempotent: false },
        platform: '1.6.10',
        installer: { generation: '5.6', minimumPlatform: '1.0.0' },
      });
    }
    await upgradeHost(test, 0, url);
    expect(test.events('installed')).to.have.length(1);
    expect(test.pool.host(0).recordedVersion).to.include({ product_version: '6.5.9', platform_version: '1.9.9' });
  });
});
