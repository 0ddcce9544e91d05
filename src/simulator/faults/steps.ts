/** The steps of a pool's life that a fault can be tied to: the start, and what the history of the simulator tells. */
import type { EventName } from '../history.js';

export const steps = {
  start: 'the pool is made',
  'host-disabled': 'a host is taken out of service',
  'host-enabled': 'a host is back in service',
  'evacuation-began': 'an evacuation has begun',
  'evacuation-ended': 'an evacuation has ended',
  'vm-moved': 'a VM has arrived at a host',
  'vm-started': 'a VM has started',
  'vm-stopped': 'a VM has stopped',
  staged: 'the plugin has staged an installation',
  'reboot-called': 'a reboot is called',
  'host-down': 'a host is down',
  'installer-began': 'an installer has started',
  'installer-refused': 'an installer has given up before it touched the disk',
  'disk-formatted': 'an installer has formatted the disk',
  installed: 'an installation is complete',
  'host-booted': 'the system of a host has booted; its xapi has not started yet',
  'coordinator-answers': 'the coordinator answers calls again',
  'member-entered': 'a member has entered the pool again',
  'storage-attached': 'a host has attached its storage',
  'ha-enabled': 'HA was switched on',
  'ha-disabled': 'HA was switched off',
  'wlb-set': 'workload balancing was switched',
  'pool-key-added': 'a key was added to the other_config of the pool',
  'pool-key-removed': 'a key was removed from the other_config of the pool',
  'rolling-upgrade-flag': 'the rolling-upgrade flag has changed',
  'database-dumped': 'the database was dumped',
} as const satisfies Readonly<Partial<Record<EventName | 'start', string>>>;

export type Step = keyof typeof steps;
