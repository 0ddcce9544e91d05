/** Guests cannot move live between processors of different makers: such a pool cannot be emptied host by host. */
import type { Survey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, observed, pass, poolSubject } from './observe.js';

export const cpuVendors: Assessment = {
  id: 'cpu-vendors',
  title: 'All processors are of one maker',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Shut all guests down before the run, or upgrade such a pool by hand.',
  source: 'xencenter-rpu.md 2.1, row 15a',
  assess: (input) => fromSurvey(input, (survey) => [assessPool(input, survey)]),
};

function assessPool({ pool }: AssessmentInput, survey: Survey): Observed {
  const running = pool.vms.filter((vm) => vm.powerState !== 'Halted');
  if (pool.hosts.length < 2) return pass(poolSubject(pool), 'There is one host.');
  const vendors = new Set(survey.hosts.flatMap(({ cpuVendor }) => (cpuVendor === null ? [] : [cpuVendor])));
  if (vendors.size > 1 && running.length > 0) {
    return observed('failure', poolSubject(pool), {
      reason: `The hosts have processors of different makers (${[...vendors].join(', ')}); ${running.length} guests that are not shut down cannot move between them.`,
      remedy: 'Shut all guests of the pool down before the run.',
      acceptable: true,
    });
  }
  const silent = survey.hosts.some(({ cpuVendor }) => cpuVendor === null);
  if (silent && running.length > 0) {
    return observed('unknown', poolSubject(pool), {
      reason: 'Not all hosts tell who made their processors.',
      remedy: 'Look at "xe host-cpu-info" on each of them.',
      acceptable: true,
    });
  }
  return pass(poolSubject(pool), running.length === 0 ? 'No guest runs.' : `All are of ${[...vendors].join(', ')}.`);
}
