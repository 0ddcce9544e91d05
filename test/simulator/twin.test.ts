/** The twin of a pool: built from its records, and alike in everything that records show. */
import { expect } from 'chai';
import type { SimulatedPoolOptions } from '../../src/simulator/simulated-pool.js';
import { livingFields } from '../../src/simulator/twin/living-fields.js';
import { compareAnswers } from '../../src/simulator/twin/compare-answers.js';
import type { PoolRecords } from '../../src/simulator/twin/pool-records.js';
import { createTwin } from '../../src/simulator/twin/twin-pool.js';
import { recordTables } from '../../src/releases/records/record-tables.js';
import { memoryMedia, smallMedium } from '../support/simulator-media.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';
import { changed, recordsOfPool } from '../support/twin-records.js';

const gibibyte = 1024 ** 3;

/** Something of everything that the simulator can make. */
const odd: Partial<SimulatedPoolOptions> = {
  hosts: [
    { name: 'xs-1', memory: 32 * gibibyte },
    { name: 'xs-2', memory: 64 * gibibyte, clockOffset: 90_000 },
    { name: 'xs-3', memory: 48 * gibibyte },
  ],
  release: 'xenserver-8.2.1',
  name: 'odd',
  vms: [
    { name: 'plain', host: 0, memory: 4 * gibibyte },
    { name: 'tied to a disk', host: 1, disk: 'local' },
    { name: 'tied to a card', host: 1, boundBy: 'VM_HAS_PCI_ATTACHED' },
    { name: 'without tools', host: 2, guestTools: false },
    { name: 'with a CD', host: 2, localCd: true },
    { name: 'immobile', host: 0, immobile: true },
    { name: 'blocked', host: 0, blockedOperations: { pool_migrate: 'the licence server' } },
    { name: 'paused', host: 1, powerState: 'Paused' },
    { name: 'suspended', host: 1, powerState: 'Suspended' },
    { name: 'halted', host: 2, powerState: 'Halted', disk: 'local' },
    { name: 'starts by itself', host: 0, autoPowerOn: true },
  ],
  wlb: { enabled: true, url: 'wlb.example' },
  otherConfig: { owner: 'ann' },
};

/** What the planner looks at beyond storage and memory: CPU, networks, devices, ballooning, disks that are reset. */
const unequal: Partial<SimulatedPoolOptions> = {
  hosts: [
    { hardware: { cpuCount: 4 } },
    { hardware: { hardwarePlatforms: [0] }, memory: 12 * gibibyte },
    { hardware: { iommu: false } },
  ],
  release: 'xcp-ng-8.3',
  networks: [{ name: 'of two hosts', hosts: [0, 1] }],
  vms: [
    { name: 'on a network', host: 0, networks: ['of two hosts'] },
    { name: 'with many CPUs', host: 1, hardware: { vcpus: 8 } },
    { name: 'of newer hardware', host: 2, hardware: { hardwarePlatform: 2 } },
    { name: 'with a GPU', host: 2, vgpus: [{ group: 'Group of GPUs', migratable: false, passthrough: false }] },
    { name: 'with a disk that is reset', host: 0, resettingDisk: true },
    { name: 'that can balloon', host: 0, memory: 9 * gibibyte, hardware: { memoryDynamicMin: 2 * gibibyte } },
    { name: 'too large for one', host: 0, memory: 40 * gibibyte },
    { name: 'in a container', host: 1, hardware: { domainType: 'pvh', memoryDynamicMin: gibibyte } },
  ],
};

async function twinOf(records: PoolRecords): Promise<PoolForTest> {
  const twin = createTwin({
    records,
    clock: { now: () => records.readAt, sleep: () => new Promise(() => undefined) },
    media: memoryMedia(smallMedium()),
    seed: 7,
    password: 'practice',
  });
  return await poolForTest({ build: () => twin.world.state });
}

/** What a twin has of its own: its hosts make themselves new certificates. */
const ofItsOwn: readonly string[] = ['host.certificates'];

async function differences(original: PoolRecords, twin: PoolForTest): Promise<string[]> {
  const copy = await recordsOfPool(twin);
  return Object.entries(original.classes).flatMap(([className, objects]) =>
    Object.entries(objects).flatMap(([ref, record]) =>
      Object.entries(record)
        .filter(([field]) => !ofItsOwn.includes(`${className}.${field}`))
        .filter(([field, value]) => !same(value, copy.classes[className]?.[ref]?.[field]))
        .map(([field]) => `${className}.${field} of ${JSON.stringify(record['name_label'] ?? ref)}`),
    ),
  );
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('not a text');
  return value;
}

/** Sets have no order on the wire (xapi.md 6.6). */
function same(left: unknown, right: unknown): boolean {
  const settled = (value: unknown): unknown => (Array.isArray(value) ? [...(value as string[])].sort() : value);
  return JSON.stringify(settled(left)) === JSON.stringify(settled(right));
}

describe('The twin of a pool', () => {
  const pools: readonly (readonly [string, Partial<SimulatedPoolOptions>])[] = [
    ['with something of everything', odd],
    ['with HA on', { release: 'xcp-ng-8.2', vms: 4, ha: { enabled: true, failuresToTolerate: 1 } }],
    ['that is half upgraded', { release: 'xcp-ng-8.2', hosts: [{ release: 'xcp-ng-8.3' }, {}, {}], vms: 3 }],
    ['whose machines, networks and guests differ', unequal],
    ['of one old host', { release: 'xenserver-7.6', hosts: 1, vms: 2 }],
  ];
  for (const [name, options] of pools) {
    it(`shows the records of its original, field by field: a pool ${name}`, async () => {
      const original = await poolForTest(options);
      const records = await recordsOfPool(original);

      const twin = await twinOf(records);

      expect(Object.keys(records.classes)).to.include.members(['pool', 'host', 'VM', 'VBD', 'VDI', 'SR', 'PBD', 'PIF']);
      expect(await differences(records, twin)).to.deep.equal([]);
    });

    it(`judges every evacuation as its original does: a pool ${name}`, async () => {
      const records = await recordsOfPool(await poolForTest(options));

      const twin = await twinOf(records);

      expect(compareAnswers(twin.pool.world.state, records)).to.deep.equal([]);
    });
  }

  it('shows what the simulator does not model as it was read, and takes it for no state of its own', async () => {
    const records = changed(await recordsOfPool(await poolForTest(odd)), 'VM', 'plain', {
      memory_dynamic_min: String(1 * gibibyte),
      memory_static_max: String(9 * gibibyte),
      VCPUs_max: '12',
      platform: { 'cores-per-socket': '5' },
      tags: ['production'],
    });
    const [ref] = Object.entries(records.classes['VM'] ?? {}).find(([, vm]) => vm['name_label'] === 'plain') ?? [''];

    const twin = await twinOf(records);

    expect(await twin.record('VM', ref)).to.deep.include({
      memory_static_max: String(9 * gibibyte),
      VCPUs_max: '12',
      platform: { 'cores-per-socket': '5' },
      tags: ['production'],
    });
    expect(twin.pool.world.state.vms.get(ref)?.hardware).to.include({ memoryDynamicMin: gibibyte, vcpus: 12 });
  });

  it('keeps objects of classes that nobody models', async () => {
    const records = await recordsOfPool(await poolForTest(odd));
    const cluster = { uuid: 'c-1', cluster_stack: 'corosync', pool_auto_join: true };
    const twin = await twinOf({ ...records, classes: { ...records.classes, Cluster: { 'OpaqueRef:c': cluster } } });

    expect(await twin.record('Cluster', 'OpaqueRef:c')).to.deep.include(cluster);
    expect(await twin.call('Cluster.get_by_uuid', 'c-1')).to.equal('OpaqueRef:c');
  });

  it('has as much free memory as the host reported, whatever took the rest', async () => {
    const records = await recordsOfPool(await poolForTest(odd));
    const [metrics] = Object.entries(records.classes['host_metrics'] ?? {});
    const tight = changed(records, 'host_metrics', textOf(metrics?.[1]['uuid']), { memory_free: String(3 * gibibyte) });

    const twin = await twinOf(tight);

    expect(await twin.record('host_metrics', metrics?.[0] ?? '')).to.deep.include({
      memory_free: String(3 * gibibyte),
      memory_total: metrics?.[1]['memory_total'],
    });
  });

  it('leaves operations out that were under way: they end by themselves, and nobody is left to end them', async () => {
    const records = changed(await recordsOfPool(await poolForTest(odd)), 'VM', 'plain', {
      current_operations: { 'OpaqueRef:task': 'snapshot' },
    });

    const twin = await twinOf(records);

    expect(await twin.record('VM', twin.vmRef('plain'))).to.deep.include({ current_operations: {} });
  });

  it('takes a host that is dead for dead, and one that is disabled for disabled', async () => {
    const original = await poolForTest(odd);
    const records = await recordsOfPool(original);
    const { metrics } = original.pool.host(1);
    const dead = changed(records, 'host_metrics', metrics.uuid, { live: false });

    const twin = await twinOf(changed(dead, 'host', 'xs-3', { enabled: false }));

    expect(twin.pool.host('xs-2')).to.include({ power: 'off', agent: 'off', live: false });
    expect(twin.pool.host('xs-3')).to.include({ enabled: false, live: true, disableMark: true });
  });

  it('is refused with the object and the field when a record is of another form', async () => {
    const records = changed(await recordsOfPool(await poolForTest(odd)), 'host', 'xs-2', { enabled: 'yes' });

    const error: unknown = await twinOf(records).catch((cause: unknown) => cause);

    expect(error).to.have.property('code', 'POOL_RECORDS_INVALID');
    expect(String(error)).to.match(/host OpaqueRef:\S+, field enabled/);
  });

  it('is refused for a release that the simulator does not know', async () => {
    const software = { product_brand: 'XenServer', product_version: '1.0.0', platform_version: '0.1.0' };
    const records = changed(await recordsOfPool(await poolForTest(odd)), 'host', 'xs-2', {
      software_version: software,
    });

    const error: unknown = await twinOf(records).catch((cause: unknown) => cause);

    expect(error).to.have.property('code', 'TWIN_RELEASE_UNKNOWN');
    expect(String(error)).to.contain('xs-2');
  });

  it('names as living only fields that the data model has', () => {
    const tables: Readonly<Record<string, object>> = recordTables;
    for (const [className, fields] of Object.entries(livingFields)) {
      expect(Object.keys(tables[className] ?? {}), className).to.include.members([...fields]);
    }
  });
});
