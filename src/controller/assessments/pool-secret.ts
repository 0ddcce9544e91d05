/** While the pool's secret is being changed, most operations of the pool fail (xapi.md 1.5). */
import type { Assessment } from './assessment.js';
import { fromSurvey, observed, pass, poolSubject } from './observe.js';

export const poolSecret: Assessment = {
  id: 'pool-secret',
  title: 'The pool’s secret is not being changed',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Finish the change with `xe pool-secret-rotate` before the run.',
  source: 'xapi.md 1.5',
  assess: (input) =>
    fromSurvey(input, (survey) => [
      survey.secretRotationPending
        ? observed('failure', poolSubject(input.pool), {
            reason: 'A change of the pool’s secret has begun and is not finished.',
            remedy: 'Bring all hosts back and run "xe pool-secret-rotate" again.',
            acceptable: false,
          })
        : pass(poolSubject(input.pool), 'It is not.'),
    ]),
};
