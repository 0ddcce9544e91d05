/** After 8.2 there is no Health Check any more; the vendor has the enrolment ended before. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { coordinatorIsFrom, fromSurvey, observed, pass, poolSubject, targetIsFrom } from './observe.js';

export const healthCheck: Assessment = {
  id: 'health-check',
  title: 'The pool is not enrolled in Health Check',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Let Drydock end the enrolment, which the new release does not have; it is not put back.',
  source: 'xencenter-rpu.md 2.1, row 8',
  assess: (input) => {
    if (coordinatorIsFrom(input, droppedFrom['health-check']) || !targetIsFrom(input, droppedFrom['health-check']))
      return [pass(poolSubject(input.pool), 'This upgrade does not leave 8.2, after which it went.')];
    return fromSurvey(input, (survey) => [assessPool(input, survey.healthCheck)]);
  },
};

function assessPool({ pool, medium }: AssessmentInput, config: Readonly<Record<string, string>> | null): Observed {
  if (config?.['Enrollment'] !== 'true') return pass(poolSubject(pool), 'It is not enrolled.');
  return observed('failure', poolSubject(pool), {
    reason: `The pool is enrolled in Health Check, which ${medium.name} does not have.`,
    remedy: `Let Drydock end the enrolment. By hand: "xe pool-param-clear uuid=${pool.uuid} param-name=health-check-config".`,
    fix: { effect: 'end-health-check', key: pool.uuid, detail: { config } },
    acceptable: true,
  });
}
