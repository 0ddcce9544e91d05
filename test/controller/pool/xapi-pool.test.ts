import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { xapiPool, type XapiPoolOptions } from '../../../src/controller/pool/xapi-pool.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { testCertificate } from '../../support/xapi-https-server.js';
import { answerReads, wirePool, wireTask, type WirePool } from '../../support/xapi-records.js';
import {
  errorOf,
  failure,
  ScriptedPool,
  success,
  text,
  type Outcome,
  type SentCall,
} from '../../support/xapi-scripted-pool.js';

const pem = readFileSync(new URL('../../fixtures/tls/host.pem', import.meta.url), 'utf8');

interface World {
  readonly records: WirePool;
  readonly wire: ScriptedPool;
  readonly clock: VirtualClock;
  readonly pool: PoolPort;
}

/** A pool whose records answer the reads; `special` comes first. */
function world(
  special: (call: SentCall, count: number) => Outcome | undefined = () => undefined,
  options: Partial<XapiPoolOptions> = {},
): World {
  const records = wirePool();
  const clock = new VirtualClock();
  const wire = new ScriptedPool((call, count) => {
    const answer = special(call, count) ?? answerReads(records, call);
    if (answer !== undefined) return answer;
    return call.method === 'host.get_server_certificate' ? success(pem) : undefined;
  });
  return { records, wire, clock, pool: xapiPool({ ...wire.options({ clock }), ...options }) };
}

async function facts(pool: PoolPort): Promise<PoolFacts> {
  const observation = await pool.observe();
  if (!observation.pool.known) throw new Error(observation.pool.reason);
  return observation.pool.value;
}

/** The calls after the login, as [name, arguments without the session]. */
function sent(wire: ScriptedPool): unknown[] {
  return wire.sent
    .filter(({ method }) => !method.startsWith('session.'))
    .map(({ method, params }) => [method, ...params.slice(1)]);
}

describe('Observing a pool', () => {
  it('gives its facts by uuid, with the time and the source', async () => {
    const { pool, clock } = world();
    const observation = await pool.observe();
    expect(observation.pool).to.include({ known: true, at: clock.now(), source: 'xapi at 192.0.2.1' });
    const value = await facts(pool);
    expect(value).to.include({
      uuid: 'pool-uuid',
      name: 'R&D',
      coordinator: 'host-1',
      haEnabled: true,
      haFailuresToTolerate: 1,
      wlbEnabled: false,
      rollingUpgradeFlag: true,
      readAt: clock.now(),
    });
    expect(value.otherConfig).to.include({ note: 'x' });
    expect(value.haStatefileSrs, 'a state file that is gone is left out').to.deep.equal(['sr-1']);
    expect(value.srs).to.deep.equal([
      { uuid: 'sr-1', name: 'Shared', type: 'nfs', shared: true, currentOperations: [] },
    ]);
    expect(value.pbds).to.deep.equal([
      { uuid: 'pbd-1', host: 'host-1', sr: 'sr-1', attached: true },
      { uuid: 'pbd-2', host: 'host-2', sr: 'sr-1', attached: false },
    ]);
  });

  it('gives each host with its versions, its times and its own clock', async () => {
    const [first, second] = (await facts(world().pool)).hosts;
    expect(first).to.deep.equal({
      uuid: 'host-1',
      name: 'xs-1',
      address: '192.0.2.1',
      enabled: true,
      live: true,
      bootTime: 1510282722,
      agentStartTime: 1510282797,
      versions: {
        brand: 'XenServer',
        product: '8.2.1',
        build: 'release/yangtze/master/58',
        platform: '3.2.1',
        xapi: '1.20',
        xen: '4.13.4-9.20',
        linux: '4.19.0+1',
      },
      memoryTotal: 64 * 1024 ** 3,
      memoryFree: 40 * 1024 ** 3,
      // 64 GiB, without what the VMs that the records have there can be brought down to.
      memoryRoom: 64 * 1024 ** 3 - 2 * (1024 ** 3 + 1000),
      updates: null,
      currentOperations: [],
      certificateFingerprint: testCertificate('host').fingerprint,
      editions: 'free',
      serverTime: Date.UTC(2026, 0, 5, 22, 0, 7) / 1000,
    });
    expect(second?.uuid).to.equal('host-2');
  });

  it('gives guests only: no templates, snapshots and control domains', async () => {
    const { vms } = await facts(world().pool);
    expect(vms.map(({ uuid, residentOn }) => [uuid, residentOn])).to.deep.equal([
      ['vm-1', 'host-1'],
      ['vm-2', null],
    ]);
    expect(vms[0]).to.include({ haProtected: true, autoPowerOn: true, memory: 1024 ** 3 + 1000 });
    expect(vms[0]?.currentOperations).to.deep.equal(['pool_migrate']);
    expect(vms[1]).to.include({ haProtected: false, autoPowerOn: false, powerState: 'Halted' });
  });

  it('takes a host that has just booted, and has written nothing about itself yet, as unknown', async () => {
    const { records, pool } = world();
    records.hosts['OpaqueRef:h2'] = { uuid: 'host-2', enabled: false, metrics: 'OpaqueRef:none' };
    const second = (await facts(pool)).hosts[1];
    expect(second).to.deep.include({
      bootTime: null,
      agentStartTime: null,
      live: null,
      serverTime: null,
      certificateFingerprint: null,
      editions: null,
    });
    expect(second?.versions.platform).to.equal(null);
  });

  it('prefers the full number of xapi where the release has it', async () => {
    const { records, pool } = world();
    records.hosts['OpaqueRef:h1'] = {
      ...records.hosts['OpaqueRef:h1'],
      software_version: { xapi: '24.11', xapi_build: '24.11.0' },
    };
    expect((await facts(pool)).hosts[0]?.versions.xapi).to.equal('24.11.0');
  });

  it('looks references up afresh each time: they may change', async () => {
    const { records, pool } = world();
    await facts(pool);
    records.hosts = {
      'OpaqueRef:new1': records.hosts['OpaqueRef:h1']!,
      'OpaqueRef:new2': records.hosts['OpaqueRef:h2']!,
    };
    records.pools['OpaqueRef:pool'] = { ...records.pools['OpaqueRef:pool'], master: 'OpaqueRef:new2' };
    expect((await facts(pool)).coordinator).to.equal('host-2');
  });

  it('reads a certificate once per start of the agent', async () => {
    const { records, wire, pool } = world();
    await facts(pool);
    await facts(pool);
    expect(wire.count('host.get_server_certificate')).to.equal(2);
    const host = records.hosts['OpaqueRef:h2']!;
    records.hosts['OpaqueRef:h2'] = { ...host, other_config: { boot_time: '1.', agent_start_time: '2.' } };
    await facts(pool);
    expect(wire.count('host.get_server_certificate')).to.equal(3);
  });

  it('is not held up by a host that is dead and still called live', async () => {
    const { pool, clock } = world(({ method, params }) =>
      method === 'host.get_servertime' && params[1] === 'OpaqueRef:h2' ? 'silent' : undefined,
    );
    const start = clock.now();
    const value = await clock.runUntil(facts(pool));
    expect(clock.now() - start).to.equal(8_000);
    expect(value.readAt, 'the age counts from the records').to.equal(clock.now());
    expect(value.hosts.map(({ serverTime }) => serverTime === null)).to.deep.equal([false, true]);
  });

  for (const [what, change] of [
    ['no pool', (records: WirePool) => void (records.pools = {})],
    ['a coordinator that is no host', (records: WirePool) => void (records.hosts = {})],
    ['a record without a uuid', (records: WirePool) => void (records.srs = { 'OpaqueRef:s1': { name_label: 'x' } })],
  ] as const) {
    it(`knows nothing when there is ${what}`, async () => {
      const { records, pool } = world();
      change(records);
      const observation = await pool.observe();
      expect(observation.pool.known).to.equal(false);
      expect(observation.pool.known ? '' : observation.pool.reason).to.contain('XAPI_REPLY_INVALID');
    });
  }
});

describe('Observing a pool that cannot be read', () => {
  it('gives the answer of each host, without throwing', async () => {
    const { pool } = world(({ address, method }) => {
      if (method !== 'session.login_with_password') return undefined;
      return address === '192.0.2.2' ? failure('HOST_IS_SLAVE', '192.0.2.1') : 'unreachable';
    });
    const observation = await pool.observe();
    expect(observation.pool.known ? '' : observation.pool.reason).to.contain('XAPI_NOT_READY');
    expect(observation.unreachable).to.deep.equal([
      { address: '192.0.2.1', answer: 'ECONNREFUSED' },
      { address: '192.0.2.2', answer: 'HOST_IS_SLAVE [192.0.2.1]' },
      { address: '192.0.2.3', answer: 'ECONNREFUSED' },
    ]);
  });

  it('also asks the members that it only knows from their records', async () => {
    let down = false;
    const { pool } = world(
      ({ address }) => {
        if (!down) return undefined;
        return address === '192.0.2.2' ? failure('HOST_STILL_BOOTING') : 'unreachable';
      },
      { addresses: ['192.0.2.1'] },
    );
    await facts(pool);
    down = true;
    expect((await pool.observe()).unreachable).to.deep.equal([
      { address: '192.0.2.1', answer: 'ECONNREFUSED' },
      { address: '192.0.2.2', answer: 'HOST_STILL_BOOTING' },
    ]);
  });

  it('connects again by itself when the coordinator is back, with its sessions gone', async () => {
    let state: 'up' | 'down' | 'rebooted' = 'up';
    const { pool, wire } = world(({ method, params }) => {
      if (state === 'down') return 'unreachable';
      if (state === 'rebooted' && !method.startsWith('session.') && params[0] === 'OpaqueRef:session-1') {
        return failure('SESSION_INVALID', 'OpaqueRef:session-1');
      }
      return undefined;
    });
    await facts(pool);
    state = 'down';
    expect((await pool.observe()).pool.known).to.equal(false);
    state = 'rebooted';
    expect((await facts(pool)).coordinator).to.equal('host-1');
    expect(wire.sent.at(-1)?.params[0]).to.equal('OpaqueRef:session-2');
  });

  it('reads it once more in the same turn when the coordinator only stumbled', async () => {
    const { pool } = world(({ method }, count) =>
      method === 'VM.get_all_records' && count === 1 ? 'unreachable' : undefined,
    );
    expect((await facts(pool)).vms).to.have.length(2);
  });

  it('takes 30 s at most, and says which host had answered what', async () => {
    const { pool, clock } = world(
      ({ address }) => (address === '192.0.2.2' ? failure('HOST_STILL_BOOTING') : 'silent'),
      {
        deadlines: { login: 20_000 },
      },
    );
    const start = clock.now();
    const observation = await clock.runUntil(pool.observe());
    expect(clock.now() - start).to.equal(30_000);
    expect(observation.pool.known).to.equal(false);
    expect(observation.unreachable).to.deep.equal([
      { address: '192.0.2.1', answer: 'silence' },
      { address: '192.0.2.2', answer: 'HOST_STILL_BOOTING' },
      { address: '192.0.2.3', answer: 'not asked, or no answer yet' },
    ]);
    await pool.close();
    await clock.advance(0);
    expect(clock.sleeping).to.equal(0);
  });

  it('bounds itself by the clock of the wire, and dates facts by the clock of the controller', async () => {
    const wireClock = new VirtualClock(0);
    const { pool, clock } = world(({ method }) => (method === 'session.login_with_password' ? 'silent' : undefined), {
      wireClock,
    });
    const start = clock.now();
    const observation = await wireClock.runUntil(pool.observe());
    expect(wireClock.now()).to.equal(30_000);
    expect([observation.at, clock.now()]).to.deep.equal([start, start]);
  });

  it('ends with the reason of the caller when the caller gives up', async () => {
    const { pool } = world(({ method }) => (method === 'VM.get_all_records' ? 'silent' : undefined));
    const stop = new AbortController();
    const observation = pool.observe(stop.signal);
    setTimeout(() => stop.abort(new Error('asked to stop')), 20);
    expect(await observation.then(() => 'observed', String)).to.equal('Error: asked to stop');
  });

  it('counts a wrong password as such', async () => {
    const { pool } = world(({ method }) =>
      method === 'session.login_with_password' ? failure('SESSION_AUTHENTICATION_FAILED') : undefined,
    );
    const observation = await pool.observe();
    expect(observation.pool.known ? '' : observation.pool.reason).to.contain('XAPI_LOGIN_REFUSED');
  });
});

describe('Acting on a pool', () => {
  const table: [string, (pool: PoolPort) => Promise<unknown>, unknown[]][] = [
    ['disables a host', (pool) => pool.disableHost('host-2'), ['host.disable', 'OpaqueRef:h2']],
    ['enables a host', (pool) => pool.enableHost('host-2'), ['host.enable', 'OpaqueRef:h2']],
    [
      'evacuates a host with one argument',
      (pool) => pool.startEvacuation('host-2'),
      ['Async.host.evacuate', 'OpaqueRef:h2'],
    ],
    ['reboots a host', (pool) => pool.startReboot('host-2'), ['Async.host.reboot', 'OpaqueRef:h2']],
    [
      'stages a host',
      (pool) => pool.startStaging('host-2', 'http://m/i/g/'),
      ['Async.host.call_plugin', 'OpaqueRef:h2', 'prepare_host_upgrade.py', 'main', { url: 'http://m/i/g/' }],
    ],
    [
      'migrates a VM live',
      (pool) => pool.startMigration('vm-1', 'host-2'),
      ['Async.VM.pool_migrate', 'OpaqueRef:v1', 'OpaqueRef:h2', { live: 'true' }],
    ],
    ['plugs a PBD', (pool) => pool.plugPbd('pbd-2'), ['PBD.plug', 'OpaqueRef:p2']],
    ['switches HA off', (pool) => pool.startDisableHa(), ['Async.pool.disable_ha']],
    ['switches HA on', (pool) => pool.startEnableHa(['sr-1']), ['Async.pool.enable_ha', ['OpaqueRef:s1'], {}]],
    [
      'sets the failures to tolerate, as digits',
      (pool) => pool.setHaFailuresToTolerate(2),
      ['pool.set_ha_host_failures_to_tolerate', 'OpaqueRef:pool', '2'],
    ],
    ['switches WLB', (pool) => pool.setWlbEnabled(true), ['pool.set_wlb_enabled', 'OpaqueRef:pool', true]],
    [
      'adds a key to the settings',
      (pool) => pool.addToPoolOtherConfig('k', 'v'),
      ['pool.add_to_other_config', 'OpaqueRef:pool', 'k', 'v'],
    ],
    [
      'removes a key from the settings',
      (pool) => pool.removeFromPoolOtherConfig('k'),
      ['pool.remove_from_other_config', 'OpaqueRef:pool', 'k'],
    ],
  ];
  for (const [what, act, last] of table) {
    it(what, async () => {
      const { pool, wire } = world(({ method }) => {
        if (method.startsWith('Async.')) return success('OpaqueRef:task');
        return /\.(get|login|logout)_?/.test(method) ? undefined : success();
      });
      const result = await act(pool);
      expect(sent(wire).at(-1)).to.deep.equal(last);
      if (String(last[0]).startsWith('Async.')) expect(result).to.deep.equal({ task: 'OpaqueRef:task' });
    });
  }

  it('refuses a host that is not there any more', async () => {
    const { pool, wire } = world();
    const error = await errorOf(pool.disableHost('host-9'));
    expect(error.details.data).to.deep.include({ code: 'UUID_INVALID', params: ['host', 'host-9'] });
    expect(wire.count('host.disable')).to.equal(0);
  });

  it('tells a claim that is taken from any other refusal', async () => {
    const taken = world(({ method }) =>
      method === 'pool.add_to_other_config'
        ? failure('MAP_DUPLICATE_KEY', 'pool', 'other_config', 'ref', 'k')
        : undefined,
    );
    expect((await errorOf(taken.pool.addToPoolOtherConfig('k', 'v'))).code).to.equal('CLAIM_TAKEN');
    const denied = world(({ method }) =>
      method === 'pool.add_to_other_config' ? failure('RBAC_PERMISSION_DENIED', 'x', 'y') : undefined,
    );
    expect((await errorOf(denied.pool.addToPoolOtherConfig('k', 'v'))).code).to.equal('XAPI_FAILURE');
  });

  it('names what prevents an evacuation, with the uuids of the VM and of the storage', async () => {
    const { pool } = world(({ method }) =>
      method === 'host.get_vms_which_prevent_evacuation'
        ? success({ 'OpaqueRef:v1': ['VM_REQUIRES_SR', 'OpaqueRef:v1', 'OpaqueRef:s1'] })
        : undefined,
    );
    expect(await pool.evacuationBlockers('host-1')).to.deep.equal([
      { vm: 'vm-1', code: 'VM_REQUIRES_SR', params: ['OpaqueRef:v1', 'sr-1'] },
    ]);
  });
});

describe('Calling the host-upgrade plugin', () => {
  const url = 'http://192.0.2.9:8080/i/token/';
  const answering = (outcome: Outcome): World =>
    world(({ method }) => (method === 'host.call_plugin' ? outcome : undefined));

  it('gives the text that it answers', async () => {
    const { pool, wire } = answering(success('true'));
    expect(await pool.callPlugin('host-1', 'testUrl', url)).to.equal('true');
    expect(sent(wire).at(-1)).to.deep.equal([
      'host.call_plugin',
      'OpaqueRef:h1',
      'prepare_host_upgrade.py',
      'testUrl',
      { url },
    ]);
    expect(await answering(success('{"a":1}')).pool.callPlugin('host-1', 'getVersion', url)).to.equal('{"a":1}');
  });

  // The rows of the plugin's table in xapi.md 1.4, and media-and-clients.md 2.7.
  const table: [string, Outcome, string][] = [
    ['its own code', failure('XENAPI_PLUGIN_FAILURE', 'testUrl', 'Exception', 'INVALID_URL'), 'INVALID_URL'],
    ['that it is missing', failure('XENAPI_MISSING_PLUGIN', 'prepare_host_upgrade.py'), 'XENAPI_MISSING_PLUGIN'],
    [
      'that it is too old for the function',
      failure('UNKNOWN_XENAPI_PLUGIN_FUNCTION', 'getVersion'),
      'UNKNOWN_XENAPI_PLUGIN_FUNCTION',
    ],
    [
      'that it crashed, and takes no output for a code',
      failure('XENAPI_PLUGIN_FAILURE', 'non-zero exit', '', 'Traceback'),
      'XENAPI_PLUGIN_FAILURE',
    ],
    ['that it was killed', failure('XENAPI_PLUGIN_FAILURE', 'signal: SIGKILL', '', 'x'), 'XENAPI_PLUGIN_FAILURE'],
    [
      'that its output is none',
      failure('XENAPI_PLUGIN_FAILURE', 'failed to parse plugin output', 'x', 'y'),
      'XENAPI_PLUGIN_FAILURE',
    ],
    ['that it does not agree', success('false'), 'false'],
  ];
  for (const [what, outcome, code] of table) {
    it(`tells ${what}`, async () => {
      const error = await errorOf(answering(outcome).pool.callPlugin('host-1', 'testUrl', url));
      expect(error.code).to.equal('PLUGIN_FAILED');
      expect(error.details.data).to.deep.equal({ pluginCode: code, fn: 'testUrl', host: 'host-1' });
    });
  }

  it('leaves failures of the pool as they are', async () => {
    const error = await errorOf(
      answering(failure('HOST_OFFLINE', 'OpaqueRef:h1')).pool.callPlugin('host-1', 'testUrl', url),
    );
    expect(error.code).to.equal('XAPI_FAILURE');
  });

  it('never shows the address, which holds the grant', async () => {
    const outcome = failure('XENAPI_PLUGIN_FAILURE', 'non-zero exit', `fetching ${url}.treeinfo`, `no route: ${url}`);
    const error = await errorOf(answering(outcome).pool.callPlugin('host-1', 'testUrl', url));
    expect(JSON.stringify(error) + String(error)).not.to.contain('token');
  });
});

describe('Reading the settings of a pool alone', () => {
  it('gives what stands there now, in one call', async () => {
    const { pool, wire } = world();
    expect(await pool.otherConfig()).to.include({ note: 'x' });
    expect(sent(wire).at(-1)).to.deep.equal(['pool.get_all_records']);
  });
});

describe('Following a task', () => {
  it('gives its state, and the decoded text of its result', async () => {
    let record = wireTask({});
    const { pool } = world(({ method }) => (method === 'task.get_record' ? success(record) : undefined));
    expect(await pool.task('OpaqueRef:t1')).to.deep.equal({
      ref: 'OpaqueRef:t1',
      name: 'Async.host.evacuate',
      status: 'pending',
      progress: 0.25,
      error: [],
      host: null,
      parent: null,
      marks: {},
      result: null,
    });
    record = wireTask({ status: 'success', progress: 1, result: '<value>a &amp; b</value>' });
    expect((await pool.task('OpaqueRef:t1'))?.result).to.equal('a & b');
    record = wireTask({ status: 'success', result: '<value></value>' });
    expect((await pool.task('OpaqueRef:t1'))?.result, 'void').to.equal(null);
    record = wireTask({ status: 'failure', error_info: ['VM_REQUIRES_SR', 'a', 'b'] });
    expect((await pool.task('OpaqueRef:t1'))?.error).to.deep.equal(['VM_REQUIRES_SR', 'a', 'b']);
  });

  it('knows that a task is gone, as all are after a restart of the coordinator', async () => {
    const { pool } = world(({ method, params }) =>
      method === 'task.get_record' ? failure('HANDLE_INVALID', 'task', text(params[1])) : undefined,
    );
    expect(await pool.task('OpaqueRef:t1')).to.equal(undefined);
  });

  it('destroys what it saw finished when it closes, and only that', async () => {
    const { pool, wire } = world(({ method, params }) => {
      if (method === 'task.get_record')
        return success(wireTask({ status: params[1] === 'OpaqueRef:done' ? 'success' : 'pending' }));
      return method === 'task.destroy' ? success() : undefined;
    });
    await pool.task('OpaqueRef:done');
    await pool.task('OpaqueRef:running');
    await pool.close();
    expect(sent(wire).slice(-1)).to.deep.equal([['task.destroy', 'OpaqueRef:done']]);
    expect(wire.sent.at(-1)?.method).to.equal('session.logout');
  });
});
