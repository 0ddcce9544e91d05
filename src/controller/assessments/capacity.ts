/** Whether memory suffices at each step of the whole sequence: the pool itself can only answer for the present one. */
import type { Assessment, AssessmentInput } from './assessment.js';
import { hostsToUpgrade, hostSubject, namesOf, observed, pass } from './observe.js';
import { orderHosts } from '../planning/order.js';
import type { PlannedMove } from '../planning/plan.js';

interface Step {
  readonly uuid: string;
  readonly name: string;
  readonly moves: readonly PlannedMove[];
}

export const capacity: Assessment = {
  id: 'capacity',
  title: 'Memory suffices for every step',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning'],
  remedy: 'Free memory in the pool, or expect the run to stop before that host and say so.',
  source: 'xencenter-rpu.md 2.3',
  assess: (input) => steps(input).map(assessStep),
};

function steps(input: AssessmentInput): readonly Step[] {
  if (input.plan !== undefined) {
    return input.plan.hosts.map((host) => ({ uuid: host.uuid, name: host.name, moves: host.forecast.moves }));
  }
  return orderHosts(input.pool, hostsToUpgrade(input), [], input.medium.target).map(({ host, evacuation }) => ({
    uuid: host.uuid,
    name: host.name,
    moves: evacuation.moves,
  }));
}

/** A warning, no failure: the forecast is simple, and the pool's own answer blocks before the host is touched. */
function assessStep(step: Step) {
  const stuck = step.moves.filter((move) => move.to === null);
  if (stuck.length === 0)
    return pass(hostSubject(step), 'By the forecast its guests fit on the other hosts at its turn.');
  return observed('warning', hostSubject(step), {
    reason: `By the forecast there is no room for ${namesOf(stuck)} when it is the turn of ${step.name}.`,
    remedy: 'Free memory on the other hosts before its turn; the run would stop there and wait.',
    acceptable: true,
  });
}
