/** Reading a pool for its twin: nothing is changed, no secret is kept, and what was saved is checked when it comes back. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readClasses, readPoolRecords } from '../../../src/daemon/rehearsal/read-pool-records.js';
import { loadRecords, saveRecords } from '../../../src/daemon/rehearsal/records-file.js';
import { redactRecords } from '../../../src/daemon/rehearsal/redact-records.js';
import type { RecordClass } from '../../../src/releases/records/record-tables.js';
import { Secret } from '../../../src/shared/secret.js';
import { redacted, type PlainRecord, type PoolRecords } from '../../../src/simulator/twin/pool-records.js';
import { XapiConnection } from '../../../src/xapi/connection/xapi-connection.js';
import { poolForTest, type PoolForTest } from '../../support/simulator-pool.js';

const never = new AbortController().signal;

function connectionTo({ pool, clock }: PoolForTest, calls: string[]): XapiConnection {
  return new XapiConnection({
    addresses: pool.addresses,
    credentials: { user: pool.user, password: new Secret(pool.password) },
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    clock,
    transport: ({ address, method, params }) => {
      calls.push(method);
      return pool.transport({ address, method, params });
    },
  });
}

async function readingOf(test: PoolForTest, calls: string[] = []): Promise<PoolRecords> {
  const connection = connectionTo(test, calls);
  const records = await test.clock.runUntil(readPoolRecords(connection, test.clock, never));
  await test.clock.runUntil(connection.close());
  return records;
}

function redactedRecord(className: RecordClass, record: PlainRecord): PlainRecord {
  return redactRecords(className, { ref: record })['ref'] ?? {};
}

describe('Reading the records of a pool', () => {
  it('makes no call that changes anything, by the history of the pool itself', async () => {
    const test = await poolForTest({ release: 'xcp-ng-8.3', vms: 4, ha: { enabled: true } });
    const before = test.pool.history.length;
    const calls: string[] = [];

    await readingOf(test, calls);

    expect(test.pool.history.slice(before)).to.deep.equal([]);
    const reads =
      /^(?:session\.(?:login_with_password|logout)|\w+\.get_(?:all_records|servertime|vms_which_prevent_evacuation))$/;
    expect(calls.filter((method) => !reads.test(method))).to.deep.equal([]);
    expect(calls).to.include.members(readClasses.map((className) => `${className}.get_all_records`));
  });

  it('leaves out the classes that the release does not have', async () => {
    const error = ['MESSAGE_METHOD_UNKNOWN', 'Cluster.get_all_records'] as const;
    const faults = [{ kind: 'call-fails', method: 'Cluster.get_all_records', error }] as const;

    const records = await readingOf(await poolForTest({ release: 'xenserver-7.6', hosts: 1, faults }));

    expect(records.classes).to.have.property('Cluster_host');
    expect(records.classes).to.not.have.property('Cluster');
  });

  it('asks each host for its clock and its evacuation, and goes on when one does not answer', async () => {
    const test = await poolForTest({
      hosts: [{}, { clockOffset: 90_000 }, {}],
      vms: [{ host: 1, disk: 'local' }],
      faults: [{ kind: 'call-fails', method: 'host.get_servertime', error: ['HOST_OFFLINE', 'x'], occurrence: 1 }],
    });

    const { clocks, evacuation } = await readingOf(test);

    expect(Object.values(clocks)).to.deep.equal([90_000, 0]);
    const [codes] = Object.values(evacuation[test.hostRef(1)] ?? {});
    expect(codes?.[0]).to.equal('VM_REQUIRES_SR');
  });
});

describe('Redaction of records', () => {
  it('keeps numbers, booleans, enumerations, dates and references by their type, and the names of things', () => {
    const record = {
      uuid: 'u-1',
      name_label: 'web 1',
      power_state: 'Running',
      resident_on: 'OpaqueRef:host',
      memory_dynamic_min: '1073741824',
      is_a_template: false,
      snapshot_time: '19700101T00:00:00Z',
      VBDs: ['OpaqueRef:vbd'],
      current_operations: { 'OpaqueRef:task': 'pool_migrate' },
      tags: ['production'],
    };

    expect(redactedRecord('VM', record)).to.deep.equal(record);
  });

  const secrets: readonly (readonly [RecordClass, string, PlainRecord])[] = [
    [
      'PBD',
      'the configuration of storage',
      { device_config: { cifspassword: 'hunter2', location: '//u:hunter2@nas/x' } },
    ],
    ['host', 'the configuration of power control', { power_on_config: { power_on_password_secret: 'hunter2' } }],
    ['host', 'settings that somebody made', { other_config: { 'auto-login': 'hunter2' } }],
    ['pool', 'the settings of a console', { gui_config: { token: 'hunter2' } }],
    ['pool', 'the user of workload balancing', { wlb_username: 'hunter2' }],
    ['VM', 'a description', { name_description: 'root password: hunter2' }],
    ['VM', 'data for the guest', { xenstore_data: { 'vm-data/password': 'hunter2' } }],
    ['VM', 'arguments of the kernel', { PV_args: 'console=hvc0 password=hunter2' }],
    ['VM', 'a field that nobody knows yet', { bootstrap_token: 'hunter2', bootstrap: { deep: ['hunter2'] } }],
  ];
  for (const [className, what, record] of secrets) {
    it(`takes out ${what}, and leaves the name of the field`, () => {
      const kept = redactedRecord(className, record);

      expect(JSON.stringify(kept)).to.not.contain('hunter2');
      expect(JSON.stringify(kept)).to.contain(redacted);
      expect(Object.keys(kept)).to.deep.equal(Object.keys(record));
    });
  }

  it('says that a text is empty, since that gives nothing away', () => {
    expect(redactedRecord('VM', { name_description: '', PV_args: '' })).to.deep.equal({
      name_description: '',
      PV_args: '',
    });
  });

  it('keeps of settings what an upgrade turns on', () => {
    const settings = { boot_time: '1510282722.', auto_poweron: 'true', owner: 'ann' };

    expect(redactedRecord('host', { other_config: settings })).to.deep.equal({
      other_config: { boot_time: '1510282722.', auto_poweron: 'true', owner: redacted },
    });
  });
});

describe('The file of records', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-records-'));
    file = join(folder, 'lab.json');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is for its owner alone, can be read by a person, and comes back as it was', async () => {
    const records = await readingOf(await poolForTest({ vms: 2 }));

    await saveRecords(file, records);

    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readFileSync(file, 'utf8').split('\n').length).to.be.greaterThan(100);
    expect(await loadRecords(file)).to.deep.equal(records);
  });

  it('is refused in words when it is no JSON, of another version, or not of that form', async () => {
    const records = await readingOf(await poolForTest());
    const broken = [
      'not JSON',
      JSON.stringify({ ...records, version: 2 }),
      JSON.stringify({ ...records, readAt: 'now' }),
    ];
    for (const text of broken) {
      writeFileSync(file, text);
      const error: unknown = await loadRecords(file).catch((cause: unknown) => cause);
      expect(error).to.have.property('code', 'POOL_RECORDS_INVALID');
      expect(String(error)).to.contain(file);
    }
  });

  it('is refused as what it is when it was cut short: no whole document', async () => {
    const whole = JSON.stringify(await readingOf(await poolForTest()));
    for (const text of ['', whole.slice(0, 5000)]) {
      writeFileSync(file, text);
      const error: unknown = await loadRecords(file).catch((cause: unknown) => cause);
      expect(String(error)).to.contain(`found no whole JSON document in ${text.length} characters`);
    }
  });

  it('says so when it is not there', async () => {
    const error: unknown = await loadRecords(file).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'FILE_UNREADABLE');
  });
});
