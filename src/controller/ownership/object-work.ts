/** Work that hosts, VMs and storage show on themselves, whoever began it and whatever became of its task. */
import type { HostFacts, PoolFacts, SrFacts, VmFacts } from '../facts/pool-facts.js';
import type { Work } from './work.js';

/** Operations that take a host out of service or change it. */
const hostOperations = ['evacuate', 'reboot', 'shutdown', 'apply_updates', 'power_on'];

/** What Xen Orchestra writes over the migration of a VM that it backs up (@xen-orchestra/backups, _AbstractXapi.mjs). */
const backupWords = /\bbackup\b/i;

/** A look at what lies on a repository changes nothing. */
const harmlessOnStorage = ['scan', 'update'];

export function workOnHosts(pool: PoolFacts): readonly Work[] {
  return pool.hosts.flatMap((host) => {
    const operations = host.currentOperations.filter((operation) => hostOperations.includes(operation));
    return operations.length === 0 ? [] : [busyHost(host, operations)];
  });
}

function busyHost(host: HostFacts, operations: readonly string[]): Work {
  return {
    weight: 'blocks',
    text: `${host.name} is busy: ${operations.join(', ')}`,
    about: { kind: 'host', uuid: host.uuid },
    host: host.uuid,
  };
}

export function workOnVms(pool: PoolFacts): readonly Work[] {
  return pool.vms.flatMap((vm) => [...busyVm(vm), ...heldByBackup(vm)]);
}

function busyVm(vm: VmFacts): readonly Work[] {
  if (vm.currentOperations.length === 0) return [];
  const text = `${vm.name} is busy: ${vm.currentOperations.join(', ')}`;
  return [{ weight: 'waits', text, about: { kind: 'vm', uuid: vm.uuid }, host: vm.residentOn }];
}

/** For the time of a backup; a job that broke off may leave it behind, which the next one of the same VM takes away. */
function heldByBackup(vm: VmFacts): readonly Work[] {
  const reason = vm.blockedOperations?.['pool_migrate'];
  if (reason === undefined || !backupWords.test(reason) || vm.powerState !== 'Running') return [];
  const text = `a backup (Xen Orchestra's, by its words) holds ${vm.name} in its place: "${reason}"`;
  return [{ weight: 'waits', text, about: { kind: 'vm', uuid: vm.uuid }, host: vm.residentOn }];
}

/** Whoever asks whether the VM can move is told of that work, which ends by itself. */
export function isBusyForAWhile(vm: VmFacts): boolean {
  return busyVm(vm).length > 0 || heldByBackup(vm).length > 0;
}

export function workOnStorage(pool: PoolFacts): readonly Work[] {
  return pool.srs.flatMap((sr) => busyStorage(sr));
}

function busyStorage(sr: SrFacts): readonly Work[] {
  const operations = [...new Set(sr.currentOperations ?? [])].filter(
    (operation) => !harmlessOnStorage.includes(operation),
  );
  if (operations.length === 0) return [];
  const text = `the storage "${sr.name}" is busy: ${operations.join(', ')}`;
  return [{ weight: 'notice', text, about: { kind: 'sr', uuid: sr.uuid }, host: null }];
}
