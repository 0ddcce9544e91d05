/** Clocks that disagree spoil certificates, signatures and sessions; xapi itself warns above five minutes (xapi.md 1.4). */
import type { HostFacts } from '../facts/pool-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { hostsToUpgrade, hostSubject, observed, pass } from './observe.js';

const warnAbove = 5 * 60;
/** An hour off, a certificate made today may not be valid yet, and times in logs and journals cannot be put side by side. */
const failAbove = 60 * 60;

export const clockSkew: Assessment = {
  id: 'clock-skew',
  title: 'The host’s clock agrees with the controller’s',
  phases: ['before-run', 'before-host'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Set the time servers of the host, or of the machine that Drydock runs on.',
  source: 'xencenter-rpu.md 2.3; xapi.md 1.4',
  assess: (input) => hostsToUpgrade(input).map((host) => assessHost(host, input)),
};

function assessHost(host: HostFacts, { pool }: AssessmentInput): Observed {
  if (host.serverTime === null) {
    return observed('unknown', hostSubject(host), {
      reason: `${host.name} did not tell its time.`,
      remedy: `Look whether the coordinator can reach it: "xe host-get-server-localtime uuid=${host.uuid}".`,
      acceptable: true,
    });
  }
  const skew = Math.round(host.serverTime - (pool.shownAt ?? pool.readAt) / 1000);
  const off = Math.abs(skew);
  if (off <= warnAbove) return pass(hostSubject(host), `It differs by ${off} s.`);
  return observed(off > failAbove ? 'failure' : 'warning', hostSubject(host), {
    reason: `The clock of ${host.name} is ${describeSeconds(off)} ${skew > 0 ? 'ahead of' : 'behind'} the controller’s.`,
    remedy:
      'Set the time servers of the host; if all hosts differ alike, look at the clock of the machine Drydock runs on.',
    acceptable: true,
  });
}

function describeSeconds(seconds: number): string {
  return seconds < 2 * 60 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
