import { expect } from 'chai';
import type { MediaRequest } from '../../src/installer/client-script.js';
import type { HostPluginFacts } from '../../src/releases/release-facts.js';
import { bootEntryProblem } from '../../src/simulator/plugin/boot-entry-problem.js';
import { scriptProblem } from '../../src/simulator/plugin/script-argument.js';
import type { SimulatedPoolOptions } from '../../src/simulator/simulated-pool.js';
import { runOtherSystem } from '../support/simulator-old-host.js';
import { poolForTest, pressPowerButton, type PoolForTest } from '../support/simulator-pool.js';
import { memoryMedia, smallMedium } from '../support/simulator-media.js';
import { xmlMedium } from '../support/installer-media.js';

const url = 'http://192.0.2.1/i/x/';
const plugin = 'prepare_host_upgrade.py';

/** 2016-11 as a 7.0 host has it, and its predecessors on hosts of 6.x with the hotfix that reads .treeinfo. */
const plugins = {
  '2016-11': {
    generation: '2016-11',
    functions: ['testUrl', 'main', 'testSafe2Upgrade'],
    mainIsIdempotent: true,
  },
  '2013-10': { generation: '2013-10', functions: ['testUrl', 'main'], mainIsIdempotent: false },
  '2016-05': {
    generation: '2016-05',
    functions: ['testUrl', 'main', 'testSafe2Upgrade'],
    mainIsIdempotent: false,
  },
} as const satisfies Record<string, Partial<HostPluginFacts>>;

interface OnHost {
  readonly test: PoolForTest;
  /** What answers is refused while it gives true. */
  refuse: (request: MediaRequest) => boolean;
  call(fn: string, args?: Record<string, string>): Promise<unknown>;
  failure(fn: string, args?: Record<string, string>): Promise<readonly string[]>;
  /** Disable and reboot, with the clock run for hours. */
  reboot(): Promise<void>;
}

async function onHost(generation?: keyof typeof plugins, options: Partial<SimulatedPoolOptions> = {}): Promise<OnHost> {
  const media = memoryMedia(smallMedium(), { refuse: (request) => host.refuse(request) });
  const test = await poolForTest({ hosts: 2, media, ...options });
  if (generation !== undefined) runOtherSystem(test, 1, { plugin: plugins[generation], platform: '2.1.0' });
  const ref = test.hostRef(1);
  const host: OnHost = {
    test,
    refuse: () => false,
    call: (fn, args = { url }) => test.call('host.call_plugin', ref, plugin, fn, args),
    failure: (fn, args = { url }) => test.failure('host.call_plugin', ref, plugin, fn, args),
    reboot: async () => {
      await test.call('host.disable', ref);
      await test.call('host.reboot', ref);
      await test.clock.advance(4 * 3600_000);
    },
  };
  return host;
}

describe('The functions of the upgrade plugin, by generation (media-and-clients.md 2.7)', () => {
  it('2016-11 has neither getVersion nor the memory nor the licence: callers see an unknown function', async () => {
    const host = await onHost('2016-11');
    for (const fn of ['getVersion', 'getDom0DefaultMemory', 'getEUA', 'checkHost', 'testLicense']) {
      expect(await host.failure(fn), fn).to.deep.equal(['UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn]);
    }
  });

  it('a missing address is another thing than one that leads nowhere', async () => {
    const host = await onHost(undefined, { release: 'xcp-ng-8.3' });
    for (const fn of ['testUrl', 'main', 'getVersion', 'getDom0DefaultMemory', 'getEUA']) {
      expect((await host.failure(fn, {}))[3], fn).to.equal('MISSING_URL');
    }
    host.refuse = () => true;
    expect((await host.failure('testUrl', { url: '' }))[3]).to.equal('INVALID_URL');
  });

  for (const [status, code] of [
    [401, 'UNAUTH_URL'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [407, 'PROXY_AUTH_FAILURE'],
    [408, 'TIMEOUT'],
    [503, 'REPO_SERVER_ERROR_503'],
  ] as const) {
    it(`a server that answers ${status} is ${code} for plugins from 1.3 on, and INVALID_URL for earlier ones`, async () => {
      const media: SimulatedPoolOptions['media'] = () => ({
        request: () => Promise.resolve({ outcome: 'missing', status }),
        close: () => Promise.resolve(),
      });
      expect((await (await onHost(undefined, { media })).failure('testUrl'))[3]).to.equal(code);
      expect((await (await onHost('2016-11', { media })).failure('testUrl'))[3]).to.equal('INVALID_URL');
    });
  }

  it('main calls a medium that is too old INVALID_URL, testUrl calls it INVALID_VER', async () => {
    const media = memoryMedia(smallMedium({ product: '7.6.0', platform: '2.7.0' }));
    const host = await onHost(undefined, { media });
    expect((await host.failure('testUrl'))[3]).to.equal('INVALID_VER');
    expect((await host.failure('main'))[3]).to.equal('INVALID_URL');
  });

  it('getDom0DefaultMemory follows the rule of the release on the medium (python-libs, dom0.py)', async () => {
    const memory = { hosts: [{}, { memory: 32 * 1024 ** 3 }] };
    const old = await onHost(undefined, {
      ...memory,
      release: 'xenserver-7.6',
      media: memoryMedia(smallMedium({ product: '7.6.0', platform: '2.7.0' })),
    });
    runOtherSystem(old.test, 1, { plugin: { generation: '2.3.5', functions: ['getDom0DefaultMemory'] } });
    expect(await old.call('getDom0DefaultMemory')).to.equal(String(2 * 1024 ** 3));
    const modern = await onHost(undefined, memory);
    expect(await modern.call('getDom0DefaultMemory')).to.equal(String(2672 * 1024 ** 2));
  });

  describe('testSafe2Upgrade', () => {
    const gibibyte = 1024 ** 3;
    const answer = async (
      machine: NonNullable<Exclude<SimulatedPoolOptions['hosts'], number>[number]['machine']>,
      options: Partial<SimulatedPoolOptions> = {},
      generation?: '2016-11',
    ): Promise<unknown> =>
      (await onHost(generation, { hosts: [{}, { machine }], ...options })).call('testSafe2Upgrade', {});
    const local = { vms: [{ host: 1, disk: 'local' }] } as const;

    it('agrees for the new layout whatever the local SR holds, and for an empty local SR', async () => {
      expect(await answer({ layout: 'modern' }, local)).to.equal('true');
      expect(await answer({ layout: 'legacy' })).to.equal('true');
    });

    it('agrees where no local SR is attached', async () => {
      const host = await onHost(undefined, { hosts: [{}, { machine: { layout: 'legacy' } }], ...local });
      for (const pbd of host.test.pool.world.state.pbdsOf(host.test.pool.host(1))) pbd.attached = false;
      expect(await host.call('testSafe2Upgrade', {})).to.equal('true');
    });

    it('wants 38 GiB and no disk in the local SR; plugins from 2.2 on say which', async () => {
      expect(await answer({ layout: 'legacy', localStorage: 37 * gibibyte })).to.equal('not_enough_space');
      expect(await answer({ layout: 'legacy' }, local)).to.equal('vdi_present');
      expect(await answer({ layout: 'legacy' }, local, '2016-11')).to.equal('false');
      expect(await answer({ partitionTable: 'dos-with-utility' })).to.equal('utility_part_present');
      expect(await answer({ partitionTable: 'dos' })).to.equal('legacy_partition_table');
    });
  });

  it('reads pairs of stage and path in the argument script, from 2016-10 on', async () => {
    expect(scriptProblem(undefined)).to.equal(false);
    expect(scriptProblem('installation-start:/root/a.py:filesystem-populated:/root/b.py')).to.equal(false);
    for (const bad of ['', 'stage', 'stage:', ':path', 'a:b:c', 'stage:http://192.0.2.1/a']) {
      expect(scriptProblem(bad), bad).to.equal(true);
    }
    const host = await onHost('2016-11');
    expect((await host.failure('main', { url, script: 'stage' }))[3]).to.equal('INVALID_SCRIPT');
    expect(await (await onHost('2016-05')).call('main', { url, script: 'stage' })).to.equal('true');
  });
});

describe('The plugin and a server that fails', () => {
  for (const generation of [undefined, '2016-11', '2016-05'] as const) {
    it(`asks once for each thing and never again (${generation ?? '2.3.5'})`, async () => {
      const asked: string[] = [];
      const media: SimulatedPoolOptions['media'] = () => ({
        request: ({ path, mode, retries }) => {
          expect(retries, path).to.equal(0);
          asked.push(`${mode} ${path}`);
          return Promise.resolve({ outcome: 'failed', reason: 'connection reset' });
        },
        close: () => Promise.resolve(),
      });
      const host = await onHost(generation, { media });
      expect((await host.failure('main'))[3]).to.equal('INVALID_URL');
      expect(asked).to.deep.equal([...new Set(asked)]);
    });
  }
});

describe('The network that main gives to the installer (media-and-clients.md 3.1)', () => {
  const network = { addressing: 'Static', netmask: '255.255.255.0', gateway: '192.0.2.254', dns: '' } as const;

  it('needs a gateway, a netmask, and DNS for a name; under DHCP nothing', () => {
    expect(bootEntryProblem(network, url)).to.equal(undefined);
    expect(bootEntryProblem({ ...network, gateway: '' }, url)).to.equal('gateway');
    expect(bootEntryProblem({ ...network, netmask: '' }, url)).to.equal('netmask');
    expect(bootEntryProblem(network, 'http://media.example:8080/i/x/')).to.equal('DNS');
    expect(bootEntryProblem(network, 'nfs://media.example:/i/x/')).to.equal('DNS');
    expect(bootEntryProblem(network, 'nfs://192.0.2.1:/i/x/')).to.equal(undefined);
    expect(bootEntryProblem(network, 'ftp://user:pass@192.0.2.1/i/x/')).to.equal(undefined);
    expect(bootEntryProblem({ ...network, dns: '192.0.2.53' }, 'http://media.example/')).to.equal(undefined);
    expect(bootEntryProblem({ addressing: 'DHCP', netmask: '', gateway: '', dns: '' }, url)).to.equal(undefined);
  });

  it('makes main say ERROR_PREPARING_HOST where it is not complete; testUrl had agreed', async () => {
    const host = await onHost(undefined, { hosts: [{}, { machine: { network: { gateway: '' } } }] });
    expect(await host.call('testUrl')).to.equal('true');
    expect((await host.failure('main'))[3]).to.equal('ERROR_PREPARING_HOST');
    expect(host.test.pool.host(1).staged).to.equal(null);
  });
});

describe('main called again (media-and-clients.md 3.1; host-installer commit 333c618)', () => {
  const staged = ({ test }: OnHost) => test.pool.host(1).staged;

  it('stages the other address', async () => {
    const host = await onHost();
    await host.call('main');
    await host.call('main', { url: 'http://192.0.2.1/i/y/' });
    expect(staged(host)).to.include({ url: 'http://192.0.2.1/i/y/', filesPresent: true, revertible: true });
  });

  it('that is refused by its test leaves what the first one staged: the next reboot installs from there', async () => {
    const host = await onHost();
    await host.call('main');
    host.refuse = () => true;
    expect((await host.failure('main', { url: 'http://192.0.2.1/i/y/' }))[3]).to.equal('INVALID_URL');
    expect(staged(host)).to.include({ url, filesPresent: true });
  });

  it('that fails in the download leaves an entry that leads nowhere: the machine stands at its boot loader', async () => {
    const host = await onHost();
    await host.call('main');
    host.refuse = ({ phase, mode, path }) => phase === 'stage' && mode === 'read' && path === 'install.img';
    expect((await host.failure('main'))[3]).to.equal('ERROR_PREPARING_HOST');
    expect(staged(host)).to.include({ filesPresent: false });
    await host.reboot();
    expect(host.test.events('boot-loader-stuck')).to.have.length(1);
    expect(host.test.events('installer-began')).to.have.length(0);
    expect(host.test.pool.host(1)).to.include({ agent: 'off', disk: 'intact' });
  });

  it('a one-shot entry that leads nowhere is gone after a power cycle, a lasting one is not', async () => {
    for (const [generation, returns] of [
      [undefined, true],
      ['2016-11', false],
    ] as const) {
      const host = await onHost(generation);
      await host.call('main');
      host.refuse = ({ phase, mode, path }) => phase === 'stage' && mode === 'read' && path === 'boot/xen.gz';
      await host.failure('main');
      await host.reboot();
      host.test.pool.cutPower(1);
      pressPowerButton(host.test, 1);
      await host.test.clock.advance(4 * 3600_000);
      expect(host.test.pool.host(1).agent, generation ?? 'new').to.equal(returns ? 'member' : 'off');
    }
  });

  it('twice with a plugin before 2016-11 leaves a host that cannot go back: after a refusal its boot loader finds nothing', async () => {
    const host = await onHost('2016-05');
    await host.call('main');
    expect(staged(host)).to.include({ entry: 'default', revertible: true });
    await host.call('main');
    expect(staged(host)).to.include({ revertible: false });
    host.refuse = ({ phase }) => phase === 'look-up';
    await host.reboot();
    expect(host.test.events('installer-refused')).to.have.length(1);
    expect(host.test.events('boot-loader-stuck')).to.have.length(1);
    expect(host.test.pool.host(1).agent).to.equal('off');
  });

  it('twice with a plugin before 2016-11 does no harm where the installation succeeds', async () => {
    const host = await onHost('2016-05');
    await host.call('main');
    await host.call('main');
    await host.reboot();
    expect(host.test.events('installed')).to.have.length(1);
    expect(host.test.events('boot-loader-stuck')).to.have.length(0);
  });

  it('after a failed one loses the old default in the idempotent plugin of 2016-11 too', async () => {
    const host = await onHost('2016-11');
    await host.call('main');
    host.refuse = ({ phase, mode, path }) => phase === 'stage' && mode === 'read' && path === 'boot/vmlinuz';
    await host.failure('main');
    host.refuse = () => false;
    await host.call('main');
    expect(staged(host)).to.include({ filesPresent: true, revertible: false });
  });

  it('crashes with an AttributeError where the second look of 2013 to 2016 finds no version', async () => {
    const host = await onHost('2016-11');
    let reads = 0;
    host.refuse = ({ path, mode, phase }) =>
      path === '.treeinfo' && mode === 'read' && phase === 'stage' && ++reads === 2;
    expect(await host.failure('main')).to.deep.equal([
      'XENAPI_PLUGIN_FAILURE',
      'main',
      'AttributeError',
      "'NoneType' object has no attribute 'ver'",
    ]);
    const newer = await onHost();
    let again = 0;
    newer.refuse = ({ path, mode, phase }) =>
      path === '.treeinfo' && mode === 'read' && phase === 'stage' && ++again === 2;
    expect((await newer.failure('main'))[3]).to.equal('ERROR_PREPARING_HOST');
  });
});

describe('main over FTP with the plugin of 2013-10 (media-and-clients.md 2.2)', () => {
  it('hangs until the server ends the session, and crashes; testUrl had agreed; over HTTP it works', async () => {
    const host = await onHost(undefined, { media: memoryMedia(xmlMedium()) });
    runOtherSystem(host.test, 1, { plugin: plugins['2013-10'], platform: '1.8.0' });
    const ftp = { url: 'ftp://192.0.2.1/i/x/' };
    expect(await host.call('testUrl', ftp)).to.equal('true');
    const before = host.test.clock.now();
    expect((await host.failure('main', ftp))[3]).to.equal("'NoneType' object has no attribute 'ver'");
    expect(host.test.clock.now() - before).to.be.at.least(60_000);
    expect(host.test.pool.host(1).staged).to.equal(null);
    expect(await host.call('main')).to.equal('true');
    expect(host.test.pool.host(1).mayRepartition).to.equal(false);
  });
});

describe('What the entry of main does at the next boot (media-and-clients.md 3.2)', () => {
  it('an address with & makes no readable answer file: a one-shot entry goes back, a lasting one starts over and over', async () => {
    for (const [generation, starts] of [
      [undefined, 1],
      ['2016-11', 5],
    ] as const) {
      const host = await onHost(generation);
      await host.call('main', { url: 'http://192.0.2.1/i/x&y/' });
      await host.reboot();
      const began = host.test.events('installer-began').length;
      if (starts === 1) expect(began).to.equal(1);
      else expect(began).to.be.greaterThan(starts);
      expect(host.test.events('disk-formatted')).to.have.length(0);
    }
  });

  it('asks for nothing before the installer runs: its files were fetched by main', async () => {
    const log: MediaRequest[] = [];
    const host = await onHost(undefined, { media: memoryMedia(smallMedium(), { log }) });
    await host.call('main');
    const before = log.length;
    await host.reboot();
    expect(log.slice(before).filter(({ path }) => path === 'install.img' || path.startsWith('boot/'))).to.deep.equal(
      [],
    );
    expect(log.slice(before)[0]).to.include({ phase: 'look-up', client: 'installer' });
  });

  it('a grant that is closed before the reboot costs a reboot and nothing else', async () => {
    const host = await onHost();
    await host.call('main');
    host.refuse = () => true;
    await host.reboot();
    expect(host.test.events('installer-refused')).to.have.length(1);
    expect(host.test.pool.host(1)).to.include({ agent: 'member', enabled: true, disk: 'intact', staged: null });
    await host.reboot();
    expect(host.test.events('installer-began')).to.have.length(1);
  });
});
