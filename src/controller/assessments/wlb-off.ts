/** Workload balancing would choose other targets than the plan, move guests during the run, and may power hosts down. */
import type { Assessment } from './assessment.js';
import { observed, pass, poolSubject } from './observe.js';

export const wlbOff: Assessment = {
  id: 'wlb-off',
  title: 'Workload balancing is off',
  phases: ['before-run', 'before-host', 'after-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure'],
  remedy: 'Let Drydock turn it off for the run and on again at its end, or set the pool’s `wlb-enabled` to false.',
  source: 'xencenter-rpu.md 2.1, row 14b',
  assess: ({ pool }) => [
    pool.wlbEnabled
      ? observed('failure', poolSubject(pool), {
          reason: 'Workload balancing is on.',
          remedy: `Let Drydock turn it off for the run and on again at its end. By hand: "xe pool-param-set uuid=${pool.uuid} wlb-enabled=false".`,
          fix: { effect: 'disable-wlb', key: pool.uuid },
          acceptable: false,
        })
      : pass(poolSubject(pool), 'It is off.'),
  ],
};
