/** The last look: that the pool is, but for its versions, as it was before the run. */
import { leftovers, type Leftover } from '../report/left-as-found.js';
import type { Assessment } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { baselineIn, observed, pass, poolSubject } from './observe.js';

const kinds = {
  ha: 'pool',
  wlb: 'pool',
  claim: 'pool',
  coordinator: 'pool',
  host: 'host',
  storage: 'sr',
  vm: 'vm',
} as const;

const titles = {
  ha: 'High availability',
  wlb: 'Workload balancing',
  claim: 'The claim on the pool',
  coordinator: 'The coordinator',
} as const;

export const leftAsFound: Assessment = {
  id: 'left-as-found',
  title: 'The pool is left as it was found',
  phases: ['after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Put back by hand what is named, with the command that stands beside it.',
  source: 'peers.md 3.2',
  assess: (input) => {
    const baseline = baselineIn(input);
    if (baseline === undefined) {
      return [
        observed('unknown', poolSubject(input.pool), {
          reason: 'It is not known how the pool was before.',
          remedy: 'Compare by hand.',
          acceptable: true,
        }),
      ];
    }
    const left = leftovers(baseline, input.pool);
    return left.length > 0 ? left.map(describe) : [pass(poolSubject(input.pool), 'Everything is as it was.')];
  },
};

function describe(left: Leftover): Observed {
  const subject: Subject = { kind: kinds[left.kind], uuid: left.uuid, name: left.name };
  const what = left.kind in titles ? titles[left.kind as keyof typeof titles] : left.name;
  return observed('warning', subject, {
    reason: `${what} was: ${left.before}; now: ${left.now}.`,
    remedy: left.command === '' ? 'Look at it by hand.' : `Run "${left.command}".`,
    acceptable: true,
  });
}
