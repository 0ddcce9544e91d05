/** A host that is dead, or that the coordinator cannot hear, stops every evacuation: xapi plans with it all the same. */
import type { Assessment } from './assessment.js';
import { hostsInView, hostSubject, observed, pass } from './observe.js';

export const hostLive: Assessment = {
  id: 'host-live',
  title: 'Every host is alive',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Bring the host back, or remove it from the pool (`xe host-forget`) if it is gone for good.',
  source: 'xencenter-rpu.md 2.1, row 2a',
  assess: (input) =>
    hostsInView(input).map((host) => {
      if (host.live === true) return pass(hostSubject(host), 'The coordinator hears it.');
      if (host.live === null) {
        return observed('unknown', hostSubject(host), {
          reason: `It is not known whether ${host.name} is alive: the pool has no metrics of it that can be read.`,
          remedy: `Look at "xe host-param-get uuid=${host.uuid} param-name=host-metrics-live"; a restart of its toolstack writes them anew.`,
          acceptable: false,
        });
      }
      return observed('failure', hostSubject(host), {
        reason: 'The coordinator has not heard from this host; it may have been down for minutes already.',
        remedy: `Bring ${host.name} back, or remove it from the pool with "xe host-forget uuid=${host.uuid}" if it is gone for good.`,
        acceptable: false,
      });
    }),
};
