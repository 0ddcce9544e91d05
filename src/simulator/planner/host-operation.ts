/**
 * Would this operation be allowed on this host now? `valid_operations` in xapi_host_helpers.ml: what `host.reboot`, `shutdown`,
 * `power_on`, `evacuate` and every VM that arrives ask first, and what `host.allowed_operations` is made of.
 */
import type { Host } from '../state/objects.js';
import type { Reason } from './placement-check.js';

export const hostOperations = [
  'provision',
  'evacuate',
  'shutdown',
  'reboot',
  'power_on',
  'vm_start',
  'vm_resume',
  'vm_migrate',
] as const;

export type HostOperation = (typeof hostOperations)[number];

/** `vm_start` stands in neither group, in xapi as well. */
const bringVms: readonly string[] = ['provision', 'vm_resume', 'vm_migrate'];
const takeVms: readonly string[] = ['evacuate', 'reboot', 'shutdown'];

/** All that the record shows of a host, and all that it notes there, while a pool is half upgraded (xapi.md 2.3). */
export const upgradeHostOperations: readonly HostOperation[] = ['evacuate', 'provision'];

export function reasonAgainstHostOperation(host: Host, operation: HostOperation): Reason | undefined {
  return inTheWay(host, operation) ?? goingDown(host, operation) ?? comingUp(host, operation);
}

export function allowedHostOperations(host: Host, upgrading: boolean): readonly HostOperation[] {
  const valid = hostOperations.filter((operation) => reasonAgainstHostOperation(host, operation) === undefined);
  return upgrading ? valid.filter((operation) => upgradeHostOperations.includes(operation)) : valid;
}

/** What brings VMs and what takes them away exclude each other; so do a reboot and a shutdown. */
function inTheWay(host: Host, operation: HostOperation): Reason | undefined {
  if (operation === 'power_on') return undefined;
  const running = Object.entries(host.currentOperations);
  const busy = (names: readonly string[]): Reason | undefined => {
    const [task, name] = running.find(([, one]) => names.includes(one)) ?? [];
    return task === undefined || name === undefined
      ? undefined
      : ['OTHER_OPERATION_IN_PROGRESS', 'host', host.ref, name, task];
  };
  if (bringVms.includes(operation))
    return busy(takeVms) ?? (operation === 'provision' ? busy(['provision']) : undefined);
  if (!takeVms.includes(operation)) return undefined;
  return (
    busy(bringVms) ??
    (operation === 'shutdown' ? busy(['reboot']) : undefined) ??
    (operation === 'reboot' ? busy(['shutdown']) : undefined)
  );
}

function goingDown(host: Host, operation: HostOperation): Reason | undefined {
  const needsDisabled = operation === 'reboot' || operation === 'shutdown';
  return needsDisabled && host.enabled ? ['HOST_NOT_DISABLED'] : undefined;
}

function comingUp(host: Host, operation: HostOperation): Reason | undefined {
  if (operation !== 'power_on') return undefined;
  if (host.live) return ['HOST_IS_LIVE', host.ref];
  return host.powerOnMode === '' ? ['HOST_POWER_ON_MODE_DISABLED'] : undefined;
}
