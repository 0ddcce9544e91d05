/** Whether the clock of a host is kept: a return is proven by boot times, and certificates and clusters hang on it. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { TimeSource } from '../facts/system/system-facts.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, pass } from './observe.js';

export const timeSource: Assessment = {
  id: 'time-source',
  title: 'A time server keeps the host’s clock',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Give the hosts time servers that they reach.',
  source: 'design, 5 (clocks); needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.time, `whether a time server keeps the clock of ${host.name}`, (time) => [assess(host, time)]),
    ),
};

function assess(host: HostFacts, { program, synchronised }: TimeSource): Observed {
  if (synchronised) return pass(hostSubject(host), `It is kept by ${program}.`);
  const reason =
    program === 'none'
      ? `No time service runs on ${host.name}.`
      : `The time service of ${host.name} (${program}) has found no server to follow.`;
  const remedy = `Set a time server that ${host.name} reaches; the new system takes the setting over.`;
  return observed('warning', hostSubject(host), { reason, remedy, acceptable: true });
}
