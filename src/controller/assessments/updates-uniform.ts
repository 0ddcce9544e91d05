/** Updates that only some hosts have make hosts of one release differ: guests may then move one way only. */
import type { Assessment } from './assessment.js';
import { fromSurvey, observed, orPass, poolSubject } from './observe.js';

export const updatesUniform: Assessment = {
  id: 'updates-uniform',
  title: 'All hosts have the same updates',
  phases: ['before-run'],
  holdsIn: ['uniform'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Apply the updates that some hosts lack, or go on: the upgrade replaces them all.',
  source: 'xencenter-rpu.md 2.3',
  assess: (input) =>
    fromSurvey(input, ({ updates }) => {
      const subject = poolSubject(input.pool);
      if (updates.kind === 'absent') return orPass([], subject, 'This release keeps no list of them.');
      if (updates.kind === 'unreadable') {
        const reason = `The list of updates could not be read: ${updates.reason}.`;
        return [observed('warning', subject, { reason, remedy: 'Look at "xe update-list".', acceptable: true })];
      }
      const partial = updates.value.filter(({ hosts }) => hosts.length > 0 && hosts.length < input.pool.hosts.length);
      const found = partial.map(({ name, hosts }) =>
        observed('warning', subject, {
          reason: `${name} is applied on ${hosts.length} of ${input.pool.hosts.length} hosts.`,
          remedy: `Apply ${name} on the others as well, or go on: the upgrade replaces it.`,
          acceptable: true,
        }),
      );
      return orPass(found, subject, 'They have.');
    }),
};
