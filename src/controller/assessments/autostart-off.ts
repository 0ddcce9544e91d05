/** Guests that start by themselves do so after each boot of a host: they come into the way of the evacuations that follow. */
import type { VmFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { observed, orPass, poolSubject, residentHost, vmSubject } from './observe.js';

export const autostartOff: Assessment = {
  id: 'autostart-off',
  title: 'No guest starts by itself',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure'],
  remedy: 'Let Drydock turn the automatic start off for the run, and on again at its end.',
  source: 'xencenter-rpu.md 2.1, row 15d; xapi.md 1.5 (halted guests anywhere in the pool start as well)',
  assess: (input) =>
    orPass(
      input.pool.vms.filter((vm) => vm.autoPowerOn).map((vm) => assessVm(vm, input)),
      poolSubject(input.pool),
      'None does.',
    ),
};

function assessVm(vm: VmFacts, { pool }: AssessmentInput): Observed {
  const runs = vm.residentOn !== null;
  return observed(runs ? 'failure' : 'warning', vmSubject(vm, residentHost(pool, vm)), {
    reason: runs
      ? `${vm.name} starts by itself after a boot of its host.`
      : `${vm.name} is shut down and would start by itself after the boot of any host.`,
    remedy: `Let Drydock turn it off for the run. By hand: "xe vm-param-set uuid=${vm.uuid} other-config:auto_poweron=false", and true at the end.`,
    fix: { effect: 'turn-autostart-off', key: vm.uuid, detail: { name: vm.name } },
    acceptable: true,
  });
}
