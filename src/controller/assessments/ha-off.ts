/** High availability would fence or restart what the upgrade takes down on purpose, and xapi refuses to disable hosts. */
import type { Assessment } from './assessment.js';
import { observed, pass, poolSubject } from './observe.js';

export const haOff: Assessment = {
  id: 'ha-off',
  title: 'High availability is off',
  phases: ['before-run', 'before-host', 'after-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure'],
  remedy: 'Let Drydock turn it off for the run and on again at its end, or run `xe pool-ha-disable`.',
  source: 'xencenter-rpu.md 2.1, row 14a',
  assess: ({ pool }) => [
    pool.haEnabled
      ? observed('failure', poolSubject(pool), {
          reason: `High availability is on (heartbeat storage: ${pool.haStatefileSrs.length}, failures to tolerate: ${pool.haFailuresToTolerate}).`,
          remedy:
            'Let Drydock turn it off for the run; it is turned on again with the same storage once all versions agree. By hand: "xe pool-ha-disable".',
          fix: { effect: 'disable-ha', key: pool.uuid },
          acceptable: false,
        })
      : pass(poolSubject(pool), 'It is off.'),
  ],
};
