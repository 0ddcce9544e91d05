/** A guest suspended on the old version may not resume on the new one; vendors have long advised against it. */
import type { Assessment } from './assessment.js';
import { observed, pass, poolSubject, vmSubject } from './observe.js';

export const suspendedGuests: Assessment = {
  id: 'suspended-guests',
  title: 'No guest is suspended',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning'],
  remedy: 'Resume and shut the guest down before the run.',
  source: 'xencenter-rpu.md 2.3',
  assess: ({ pool }) => {
    const suspended = pool.vms.filter((vm) => vm.powerState === 'Suspended');
    if (suspended.length === 0) return [pass(poolSubject(pool), 'None is.')];
    return suspended.map((vm) =>
      observed('warning', vmSubject(vm, undefined), {
        reason: `${vm.name} is suspended; what it has in memory may not resume on the new version.`,
        remedy: `Resume ${vm.name} and shut it down before the run.`,
        acceptable: true,
      }),
    );
  },
};
