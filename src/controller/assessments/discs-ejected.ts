/** A disc from a library of one host, or of the old guest tools, keeps a guest from moving to a host that has no such disc. */
import type { SrFacts, VmFacts } from '../facts/pool-facts.js';
import type { InsertedDisc, Survey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Fix, Observed } from './finding.js';
import {
  fromSurvey,
  observed,
  orPass,
  poolSubject,
  residentHost,
  surveyOfSr,
  surveyOfVm,
  vmSubject,
} from './observe.js';

export const discsEjected: Assessment = {
  id: 'discs-ejected',
  title: 'No guest has a disc in its drive that other hosts lack',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Let Drydock eject it; it is put in again at the end of the run where it still exists.',
  source: 'xencenter-rpu.md 2.1, row 15e',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      orPass(
        input.pool.vms.filter((vm) => vm.residentOn !== null).flatMap((vm) => assessVm(vm, survey, input)),
        poolSubject(input.pool),
        'None has.',
      ),
    ),
};

function assessVm(vm: VmFacts, survey: Survey, input: AssessmentInput): readonly Observed[] {
  return (surveyOfVm(survey, vm)?.discs ?? []).flatMap((disc) => {
    const sr = input.pool.srs.find((candidate) => candidate.uuid === disc.sr);
    const library = sr === undefined ? undefined : surveyOfSr(survey, sr);
    if (sr === undefined || library?.isLibrary !== true || (sr.shared && !library.isTools)) return [];
    return [
      observed('failure', vmSubject(vm, residentHost(input.pool, vm)), {
        reason: `${vm.name} has the disc "${disc.discName}" of ${describe(sr, library.isTools)} in its drive.`,
        remedy: `Let Drydock eject it. By hand: "xe vm-cd-eject uuid=${vm.uuid}".`,
        fix: ejectFix(vm, disc),
        acceptable: true,
      }),
    ];
  });
}

/** The same for every finding that this fixes: it is carried out once. */
export function ejectFix(vm: VmFacts, { drive, disc, discName }: InsertedDisc): Fix {
  return { effect: 'eject-disc', key: drive, detail: { vm: vm.uuid, name: vm.name, disc, discName } };
}

function describe(sr: SrFacts, isTools: boolean): string {
  return isTools ? 'the guest tools' : `the library "${sr.name}", which only one host has`;
}
