/** Whether what tags and the command line want done with a VM can be done: it can be shut down, it can be resumed, by consent. */
import { hostByUuid, type HostFacts, type VmFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';
import type { VmNeeds } from '../facts/vm-needs.js';
import { describeConsent } from '../planning/guests/guest-plan.js';
import { readTags } from '../planning/guests/vm-tags.js';
import { mayBeForced, ownWayOut, whyNotInOrder } from '../planning/guests/way-out.js';
import { canResume } from '../../releases/suspend-images.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { emptyStorage } from './local-storage.js';
import {
  fromSurvey,
  guestsIn,
  hostsToUpgrade,
  observed,
  orPass,
  poolSubject,
  surveyOfSr,
  surveyOfVm,
  vmSubject,
} from './observe.js';

export const vmPolicies: Assessment = {
  id: 'vm-policies',
  title: 'What is to be done with each VM can be done',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Give the consent that is named, or another policy: --vm NAME=migrate|stop|suspend|leave.',
  source: 'design, 5; xapi.md 1.6',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      orPass(
        input.pool.vms.flatMap((vm) => assessVm(vm, survey, input)),
        poolSubject(input.pool),
        'All are moved, and brought home at the end.',
      ),
    ),
};

/** A guest that has no tools is not shut down in order; said by every check that would have it shut down. */
export function notInOrder(
  vm: { readonly uuid: string; readonly name: string },
  host: HostFacts | undefined,
  obstacle: string,
): Observed {
  return observed('failure', vmSubject(vm, host), {
    reason: `${vm.name} ${obstacle}.`,
    remedy: `Install the guest tools in ${vm.name}, shut it down yourself, or consent to pulling its plug: --hard-stop "${vm.name}".`,
    acceptable: false,
  });
}

function assessVm(vm: VmFacts, survey: Survey, input: AssessmentInput): readonly Observed[] {
  const needs = surveyOfVm(survey, vm)?.needs;
  const host = vm.residentOn === null ? undefined : hostByUuid(input.pool, vm.residentOn);
  const subject = vmSubject(vm, host);
  const ofTags = needs === undefined ? [] : assessTags(vm, needs, subject, input);
  const guests = guestsIn(input);
  const way = ownWayOut(guests, vm.uuid);
  if (way === undefined || host === undefined || !hostsToUpgrade(input).includes(host)) return ofTags;
  if (way.how === 'suspend') return [...ofTags, ...assessSuspension(vm, host, needs, survey, input)];
  const obstacle = whyNotInOrder(guests, vm.uuid, needs);
  if (obstacle !== undefined) return [...ofTags, notInOrder(vm, host, obstacle)];
  const force = mayBeForced(guests, vm.uuid) === undefined ? '' : ' Its plug is pulled if it does not.';
  return [
    ...ofTags,
    observed('notice', subject, {
      reason: `${vm.name} is shut down in order for the turn of ${host.name} and started after it.${force} By consent: ${describeConsent(way.consent)}.`,
      remedy: 'Nothing: tell its users.',
      acceptable: true,
    }),
  ];
}

function assessTags(vm: VmFacts, needs: VmNeeds, subject: Subject, input: AssessmentInput): readonly Observed[] {
  const { disagreeing, unknown } = readTags(needs.tags);
  const settled = guestsIn(input).vms.some((candidate) => candidate.vm === vm.uuid);
  const found: Observed[] = [];
  if (disagreeing.length > 0 && !settled) {
    found.push(
      observed('failure', subject, {
        reason: `${vm.name} has tags that disagree: ${disagreeing.join(', ')}.`,
        remedy: `Leave one of them on it, or say which: --vm "${vm.name}=stop".`,
        acceptable: false,
      }),
    );
  }
  if (unknown.length > 0) {
    found.push(
      observed('warning', subject, {
        reason: `${vm.name} has a tag that Drydock does not know: ${unknown.join(', ')}.`,
        remedy: 'The tags are drydock:migrate, drydock:stop, drydock:suspend and drydock:leave.',
        acceptable: true,
      }),
    );
  }
  return found;
}

function assessSuspension(
  vm: VmFacts,
  host: HostFacts,
  needs: VmNeeds | undefined,
  survey: Survey,
  input: AssessmentInput,
): readonly Observed[] {
  const subject = vmSubject(vm, host);
  const obstacle = whyNotSuspended(vm, host, needs, survey, input);
  const { suspend } = guestsIn(input);
  if (obstacle !== undefined) {
    return [
      observed('failure', subject, {
        reason: `${vm.name} is to be suspended, and ${obstacle}.`,
        remedy: `Have it shut down instead: --vm "${vm.name}=stop".`,
        acceptable: false,
      }),
    ];
  }
  if (suspend === null) {
    return [
      observed('failure', subject, {
        reason: `${vm.name} is to be suspended, and nobody has consented to suspending.`,
        remedy: `Consent with --allow-suspend, or have it shut down instead: --vm "${vm.name}=stop".`,
        acceptable: false,
      }),
    ];
  }
  return [
    observed('notice', subject, {
      reason: `${vm.name} is suspended for the turn of ${host.name} and resumed after it, on ${input.medium.name}. By consent: ${describeConsent(suspend)}.`,
      remedy: 'Shutting it down is safer: what it has in memory has to fit the new release.',
      acceptable: true,
    }),
  ];
}

function whyNotSuspended(
  vm: VmFacts,
  host: HostFacts,
  needs: VmNeeds | undefined,
  survey: Survey,
  input: AssessmentInput,
): string | undefined {
  const resumes = canResume(host.versions.xen, input.medium.target.xen);
  if (resumes === null) return 'it is not known whether the new release can resume it';
  if (!resumes) return `${input.medium.name} does not resume what ${host.name} would write`;
  if (surveyOfVm(survey, vm)?.paravirtual === true) return 'it is paravirtual, which newer releases no longer run';
  if (needs === undefined || needs.canSuspend === false) return 'its tools or devices do not let it be suspended';
  if (needs.suspendStorage === null) return 'no storage for suspended VMs is set';
  const sr = input.pool.srs.find(({ uuid }) => uuid === needs.suspendStorage);
  if (sr === undefined) return 'its storage for suspended VMs is not in the pool';
  if (emptyStorage(host, input.pool, survey, input.medium).includes(sr.uuid))
    return `its storage for suspended VMs (${sr.name}) may be made anew by the installer`;
  const free = surveyOfSr(survey, sr)?.free ?? null;
  if (free !== null && free < needs.wholeMemory)
    return `its storage for suspended VMs (${sr.name}) has no room for ${Math.ceil(needs.wholeMemory / 1024 ** 3)} GiB`;
  return undefined;
}
