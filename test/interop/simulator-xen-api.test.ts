/** Xen Orchestra's client against the simulated pool. Its parts are AGPL: it is installed for the test, outside of this project. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';
import { releases } from '../../src/releases/find-release.js';
import { releaseIds, type ReleaseId } from '../../src/releases/release-facts.js';
import { isAtLeast } from '../../src/releases/versions.js';

const package_ = 'xen-api@4.7.6';
const script = fileURLToPath(new URL('../support/simulator-xen-api-client.mjs', import.meta.url));
const run = promisify(execFile);

describe(`A simulated pool and npm ${package_}`, function () {
  this.timeout(240_000);
  let folder: string | undefined;
  let simulator: RunningSimulator | undefined;

  before(async function () {
    const made = await mkdtemp(join(tmpdir(), 'drydock-xen-api-'));
    folder = made;
    const options = ['install', '--prefix', made, '--no-audit', '--no-fund', '--ignore-scripts', package_];
    try {
      await run('npm', options, { cwd: made, timeout: 180_000 });
    } catch (error) {
      const message = `needs npm and its registry with ${package_}`;
      if (process.env['CI'] === 'true') throw new Error(message, { cause: error });
      process.stderr.write(`    skipped: ${message}\n`);
      this.skip();
    }
  });

  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    await simulator?.stop();
    simulator = undefined;
  });

  async function clientSees(
    release: ReleaseId,
    transport: 'auto' | 'json-rpc' | 'xml-rpc',
    extent: 'brief' | 'whole',
  ): Promise<Record<string, unknown>> {
    simulator = await startSimulator({ hosts: 3, release, vms: 4, speed: 500 });
    const { addresses, user, password } = simulator;
    const args = [script, folder!, transport, addresses[0]!, addresses[1]!, user, password, extent];
    const { stdout } = await run(process.execPath, args, { cwd: folder!, timeout: 120_000 });
    return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<string, unknown>;
  }

  const agreed = {
    status: 'connected',
    hosts: ['xs-1', 'xs-2', 'xs-3'],
    coordinator: '127.0.0.1',
    guests: 4,
    surplus: ['MESSAGE_PARAMETER_COUNT_MISMATCH', 'host.reboot', '1', '2'],
    barrier: 'yes',
    evacuation: { result: '', running: 0 },
    dead: ['HANDLE_INVALID', 'host', 'OpaqueRef:x'],
  };

  for (const [transport, release] of [
    ['json-rpc', 'xcp-ng-8.2'],
    ['xml-rpc', 'xenserver-8'],
  ] as const) {
    it(`agree over ${transport} with ${releases[release].name}, through a reboot of the coordinator`, async () => {
      expect(await clientSees(release, transport, 'whole')).to.deep.equal({
        ...agreed,
        newSession: true,
        returned: { sameUuid: true, enabled: true, kept: 'yes' },
      });
      const happened = simulator!.pool.history.map(({ event }) => event);
      expect(happened).to.include('sessions-lost').and.not.to.include('simulator-defect');
    });
  }

  for (const release of releaseIds) {
    const wire = isAtLeast(releases[release].productVersion, '6.5.0')
      ? 'JSON-RPC'
      : 'XML-RPC, having found no JSON-RPC';
    it(`agree on login, redirect, cache, barrier and evacuation with ${releases[release].name} over ${wire}`, async () => {
      expect(await clientSees(release, 'auto', 'brief')).to.deep.equal(agreed);
    });
  }
});
