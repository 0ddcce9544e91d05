/** Keys of `other_config` that are not Drydock's: read as facts, and changed by fixes. */

/** On a VM and on the pool: the VM starts by itself. */
export const autostartKey = 'auto_poweron';

/** What XenCenter writes into a host's while it is in maintenance. */
export const maintenanceMark = 'MAINTENANCE_MODE';
