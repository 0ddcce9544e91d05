/** Two who upgrade, back up or move guests at the same time undo each other's work: whoever else is at work is named. */
import { describeClaim, readClaim } from '../ownership/claim.js';
import type { PoolFacts, VmFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostSubject, observed, pass, poolSubject, residentHost, vmSubject } from './observe.js';

/** XenCenter's wizard honours it: software that manages the pool forbids upgrades from outside. */
const forbidsUpgrade = 'hci-forbid-rpu';

/** Operations that take a host out of service or change it. */
const hostOperations = ['evacuate', 'reboot', 'shutdown', 'apply_updates', 'power_on'];

export const nobodyElse: Assessment = {
  id: 'nobody-else',
  title: 'Nobody else works on the pool',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy: 'Let the other work end (backup jobs too), or have its owner give it up.',
  source: 'xencenter-rpu.md 1.2; design, 5',
  assess: (input) => {
    const found = [...claims(input), ...operationsOnHosts(input.pool), ...operationsOnVms(input), ...tasks(input.pool)];
    return found.length > 0
      ? found
      : [pass(poolSubject(input.pool), 'No claim and no operation of anybody else was seen.')];
  },
};

function claims({ pool, run }: AssessmentInput): readonly Observed[] {
  const found: Observed[] = [];
  const owner = readClaim(pool.otherConfig);
  if (owner !== undefined && owner.run !== run) {
    found.push(
      observed('failure', poolSubject(pool), {
        reason: `The pool is claimed by another run: ${describeClaim(owner)}.`,
        remedy: `Finish or abort that run where it was begun. If its controller is gone for good, take the pool over: drydock pool release-claim POOL --run ${owner.run}.`,
        acceptable: false,
      }),
    );
  }
  if (pool.otherConfig[forbidsUpgrade] !== undefined) {
    found.push(
      observed('failure', poolSubject(pool), {
        reason: `The software that manages this pool forbids upgrades from outside (${forbidsUpgrade}).`,
        remedy: 'Upgrade it with that software, or ask its vendor.',
        acceptable: true,
      }),
    );
  }
  return found;
}

function operationsOnHosts(pool: PoolFacts): readonly Observed[] {
  return pool.hosts.flatMap((host) => {
    const operations = host.currentOperations.filter((operation) => hostOperations.includes(operation));
    if (operations.length === 0) return [];
    return [
      observed('failure', hostSubject(host), {
        reason: `${host.name} is busy: ${operations.join(', ')}.`,
        remedy: 'Wait until it has ended, then check again.',
        acceptable: false,
      }),
    ];
  });
}

/** On the host whose turn it is, a busy guest stops the evacuation; elsewhere it only may. */
function operationsOnVms(input: AssessmentInput): readonly Observed[] {
  return input.pool.vms
    .filter((vm) => vm.currentOperations.length > 0)
    .map((vm) => {
      const inTheWay = input.phase === 'before-host' && vm.residentOn === input.host;
      return observed(inTheWay ? 'failure' : 'warning', vmSubject(vm, residentHost(input.pool, vm)), busyVm(vm));
    });
}

function busyVm(vm: VmFacts) {
  return {
    reason: `${vm.name} is busy: ${vm.currentOperations.join(', ')}.`,
    remedy: 'Wait until it has ended; hold backup jobs for the time of the run.',
    acceptable: true,
  };
}

function tasks(pool: PoolFacts): readonly Observed[] {
  const pending = pool.tasks.filter((task) => task.status === 'pending' || task.status === 'cancelling');
  if (pending.length === 0) return [];
  const names = [...new Set(pending.map((task) => task.name))].join(', ');
  return [
    observed('notice', poolSubject(pool), {
      reason: `Tasks are under way in the pool: ${names}.`,
      remedy: 'Look whether they belong to a backup or to another administrator.',
      acceptable: true,
    }),
  ];
}
