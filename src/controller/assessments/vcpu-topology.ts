/** Newer releases do not start a guest whose virtual processors do not fill whole sockets, or that has too many sockets. */
import type { VmFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, observed, orPass, poolSubject, residentHost, surveyOfVm, vmSubject } from './observe.js';

const mostSockets = 16;

export const vcpuTopology: Assessment = {
  id: 'vcpu-topology',
  title: 'Every guest’s virtual processors fill whole sockets',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Shut the guest down and set its number of processors, or of cores in a socket, so that it comes out even.',
  source: 'xencenter-rpu.md 2.1, row 15b; 2.3 (XenCenter names one guest at a time)',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      const found = input.pool.vms.flatMap((vm) => {
        const { vcpus = null, coresPerSocket = null } = surveyOfVm(survey, vm) ?? {};
        return vcpus === null ? [] : assessVm(vm, vcpus, coresPerSocket ?? 1, input);
      });
      return orPass(found, poolSubject(input.pool), 'All do.');
    }),
};

function assessVm(vm: VmFacts, vcpus: number, cores: number, input: AssessmentInput): readonly Observed[] {
  const sockets = vcpus / cores;
  if (Number.isInteger(sockets) && sockets <= mostSockets) return [];
  const what = Number.isInteger(sockets)
    ? `in ${sockets} sockets, and ${mostSockets} are the most`
    : `which do not fill sockets of ${cores}`;
  return [
    observed('failure', vmSubject(vm, residentHost(input.pool, vm)), {
      reason: `${vm.name} has ${vcpus} virtual processors, ${what}.`,
      remedy: `Shut ${vm.name} down and set "xe vm-param-set uuid=${vm.uuid} platform:cores-per-socket=…" to a number that ${vcpus} can be divided by.`,
      acceptable: true,
    }),
  ];
}
