/** From 8.2 on there is no vSwitch controller any more: a pool that is governed by one would lose its network rules. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { coordinatorIsFrom, fromSurvey, observed, pass, poolSubject, targetIsFrom } from './observe.js';

export const vswitchController: Assessment = {
  id: 'vswitch-controller',
  title: 'No vSwitch controller governs the pool',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Take the pool off the controller, and write down the rules that it enforced.',
  source: 'xencenter-rpu.md 2.1, row 7',
  assess: (input) => {
    if (
      coordinatorIsFrom(input, droppedFrom['vswitch-controller']) ||
      !targetIsFrom(input, droppedFrom['vswitch-controller'])
    )
      return [pass(poolSubject(input.pool), 'This upgrade does not cross 8.2, where it went.')];
    return fromSurvey(input, ({ vswitchController: address, hosts }) => {
      const inUse = hosts.every((host) => host.networkBackend === 'openvswitch');
      return [assessPool(input, address ?? '', inUse)];
    });
  },
};

function assessPool({ pool, medium }: AssessmentInput, address: string, inUse: boolean): Observed {
  if (address === '') return pass(poolSubject(pool), 'None is set.');
  const remedy = 'Take the pool off the controller first: "xe pool-set-vswitch-controller address=".';
  if (!inUse) {
    const reason = `A vSwitch controller (${address}) is set, and not used: not all hosts use Open vSwitch.`;
    return observed('notice', poolSubject(pool), { reason, remedy, acceptable: true });
  }
  const reason = `The vSwitch controller at ${address} governs this pool; ${medium.name} knows none.`;
  return observed('failure', poolSubject(pool), { reason, remedy, acceptable: true });
}
