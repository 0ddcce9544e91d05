/** Whether every guest can leave the host before it goes down, as the pool itself answers at this moment. */
import { isBusyForAWhile } from '../ownership/object-work.js';
import { guestsOn, type EvacuationBlocker, type HostFacts, type VmFacts } from '../facts/pool-facts.js';
import { describeConsent } from '../planning/guests/guest-plan.js';
import { ownWayOut, wayOut, whyNotInOrder } from '../planning/guests/way-out.js';
import type { Assessment, AssessmentInput, EvacuationAnswer } from './assessment.js';
import { explainBlocker } from './evacuation-reasons.js';
import type { Fix, Observed } from './finding.js';
import { ejectFix } from './discs-ejected.js';
import { guestsIn, hostsToUpgrade, hostSubject, namesOf, observed, pass, surveyOfVm, vmSubject } from './observe.js';
import { notInOrder } from './vm-policies.js';

/** With HA on, up to 8.2 the pool says "not enough memory" of every guest that HA does not protect (xen-api issue 4323). */
const blurredByHa = ['HOST_NOT_ENOUGH_FREE_MEMORY', 'HOST_EVACUATE_VM_NOT_HA_PROTECTED'];

export const evacuable: Assessment = {
  id: 'evacuable',
  title: 'Every guest can leave the host',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy:
    'See to each VM that is named: eject its image, attach storage, free memory, or shut it down before its host’s turn.',
  source: 'xencenter-rpu.md 2.1, rows 15c, 15g; 2.2',
  assess: (input) => hostsToUpgrade(input).flatMap((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  const guests = guestsOn(input.pool, host.uuid);
  if (guests.length === 0) return [pass(hostSubject(host), 'No guest runs on it.')];
  const answer = answerOf(host, input, guests);
  if (answer?.known !== true) {
    return [
      observed('unknown', hostSubject(host), {
        reason: `It is not known whether ${host.name} can be evacuated: ${answer?.reason ?? 'the pool has not been asked'}.`,
        remedy: 'Check again; if the pool keeps refusing the question, look at its log.',
        acceptable: input.phase === 'before-run',
      }),
    ];
  }
  const blockers = answer.blockers.filter((blocker) => !endsByItself(blocker, input));
  if (blockers.length === 0) return [pass(hostSubject(host), `All ${guests.length} guests can be moved.`)];
  const policies = guestsIn(input);
  const stuck = blockers.filter(({ vm, code }) => wayOut(policies, vm, code) === undefined);
  const goingDown = blockers.filter((blocker) => !stuck.includes(blocker));
  const alone = input.pool.hosts.length === 1 && stuck.length > 1;
  return [
    ...goingDown.map((blocker) => willGoDown(host, blocker, input)),
    ...(alone ? [standalone(host, stuck, input)] : stuck.map((blocker) => blocked(host, blocker, input))),
  ];
}

/** A backup or another operation that is seen on the VM: nobody-else names it, and a run waits for it. */
function endsByItself({ vm, code }: EvacuationBlocker, { pool }: AssessmentInput): boolean {
  const guest = pool.vms.find(({ uuid }) => uuid === vm);
  const isOfWork = code === 'OPERATION_BLOCKED' || code === 'OTHER_OPERATION_IN_PROGRESS';
  return isOfWork && guest !== undefined && isBusyForAWhile(guest);
}

/** A host alone has nowhere to move its guests to, whatever it answers. */
function answerOf(host: HostFacts, input: AssessmentInput, guests: readonly VmFacts[]): EvacuationAnswer | undefined {
  if (input.pool.hosts.length > 1) return input.evacuation.get(host.uuid);
  const blockers = guests.map(({ uuid: vm }) => ({ vm, code: 'NO_HOSTS_AVAILABLE', params: [vm] }));
  return { known: true, blockers };
}

function vmNamed(input: AssessmentInput, uuid: string): { readonly uuid: string; readonly name: string } {
  return input.pool.vms.find((candidate) => candidate.uuid === uuid) ?? { uuid, name: uuid };
}

function willGoDown(host: HostFacts, { vm: uuid, code }: EvacuationBlocker, input: AssessmentInput): Observed {
  const policies = guestsIn(input);
  const vm = vmNamed(input, uuid);
  const way = wayOut(policies, uuid, code);
  const survey = input.evidence?.survey;
  const needs = survey?.known === true ? surveyOfVm(survey.value, vm)?.needs : undefined;
  const obstacle = way?.how === 'stop' ? whyNotInOrder(policies, uuid, needs) : undefined;
  if (obstacle !== undefined) return notInOrder(vm, host, obstacle);
  const what = way?.how === 'suspend' ? 'suspended' : 'shut down in order';
  return observed('notice', vmSubject(vm, host), {
    reason: `${vm.name} cannot move; it is ${what} for the turn of ${host.name} and comes back after it. By consent: ${way === undefined ? '' : describeConsent(way.consent)}.`,
    remedy: 'Nothing: tell its users.',
    acceptable: true,
  });
}

function blocked(host: HostFacts, blocker: EvacuationBlocker, input: AssessmentInput): Observed {
  const vm = vmNamed(input, blocker.vm);
  const { reason, remedy } = explainBlocker(input.pool, vm.name, blocker);
  if (input.pool.haEnabled && blurredByHa.includes(blocker.code)) {
    return observed('warning', vmSubject(vm, host), {
      reason: `${reason} High availability is on, so this answer may be wrong.`,
      remedy: 'Nothing yet: it is asked again, and blocks, before the host is touched, when high availability is off.',
      acceptable: true,
    });
  }
  const first = guestsOn(input.pool, host.uuid).filter(({ uuid }) => ownWayOut(guestsIn(input), uuid) !== undefined);
  if (blocker.code === 'HOST_NOT_ENOUGH_FREE_MEMORY' && first.length > 0) {
    return observed('warning', vmSubject(vm, host), {
      reason: `${reason} It was asked while ${namesOf(first)} still run${first.length === 1 ? 's' : ''}.`,
      remedy: 'Nothing yet: the pool looks for room again when these are down.',
      acceptable: true,
    });
  }
  // Before the run a person may promise to see to the VM; when the host's turn has come, it has to be done.
  const fix = discInTheWay(blocker, input);
  return observed('failure', vmSubject(vm, host), {
    reason,
    remedy,
    ...(fix === undefined ? {} : { fix }),
    acceptable: input.phase === 'before-run',
  });
}

/** The disc whose library other hosts lack, where that alone is named as the reason. */
function discInTheWay(blocker: EvacuationBlocker, input: AssessmentInput): Fix | undefined {
  const survey = input.evidence?.survey;
  if (blocker.code !== 'VM_REQUIRES_SR' || survey?.known !== true) return undefined;
  const vm = input.pool.vms.find((candidate) => candidate.uuid === blocker.vm);
  const disc = vm && surveyOfVm(survey.value, vm)?.discs.find(({ sr }) => blocker.params.includes(sr));
  return vm === undefined || disc === undefined ? undefined : ejectFix(vm, disc);
}

function standalone(host: HostFacts, stuck: readonly EvacuationBlocker[], input: AssessmentInput): Observed {
  const names = namesOf(stuck.map(({ vm }) => vmNamed(input, vm)));
  return observed('failure', hostSubject(host), {
    reason: `${host.name} has no other host to move its guests to (${names}).`,
    remedy:
      'Let Drydock shut them down in order for the upgrade, and start them after it: --stop-vms, or --vm NAME=stop for each. Or shut them down yourself, and start them when the host is back.',
    acceptable: false,
  });
}
