/**
 * Tasks of the pool that are not ours. What they are stands in their names: xapi names a task after its call, Xen Orchestra
 * writes `[XO]` before its own (@xen-orchestra/xapi, task.mjs), and XenCenter marks those it watches with the key
 * `XenCenterUUID` and gives transfers names such as `put_pool_patch_upload_task` (xenadmin, XenModel). No list of sessions is
 * asked for: the API has none.
 */
import type { PoolFacts, TaskFacts } from '../facts/pool-facts.js';
import type { Weight, Work } from './work.js';

interface Kind {
  readonly names: RegExp;
  readonly weight: Weight;
  readonly what: string;
}

/** The first that fits. Names are compared without `Async.` in front. */
const kinds: readonly Kind[] = [
  {
    names: /^host\.(evacuate|reboot|shutdown|power_on|disable)\b/,
    weight: 'blocks',
    what: 'a host is emptied or restarted',
  },
  {
    names: /^pool\.(sync_updates|sync_bundle|designate_new_master|recover_slaves|eject|join)/,
    weight: 'blocks',
    what: 'the pool is changed',
  },
  {
    names: /^(pool_update|pool_patch)\.|^host\.(apply_updates|refresh_pack_info|emergency_)/,
    weight: 'blocks',
    what: 'an update is applied',
  },
  { names: /^put_pool_patch_upload_task|^\[XO\] Patch upload/, weight: 'blocks', what: 'an update is uploaded' },
  {
    names: /^put_host_restore_task|^\[XO\] Import pool metadata/,
    weight: 'blocks',
    what: 'a host or the pool is restored',
  },
  { names: /^\[XO\] (VM export|Exporting content of VDI)/, weight: 'waits', what: 'a backup or an export' },
  {
    names: /^(VM|VDI)\.export|^export(_raw_vdi_task)?$|^get_host_backup_task|^host\.backup/,
    weight: 'waits',
    what: 'a backup or an export',
  },
  {
    names: /^VM\.(snapshot|checkpoint)|^VDI\.(snapshot|list_changed_blocks|export_changed_blocks)/,
    weight: 'waits',
    what: 'a snapshot',
  },
  { names: /^\[XO\] (VM import|Importing content of VDI)/, weight: 'waits', what: 'an import' },
  {
    names: /^VM\.import|^VDI\.import|^import(_raw_vdi_task)?$|^put_import_raw_vdi_task/,
    weight: 'waits',
    what: 'an import',
  },
  { names: /^VM\.(pool_migrate|migrate_send)|^host\.migrate_receive/, weight: 'waits', what: 'a VM moves' },
  { names: /^VDI\.(pool_migrate|copy|mirror)|^VM\.(copy|clone)/, weight: 'waits', what: 'disks are copied' },
  { names: /^VM\./, weight: 'waits', what: 'a VM is changed' },
];

/** @param own references of the tasks that this run has begun; what they have begun themselves is ours as well */
export function workOfTasks(pool: PoolFacts, own: ReadonlySet<string>): readonly Work[] {
  return pool.tasks
    .filter(({ status }) => status === 'pending' || status === 'cancelling')
    .filter(({ ref, parent = null }) => !own.has(ref) && (parent === null || !own.has(parent)))
    .map((task) => workOfTask(pool, task));
}

function workOfTask(pool: PoolFacts, task: TaskFacts): Work {
  const name = task.name.replace(/^Async\./, '');
  const kind = kinds.find(({ names }) => names.test(name));
  const fromXenCenter = task.marks?.['XenCenterUUID'] !== undefined;
  const who = name.startsWith('[XO]') ? ' by Xen Orchestra' : fromXenCenter ? ' by XenCenter' : '';
  // XenCenter's upgrade wizard calls the hosts' plugin; anybody else may ask a plugin something harmless.
  const isItsPlugin = fromXenCenter && name.startsWith('host.call_plugin');
  const what = isItsPlugin ? 'a plugin of a host is at work' : (kind?.what ?? 'a task is under way');
  const host = task.host ?? null;
  const on = host === null ? '' : ` on ${pool.hosts.find(({ uuid }) => uuid === host)?.name ?? host}`;
  return {
    weight: isItsPlugin ? 'blocks' : (kind?.weight ?? 'notice'),
    text: `${what}${who}${on} (task "${task.name}")`,
    about: { kind: 'pool', uuid: pool.uuid },
    host,
  };
}
