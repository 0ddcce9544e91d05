import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mediaAddresses } from '../../src/cli/commands/media/addresses.js';
import { adviceLines, usableAddressLines } from '../../src/cli/output/advice-view.js';
import { adviseAddresses, type AddressAdvice, type HostNetwork } from '../../src/daemon/addresses/address-advice.js';
import { openPoolStore } from '../../src/daemon/pools/pool-store.js';
import { practiceRecord, startPracticePool, type PracticePool } from '../../src/daemon/practice/practice-pool.js';
import { stateLayout } from '../../src/daemon/state-layout.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

describe('media addresses', function () {
  this.timeout(30_000);
  let folder: string;
  let pool: PracticePool | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-addresses-'));
    await writeFile(
      join(folder, 'drydock.yaml'),
      'servers: {http: [{address: 0.0.0.0, port: 8080, advertise: 192.0.2.10}], ftp: []}\n',
    );
  });
  afterEach(async () => {
    await pool?.simulator.stop();
    pool = undefined;
    await rm(folder, { recursive: true });
  });
  const run = (...argv: readonly string[]): Promise<CommandLineResult> =>
    runCli(['media', 'addresses', '--config', 'drydock.yaml', '--state', folder, ...argv], {
      workingFolder: folder,
      specs: [mediaAddresses],
    });

  it('says of each interface of this machine whether hosts can use it, without a media server', async () => {
    const { stdout, exitCode } = await run('--json');
    expect(exitCode).to.equal(0);
    const { addresses } = JSON.parse(stdout) as AddressAdvice;
    const loopback = addresses.find(({ address }) => address === '127.0.0.1');
    expect([loopback?.url, loopback?.reason]).to.deep.equal([null, 'loopback: only this machine reaches it']);
  });

  it('reads the management networks of a pool', async () => {
    pool = await startPracticePool({
      ...{ hosts: 2, vms: 0, release: 'xcp-ng-8.2', speed: 60, faults: [], haEnabled: false },
      folder,
    });
    await openPoolStore(stateLayout(folder).pools).add(practiceRecord('practice', pool, 0));
    const { stdout, stderr } = await run('practice', '--json');
    expect(stderr).to.equal('');
    const { hosts } = JSON.parse(stdout) as { hosts: HostNetwork[] };
    expect(hosts).to.deep.equal([
      { host: 'xs-1', network: { address: '127.0.0.1', netmask: '255.255.255.0' } },
      { host: 'xs-2', network: { address: '127.0.0.2', netmask: '255.255.255.0' } },
    ]);
  });

  it('is shown with what to paste first, the hosts under it, and why a name is no good', () => {
    const machine = [
      { interface: 'lo', address: '127.0.0.1', loopback: true },
      { interface: 'eth0', address: '192.0.2.10', loopback: false },
    ];
    const hosts = [{ host: 'xs-1', network: { address: '192.0.2.21', netmask: '255.255.255.0' } }];
    const advice = adviseAddresses(
      machine,
      [{ protocol: 'http', address: '0.0.0.0', port: 80, advertise: '192.0.2.10' }],
      hosts,
    );
    const lines = adviceLines(advice, hosts);
    expect(lines.slice(0, 3)).to.deep.equal([
      'http://192.0.2.10/  (eth0)',
      '    xs-1 (192.0.2.21/24): in its network',
      'not http 127.0.0.1:80 (lo): loopback: only this machine reaches it',
    ]);
    expect(lines.at(-1)).to.match(/not a name/);
    expect(usableAddressLines(advice).slice(0, 2)).to.deep.equal([
      'addresses for hosts:',
      '  http://192.0.2.10/  (eth0)',
    ]);
    expect(usableAddressLines({ addresses: [], warnings: [] })).to.deep.equal([]);
  });
});
