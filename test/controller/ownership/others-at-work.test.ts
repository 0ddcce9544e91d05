import { expect } from 'chai';
import type { PoolFacts, TaskFacts } from '../../../src/controller/facts/pool-facts.js';
import { isInTheWay, othersAtWork } from '../../../src/controller/ownership/others-at-work.js';
import { assembleSurvey } from '../../../src/controller/facts/assemble-survey.js';
import { makePool, makeVm, withHost } from '../../support/controller-facts.js';

const task = (name: string, changes: Partial<TaskFacts> = {}): TaskFacts => ({
  ...{ ref: `OpaqueRef:${name}`, name, status: 'pending', progress: 0, error: [], result: null },
  ...changes,
});
const none: ReadonlySet<string> = new Set();
const seen = (pool: PoolFacts, own = none): string[] =>
  othersAtWork(pool, own).map(({ weight, text }) => `${weight}: ${text}`);
const withTask = (name: string, changes: Partial<TaskFacts> = {}): PoolFacts =>
  makePool({ tasks: [task(name, changes)] });

describe('Somebody else at work on a pool', () => {
  // Names as xapi, Xen Orchestra and XenCenter write them.
  for (const [name, expected] of [
    ['Async.host.evacuate', 'blocks: a host is emptied or restarted'],
    ['Async.host.reboot', 'blocks: a host is emptied or restarted'],
    ['Async.pool_update.apply', 'blocks: an update is applied'],
    ['pool_patch.apply', 'blocks: an update is applied'],
    ['Async.pool.sync_updates', 'blocks: the pool is changed'],
    ['put_pool_patch_upload_task', 'blocks: an update is uploaded'],
    ['[XO] Patch upload', 'blocks: an update is uploaded by Xen Orchestra'],
    ['[XO] VM export', 'waits: a backup or an export by Xen Orchestra'],
    ['[XO] Exporting content of VDI root as vhd stream', 'waits: a backup or an export by Xen Orchestra'],
    ['[XO] Importing content into VDI root on SR nfs', 'notice: a task is under way by Xen Orchestra'],
    ['[XO] VM import', 'waits: an import by Xen Orchestra'],
    ['export', 'waits: a backup or an export'],
    ['Async.VM.export', 'waits: a backup or an export'],
    ['Async.VM.snapshot', 'waits: a snapshot'],
    ['Async.VM.pool_migrate', 'waits: a VM moves'],
    ['Async.VDI.copy', 'waits: disks are copied'],
    ['Async.VM.clean_shutdown', 'waits: a VM is changed'],
    ['SR.scan', 'notice: a task is under way'],
    ['host.call_plugin', 'notice: a task is under way'],
  ] as const) {
    it(`is told by the task "${name}"`, () => {
      expect(seen(withTask(name))).to.deep.equal([`${expected} (task "${name}")`]);
    });
  }

  it('is XenCenter where a task bears its mark; a plugin that it calls is its upgrade wizard at work', () => {
    const marks = { XenCenterUUID: 'x' };
    expect(seen(withTask('Async.host.evacuate', { marks }))[0]).to.include('by XenCenter');
    expect(seen(withTask('host.call_plugin', { marks }))[0]).to.match(
      /^blocks: a plugin of a host is at work by XenCenter/,
    );
  });

  it('is not this run itself, nor what its tasks have begun, nor what has ended', () => {
    const own = new Set(['OpaqueRef:ours']);
    const tasks = [
      task('Async.host.evacuate', { ref: 'OpaqueRef:ours' }),
      task('Async.VM.pool_migrate', { parent: 'OpaqueRef:ours' }),
      task('Async.VM.snapshot', { status: 'success' }),
    ];
    expect(seen(makePool({ tasks }), own)).to.deep.equal([]);
    expect(seen(makePool({ tasks }))).to.have.length(2);
  });

  it('is seen on hosts, VMs and storage as well, whatever became of the task', () => {
    const busy = withHost(makePool({ vms: [makeVm('1a', 1, { currentOperations: ['snapshot'] })] }), 2, {
      currentOperations: ['apply_updates', 'vm_migrate'],
    });
    const sr = { uuid: 'sr-1', name: 'nfs', type: 'nfs', shared: true, currentOperations: ['vdi_copy', 'scan'] };
    expect(seen({ ...busy, srs: [sr] })).to.deep.equal([
      'blocks: xs-2 is busy: apply_updates',
      'waits: vm-1a is busy: snapshot',
      'notice: the storage "nfs" is busy: vdi_copy',
    ]);
  });

  it('is a backup where migration is forbidden in its words, for as long as the VM runs', () => {
    const blockedOperations = { pool_migrate: 'VM migration is blocked during backup' };
    const pool = (powerState: 'Running' | 'Halted') =>
      makePool({ vms: [makeVm('1a', 1, { blockedOperations, powerState })] });
    expect(seen(pool('Running'))[0])
      .to.include('a backup (Xen Orchestra')
      .and.include('vm-1a');
    expect(seen(pool('Halted'))).to.deep.equal([]);
    const byAnn = makePool({ vms: [makeVm('1a', 1, { blockedOperations: { pool_migrate: 'ask Ann' } })] });
    expect(seen(byAnn)).to.deep.equal([]);
  });

  it('is in the way of the host that it runs on, and of the coordinator, which holds every task', () => {
    const work = (changes: Partial<TaskFacts>) => othersAtWork(withTask('[XO] VM export', changes), none)[0]!;
    const pool = makePool();
    const inTheWayOf = (changes: Partial<TaskFacts>): string[] =>
      pool.hosts.map(({ uuid }) => uuid).filter((uuid) => isInTheWay(work(changes), uuid, pool));
    expect(inTheWayOf({ host: 'host-2' })).to.deep.equal(['host-1', 'host-2']);
    expect(inTheWayOf({ host: null }), 'not told').to.deep.equal(['host-1', 'host-2', 'host-3']);
    expect(isInTheWay({ ...work({}), weight: 'notice' }, 'host-1', pool)).to.equal(false);
  });

  it('is backup software where a snapshot is attached to a VM that runs, or a disk to a control domain', () => {
    const vbd = (VM: string, VDI: string, changes = {}) => ({
      ...{ uuid: `${VM}${VDI}`, VM, VDI, type: 'Disk', empty: false, currently_attached: true, ...changes },
    });
    const records = {
      ...{ pools: {}, hosts: {}, guestMetrics: {}, srs: {}, pbds: {}, pifs: {} },
      vms: {
        proxy: { name_label: 'proxy', power_state: 'Running', is_control_domain: false },
        dom0: { name_label: 'Control domain', power_state: 'Running', is_control_domain: true },
      },
      vdis: {
        snapshot: { name_label: 'of web', is_a_snapshot: true },
        disk: { name_label: 'own', is_a_snapshot: false },
      },
      vbds: {
        a: vbd('proxy', 'snapshot'),
        b: vbd('proxy', 'disk'),
        c: vbd('dom0', 'disk'),
        d: vbd('dom0', 'snapshot', { currently_attached: false }),
        e: vbd('dom0', 'disk', { type: 'CD' }),
      },
      networks: {},
      ...{ pifMetrics: { kind: 'absent' }, bonds: { kind: 'absent' }, updates: { kind: 'absent' } },
      ...{ clusters: { kind: 'absent' }, clusterHosts: { kind: 'absent' }, certificates: new Map() },
    } as unknown as Parameters<typeof assembleSurvey>[0];
    expect(assembleSurvey({ ...records, vms: {} }, 0).disksAtBackup).to.deep.equal([]);
    const { disksAtBackup } = assembleSurvey(
      {
        ...records,
        vms: Object.fromEntries(Object.entries(records.vms).map(([ref, vm]) => [ref, { ...vm, is_a_template: true }])),
      },
      0,
    );
    expect(disksAtBackup).to.deep.equal([
      { disk: 'of web', at: 'proxy' },
      { disk: 'own', at: 'Control domain' },
    ]);
  });
});
