/** Puts into a new pool what its options ask for beyond hosts, storage and VMs: users, updates, a cluster, values of fields. */
import { roles } from '../../releases/calls/call-table.js';
import { isRecordClass } from '../../releases/records/classes.js';
import { recordTables, type RecordClass } from '../../releases/records/record-tables.js';
import { isPresentSince } from '../../releases/since.js';
import type { Entity, Ref } from '../state/objects.js';
import type { PoolOptions } from '../state/pool-options.js';
import type { PoolState } from '../state/pool-state.js';
import { WireDateTime } from '../wire/wire-value.js';
import type { ClusterOptions, FieldValues, ObjectOptions, UpdateOptions, UserOptions } from './inventory-options.js';

export function addInventory(state: PoolState, options: PoolOptions): void {
  addUsers(state, options.users ?? []);
  for (const update of options.updates ?? []) addUpdate(state, update);
  if (options.cluster !== undefined) addCluster(state, options.cluster);
  for (const object of options.objects ?? []) addObject(state, object);
  writeFields(state, 'pool', state.pool, options.fields);
  if (typeof options.hosts !== 'number') {
    options.hosts.forEach(({ fields }, index) => writeFields(state, 'host', state.hostList[index], fields));
  }
  if (typeof options.vms === 'object') {
    const guests = [...state.vms.values()].filter((vm) => vm.kind !== 'control-domain');
    options.vms.forEach(({ fields }, index) => writeFields(state, 'VM', guests[index], fields));
  }
}

/** The roles are there in every pool; a user of a directory is a subject. */
function addUsers(state: PoolState, users: readonly UserOptions[]): void {
  const byName = new Map<string, Ref>();
  for (const name of roles) {
    if (name === 'local-root') continue;
    const role = state.inventory.add('role', state.newEntity(), {
      name_label: name,
      name_description: '',
      subroles: [],
    });
    byName.set(name, role.ref);
  }
  for (const { name, password, role } of users) {
    const fields = {
      subject_identifier: `S-1-5-21-${state.users.length + 1000}`,
      other_config: { 'subject-name': name, 'subject-is-group': 'false' },
      roles: [byName.get(role) ?? ''],
    };
    const subject = state.inventory.add('subject', state.newEntity(), fields);
    state.users.push({ name, password, role, subject: subject.ref });
  }
}

/** Updates are pool-wide objects since 7.1; before, a patch and its application to each host. */
function addUpdate(state: PoolState, { name, version = '1.0', guidance = [], hosts }: UpdateOptions): void {
  const applied = state.hostList.filter((host) => hosts?.includes(host.index) ?? true);
  const common = { name_label: name, name_description: '', version };
  if (isPresentSince('7.1', state.coordinator.running)) {
    const onHosts = applied.map((host) => host.ref);
    state.inventory.add('pool_update', state.newEntity(), {
      ...common,
      after_apply_guidance: guidance,
      hosts: onHosts,
    });
    return;
  }
  const everywhere = applied.length === state.hosts.size;
  const patch = state.inventory.add('pool_patch', state.newEntity(), {
    ...common,
    after_apply_guidance: guidance,
    pool_applied: everywhere,
    size: '1048576',
  });
  for (const host of applied) {
    state.inventory.add('host_patch', state.newEntity(), {
      ...common,
      host: host.ref,
      pool_patch: patch.ref,
      applied: true,
      timestamp_applied: WireDateTime.at(host.bootedAt),
      size: '1048576',
    });
  }
}

function addCluster(state: PoolState, { enabled = true, stackVersion = 2 }: ClusterOptions): void {
  const cluster = state.inventory.add('Cluster', state.newEntity(), {
    cluster_stack: 'corosync',
    cluster_stack_version: String(stackVersion),
    pool_auto_join: true,
    token_timeout: 20,
    token_timeout_coefficient: 1,
    is_quorate: true,
    quorum: String(Math.floor(state.hosts.size / 2) + 1),
    live_hosts: String(state.hosts.size),
    expected_hosts: String(state.hosts.size),
  });
  for (const host of state.hostList) {
    const pif = [...state.pifs.values()].find((candidate) => candidate.host === host.ref);
    const fields = { cluster: cluster.ref, host: host.ref, enabled, joined: true, live: true, PIF: pif?.ref ?? '' };
    state.inventory.add('Cluster_host', state.newEntity(), fields);
  }
}

/** @throws RangeError for a class or a field that no release has */
function addObject(state: PoolState, { class: className, fields }: ObjectOptions): void {
  if (!isRecordClass(className)) throw new RangeError(`there is no class ${className}`);
  requireFields(className, fields);
  state.inventory.add(className, state.newEntity(), fields);
}

function writeFields(
  state: PoolState,
  className: RecordClass,
  entity: Entity | undefined,
  fields: FieldValues | undefined,
): void {
  if (entity === undefined || fields === undefined) return;
  requireFields(className, fields);
  for (const [name, value] of Object.entries(fields)) state.inventory.write(entity.ref, name, value);
}

function requireFields(className: RecordClass, fields: FieldValues): void {
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(recordTables[className], name)) throw new RangeError(`${className} has no field ${name}`);
  }
}
