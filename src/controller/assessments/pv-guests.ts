/** Paravirtual guests do not start on newer releases: an upgrade would leave them moved, and never start them again. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { VmFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import {
  fromSurvey,
  observed,
  orPass,
  poolSubject,
  residentHost,
  surveyOfVm,
  targetIsFrom,
  vmSubject,
} from './observe.js';

export const pvGuests: Assessment = {
  id: 'pv-guests',
  title: 'No guest is paravirtual',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Convert the guest to hardware virtualisation before, or give it up.',
  source: 'xencenter-rpu.md 2.1, row 13',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      if (!targetIsFrom(input, droppedFrom['pv-guests-last']))
        return orPass([], poolSubject(input.pool), `${input.medium.name} runs them.`);
      const found = input.pool.vms.flatMap((vm) => {
        const facts = surveyOfVm(survey, vm);
        if (facts === undefined || facts.excusedFromPvCheck) return [];
        return assessVm(vm, facts.paravirtual, input);
      });
      return orPass(found, poolSubject(input.pool), 'None is.');
    }),
};

function assessVm(vm: VmFacts, paravirtual: boolean | null, input: AssessmentInput): readonly Observed[] {
  if (paravirtual === false) return [];
  const subject = vmSubject(vm, residentHost(input.pool, vm));
  if (paravirtual === null) {
    const reason = `It is not known whether ${vm.name} is paravirtual.`;
    const remedy = `Look at "xe vm-param-get uuid=${vm.uuid} param-name=HVM-boot-policy": empty means that it is.`;
    return [observed('unknown', subject, { reason, remedy, acceptable: true })];
  }
  const refused = targetIsFrom(input, droppedFrom['pv-guests']);
  return [
    observed(refused ? 'failure' : 'warning', subject, {
      reason: `${vm.name} is paravirtual; ${input.medium.name} ${refused ? 'does not support such guests' : 'is the last to run such guests'}.`,
      remedy: `Convert ${vm.name} to hardware virtualisation before the upgrade. If it need not start again, mark it: "xe vm-param-set uuid=${vm.uuid} other-config:pvcheckpass=true".`,
      acceptable: true,
    }),
  ];
}
