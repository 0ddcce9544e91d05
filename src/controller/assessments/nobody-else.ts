/** Two who upgrade, back up or move guests at the same time undo each other's work: whoever else is at work is named. */
import { hostByUuid, type PoolFacts } from '../facts/pool-facts.js';
import { describeClaim, readClaim } from '../ownership/claim.js';
import { isInTheWay, othersAtWork } from '../ownership/others-at-work.js';
import type { Work } from '../ownership/work.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { hostSubject, observed, pass, poolSubject, residentHost, srSubject, vmSubject } from './observe.js';

/** XenCenter's wizard honours it: software that manages the pool forbids upgrades from outside. */
const forbidsUpgrade = 'hci-forbid-rpu';

export const nobodyElse: Assessment = {
  id: 'nobody-else',
  title: 'Nobody else works on the pool',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy: 'Let the other work end (backup jobs too), or have its owner give it up.',
  source: 'xencenter-rpu.md 1.2; design, 5; docs/operating.md, Who else is at work',
  assess: (input) => {
    const work = othersAtWork(input.pool, new Set(input.ownTasks ?? []));
    const found = [...claims(input), ...proxies(input), ...work.map((one) => finding(one, input))];
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

/** Commvault, NAKIVO and others read a snapshot through a VM of their own, or through a control domain, to which its disk is attached. */
function proxies({ pool, evidence }: AssessmentInput): readonly Observed[] {
  const disks = evidence?.survey.known === true ? (evidence.survey.value.disksAtBackup ?? []) : [];
  return disks.map(({ disk, at }) =>
    observed('warning', poolSubject(pool), {
      reason: `The disk "${disk}" is attached to ${at}, as backup software does while it reads a snapshot.`,
      remedy: 'Look whether a backup runs, and hold its jobs for the time of the run.',
      acceptable: true,
    }),
  );
}

function finding(work: Work, input: AssessmentInput): Observed {
  return observed(severityOf(work, input), subjectOf(work, input.pool), {
    reason: `${work.text.charAt(0).toUpperCase()}${work.text.slice(1)}.`,
    remedy: remedyOf(work),
    acceptable: work.about.kind !== 'host',
  });
}

/** What ends by itself is waited for at the turn of the host that it concerns; before the run it is told. */
function severityOf(work: Work, { phase, host = '', pool }: AssessmentInput): 'failure' | 'warning' | 'notice' {
  if (work.weight === 'blocks') return 'failure';
  if (work.weight === 'notice') return 'notice';
  return phase === 'before-host' && isInTheWay(work, host, pool) ? 'failure' : 'warning';
}

function remedyOf(work: Work): string {
  switch (work.weight) {
    case 'blocks':
      return 'Wait until it has ended, or have its owner give it up; then check again.';
    case 'waits':
      return 'A run waits for it at the turn of the host concerned, for a while; hold backup jobs for the time of the run.';
    case 'notice':
      return 'Look whether it belongs to a backup or to another administrator.';
  }
}

function subjectOf({ about }: Work, pool: PoolFacts): Subject {
  const vm = pool.vms.find(({ uuid }) => uuid === about.uuid);
  const host = hostByUuid(pool, about.uuid);
  const sr = pool.srs.find(({ uuid }) => uuid === about.uuid);
  if (vm !== undefined) return vmSubject(vm, residentHost(pool, vm));
  if (host !== undefined) return hostSubject(host);
  return sr === undefined ? poolSubject(pool) : srSubject(sr);
}
