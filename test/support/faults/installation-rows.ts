/** Faults of the host-upgrade plugin and of installations (xapi.md 1.4; media-and-clients.md 2.7 and 3). */
import { expect } from 'chai';
import { installerBreakages, installerRefusals } from '../../../src/simulator/faults/kinds/installation.js';
import { pluginFailures } from '../../../src/simulator/faults/kinds/plugins.js';
import type { PoolForTest } from '../simulator-pool.js';
import { hour, struckPool, upgraded, url, type FaultRows } from './struck-pool.js';

const plugin = 'prepare_host_upgrade.py';

function main(test: PoolForTest): Promise<readonly string[]> {
  return test.failure('host.call_plugin', test.hostRef(0), plugin, 'main', { url });
}

/** What each row of the table of plugin errors looks like on the wire. */
const wireErrors: Readonly<Record<(typeof pluginFailures)[number], readonly string[]>> = {
  exception: ['XENAPI_PLUGIN_FAILURE', 'main', 'Exception', 'ERROR_PREPARING_HOST'],
  missing: ['XENAPI_MISSING_PLUGIN', plugin],
  'unknown-function': ['UNKNOWN_XENAPI_PLUGIN_FUNCTION', 'main'],
  'own-failure': ['ERROR_PREPARING_HOST'],
  'non-zero-exit': ['XENAPI_PLUGIN_FAILURE', 'non-zero exit'],
  killed: ['XENAPI_PLUGIN_FAILURE', 'signal: SIGKILL'],
  'task-stopped': ['XENAPI_PLUGIN_FAILURE', 'task stopped'],
  'unparsable-output': ['XENAPI_PLUGIN_FAILURE', 'failed to parse plugin output'],
  'unexpected-result': ['XENAPI_PLUGIN_FAILURE', 'unexpected XMLRPC result'],
  'xmlrpc-fault': ['XENAPI_PLUGIN_FAILURE', 'fault'],
  'host-offline': ['HOST_OFFLINE'],
  'cannot-contact-host': ['CANNOT_CONTACT_HOST'],
};

export const installationRows: FaultRows<
  | 'plugin-fails'
  | 'plugin-hangs'
  | 'plugin-answers-wrongly'
  | 'installer-fetch-fails'
  | 'installer-hangs'
  | 'installer-refuses'
  | 'installer-has-no-network'
  | 'installer-breaks-after-format'
  | 'boot-entry-lost'
> = {
  'plugin-fails': async () => {
    for (const how of pluginFailures) {
      const test = await struckPool({ kind: 'plugin-fails', fn: 'main', how, error: ['ERROR_PREPARING_HOST'] });
      const expected = wireErrors[how];
      expect((await main(test)).slice(0, expected.length), how).to.deep.equal(expected);
      expect(test.pool.host(0).staged, how).to.equal(null);
    }
    const test = await struckPool({ kind: 'plugin-fails', fn: 'testUrl' });
    const failure = await test.failure('host.call_plugin', test.hostRef(0), plugin, 'testUrl', { url });
    expect(failure).to.deep.equal(['XENAPI_PLUGIN_FAILURE', 'testUrl', 'Exception', 'REPO_SERVER_ERROR_503']);
    return test;
  },
  'plugin-hangs': async () => {
    const test = await struckPool({ kind: 'plugin-hangs', fn: 'main', lasts: '5h' });
    const task = (await test.call('Async.host.call_plugin', test.hostRef(0), plugin, 'main', { url })) as string;
    await test.clock.advance(4 * hour);
    expect(await test.record('task', task)).to.have.property('status', 'pending');
    await test.clock.advance(2 * hour);
    expect(await test.record('task', task)).to.have.property('status', 'success');
    return test;
  },
  'plugin-answers-wrongly': async () => {
    const test = await struckPool({ kind: 'plugin-answers-wrongly', fn: 'main', answer: 'false' });
    expect(await test.call('host.call_plugin', test.hostRef(0), plugin, 'main', { url })).to.equal('false');
    expect(test.pool.host(0).staged).to.equal(null);
    return test;
  },
  'installer-fetch-fails': async () => {
    const kind = 'installer-fetch-fails';
    const before = await upgraded({ kind, host: 0, phase: 'look-up', occurrence: 'every' });
    expect(before.events('installer-refused')).to.have.length(1);
    const after = await upgraded({ kind, host: 'xs-1', phase: 'packages', path: '.treeinfo' });
    expect(after.events('host-lost')).to.have.length(1);
    const retried = await upgraded({ kind, path: 'xapi-core' });
    expect(retried.events('installed')).to.have.length(1);
    const worn = await upgraded({ kind, path: 'xapi-core', occurrence: 'every' });
    expect(worn.events('host-lost')).to.have.length(1);
    return worn;
  },
  'installer-hangs': async () => {
    const forever = await upgraded({ kind: 'installer-hangs', phase: 'packages', path: 'xapi-core' });
    await forever.clock.advance(24 * hour);
    expect(forever.events('disk-formatted')).to.have.length(1);
    expect([...forever.events('installed'), ...forever.events('host-lost')]).to.deep.equal([]);
    const test = await upgraded({ kind: 'installer-hangs', lasts: '3h' });
    expect(test.events('installed')).to.have.length(0);
    await test.clock.advance(4 * hour);
    expect(test.events('installed')).to.have.length(1);
    return test;
  },
  'installer-refuses': async () => {
    for (const reason of installerRefusals) {
      const test = await upgraded({ kind: 'installer-refuses', reason });
      expect(test.events('installer-refused')[0]?.detail).to.deep.equal({ reason });
      expect(test.events('disk-formatted')).to.have.length(0);
      expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', true);
    }
    return upgraded({ kind: 'installer-refuses' });
  },
  'installer-has-no-network': async () => {
    const test = await upgraded({ kind: 'installer-has-no-network' });
    expect(test.events('installer-refused')[0]?.detail).to.deep.equal({ reason: 'no-network' });
    expect(test.events('disk-formatted')).to.have.length(0);
    return test;
  },
  'installer-breaks-after-format': async () => {
    for (const reason of installerBreakages) {
      const test = await upgraded({ kind: 'installer-breaks-after-format', reason });
      expect(test.events('disk-formatted'), reason).to.have.length(1);
      expect(test.events('host-lost'), reason).to.have.length(1);
    }
    return upgraded({ kind: 'installer-breaks-after-format' });
  },
  'boot-entry-lost': async () => {
    const test = await upgraded({ kind: 'boot-entry-lost', host: 0 });
    expect(test.events('installer-began')).to.have.length(0);
    expect(await test.record('host', test.hostRef(0))).to.have.property('enabled', true);
    return test;
  },
};
