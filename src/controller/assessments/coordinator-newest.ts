/** In a half-upgraded pool the coordinator has to be the newest host: a newer member cannot join it (xapi.md 2.4). */
import type { HostFacts } from '../facts/pool-facts.js';
import { compareVersions } from '../../releases/versions.js';
import { isAtTarget } from '../versions/match-target.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostSubject, namesOf, observed, pass, poolSubject } from './observe.js';

export const coordinatorNewest: Assessment = {
  id: 'coordinator-newest',
  title: 'The coordinator is the newest host of a half-upgraded pool',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy:
    'Bring the coordinator to the newest version by hand before anything else; do not restart newer members until then.',
  source: 'xapi.md 2.4',
  assess: (input) => [assessPool(input)],
};

function assessPool(input: AssessmentInput): Observed {
  const { pool } = input;
  const coordinator = pool.hosts.find((host) => host.uuid === pool.coordinator);
  if (coordinator === undefined) {
    return observed('unknown', poolSubject(pool), {
      reason: 'The coordinator is not among the hosts that were read.',
      remedy: 'Check again; if it stays so, look at the coordinator.',
      acceptable: false,
    });
  }
  const newer = pool.hosts.filter((host) => host.uuid !== coordinator.uuid && isNewer(host, coordinator));
  if (newer.length === 0) return consistent(input, coordinator);
  return observed('failure', hostSubject(coordinator), {
    reason: `${namesOf(newer)} ${newer.length === 1 ? 'is' : 'are'} newer than the coordinator ${coordinator.name}.`,
    remedy: `Bring ${coordinator.name} to the newest version by hand before anything else; do not restart the newer members until then.`,
    acceptable: false,
  });
}

function consistent({ phase, pool, medium }: AssessmentInput, coordinator: HostFacts): Observed {
  if (phase !== 'before-run') return pass(hostSubject(coordinator), 'No member is newer.');
  const done = pool.hosts.filter((host) => isAtTarget(medium.target, host.versions));
  return observed('notice', poolSubject(pool), {
    reason: `The pool is half upgraded: ${done.length} of ${pool.hosts.length} hosts have the versions of ${medium.id}${done.length === 0 ? '' : ` (${namesOf(done)})`}.`,
    remedy: 'The run goes on with the others. The pool’s database cannot be saved in this state.',
    acceptable: true,
  });
}

function isNewer(member: HostFacts, coordinator: HostFacts): boolean {
  const keys = ['platform', 'xapi', 'xen'] as const;
  return keys.some(
    (key) => compareVersions(member.versions[key] ?? undefined, coordinator.versions[key] ?? undefined) > 0,
  );
}
