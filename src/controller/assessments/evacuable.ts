/** Whether every guest can leave the host before it goes down, as the pool itself answers at this moment. */
import { guestsOn, type EvacuationBlocker, type HostFacts } from '../facts/pool-facts.js';
import { isBusyForAWhile } from '../ownership/object-work.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import { explainBlocker } from './evacuation-reasons.js';
import type { Fix, Observed } from './finding.js';
import { ejectFix } from './discs-ejected.js';
import { hostsToUpgrade, hostSubject, namesOf, observed, pass, surveyOfVm, vmSubject } from './observe.js';

/** With HA on, up to 8.2 the pool says "not enough memory" of every guest that HA does not protect (xen-api issue 4323). */
const blurredByHa = ['HOST_NOT_ENOUGH_FREE_MEMORY', 'HOST_EVACUATE_VM_NOT_HA_PROTECTED'];

export const evacuable: Assessment = {
  id: 'evacuable',
  title: 'Every guest can leave the host',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy:
    'See to each VM that is named: eject its image, attach storage, free memory, or shut it down before its host’s turn.',
  source: 'xencenter-rpu.md 2.1, rows 15c, 15g; 2.2',
  assess: (input) => hostsToUpgrade(input).flatMap((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  const guests = guestsOn(input.pool, host.uuid);
  if (guests.length === 0) return [pass(hostSubject(host), 'No guest runs on it.')];
  if (input.pool.hosts.length === 1) return [standalone(host, namesOf(guests))];
  const answer = input.evacuation.get(host.uuid);
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
  return blockers.map((blocker) => blocked(host, blocker, input));
}

/** A backup or another operation that is seen on the VM: nobody-else names it, and a run waits for it. */
function endsByItself({ vm, code }: EvacuationBlocker, { pool }: AssessmentInput): boolean {
  const guest = pool.vms.find(({ uuid }) => uuid === vm);
  const isOfWork = code === 'OPERATION_BLOCKED' || code === 'OTHER_OPERATION_IN_PROGRESS';
  return isOfWork && guest !== undefined && isBusyForAWhile(guest);
}

function blocked(host: HostFacts, blocker: EvacuationBlocker, input: AssessmentInput): Observed {
  const vm = input.pool.vms.find((candidate) => candidate.uuid === blocker.vm) ?? {
    uuid: blocker.vm,
    name: blocker.vm,
  };
  const { reason, remedy } = explainBlocker(input.pool, vm.name, blocker);
  if (input.pool.haEnabled && blurredByHa.includes(blocker.code)) {
    return observed('warning', vmSubject(vm, host), {
      reason: `${reason} High availability is on, so this answer may be wrong.`,
      remedy: 'Nothing yet: it is asked again, and blocks, before the host is touched, when high availability is off.',
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

function standalone(host: HostFacts, guests: string): Observed {
  return observed('failure', hostSubject(host), {
    reason: `${host.name} has no other host to move its guests to (${guests}). They would have to be stopped, with consent, which this version does not do.`,
    remedy: 'Shut these VMs down yourself, then check again; start them when the host is back.',
    acceptable: false,
  });
}
