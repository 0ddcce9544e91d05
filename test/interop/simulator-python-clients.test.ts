import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startSimulator, type RunningSimulator } from '../../src/daemon/simulator/start-simulator.js';

const script = fileURLToPath(new URL('../support/simulator-python-client.py', import.meta.url));
const run = promisify(execFile);

/** Foreign clients: what they know of upgrades is nothing, but their wire and their idea of errors are not ours. */
const libraries = [
  { name: 'xmlrpc', title: "Python's standard library", python: 'python3', module: 'xmlrpc.client' },
  // The classic client of the XenServer SDK, as Debian packages it for its own Python: where it is installed.
  {
    name: 'os-xenapi',
    title: 'python3-os-xenapi',
    python: '/usr/bin/python3',
    module: 'os_xenapi.client.XenAPI',
  },
];

for (const { name, title, python, module } of libraries) {
  describe(`A simulated pool and ${title}`, () => {
    let simulator: RunningSimulator | undefined;

    before(async function () {
      if (spawnSync(python, ['-c', `import ${module}`]).status !== 0) {
        if (process.env['CI'] === 'true') throw new Error(`CI has to have python3 with ${module}`);
        this.skip();
      }
      simulator = await startSimulator({ hosts: 3, release: 'xcp-ng-8.2', vms: 4, speed: 500 });
    });

    after(async () => simulator?.stop());

    it('agree on login, redirect, records, events, tasks, times, errors, and a reboot of the coordinator', async () => {
      const { addresses, user, password } = simulator!;
      const args = [script, name, addresses[0]!, addresses[1]!, user, password];
      const { stdout } = await run(python, args, { timeout: 120_000 });
      const seen = JSON.parse(stdout) as Record<string, unknown>;
      expect(seen['servertime']).to.match(/^\d{8}T\d{2}:\d{2}:\d{2}Z$/);
      expect(seen).to.deep.include({
        redirect: ['HOST_IS_SLAVE', '127.0.0.1'],
        hosts: ['xs-1', 'xs-2', 'xs-3'],
        added: ['add'],
        eventHosts: 3,
        disabled: ['host', 'mod'],
        evacuation: 'success',
        guests: 0,
        surplus: ['MESSAGE_PARAMETER_COUNT_MISMATCH', 'host.reboot', '1', '2'],
        resident: [],
        sameRef: true,
        lostTask: 'HANDLE_INVALID',
        again: 3,
      });
      const happened = simulator!.pool.history.map(({ event }) => event);
      expect(happened).to.include('sessions-lost').and.not.to.include('simulator-defect');
    });
  });
}
