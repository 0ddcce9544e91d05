/** Packages that no vendor of the system made and the medium does not bring: agents, drivers, tools. An upgrade loses them. */
import type { HostFacts } from '../facts/pool-facts.js';
import { isOfSystem } from '../facts/system/packages.js';
import type { InstalledPackage } from '../facts/system/system-facts.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, pass } from './observe.js';

const shownAtMost = 12;

export const foreignPackages: Assessment = {
  id: 'foreign-packages',
  title: 'No added package gets lost',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Have the packages for the new release at hand, and install them when the host is back.',
  source: 'media-and-clients.md 3.2, 5 (extra packages gone); needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.packages, `which packages were added on ${host.name}`, (packages) => [
        assess(host, packages, input),
      ]),
    ),
};

function assess(
  host: HostFacts,
  packages: readonly InstalledPackage[],
  { medium, evidence }: AssessmentInput,
): Observed {
  const brought = evidence?.contents?.packages;
  const lost = packages.filter((each) => !isOfSystem(each) && brought?.has(each.name) !== true);
  if (lost.length === 0) return pass(hostSubject(host), 'Nobody added any.');
  const shown = lost
    .slice(0, shownAtMost)
    .map(({ name, version, vendor }) => `${name} ${version}${vendor === '' ? '' : ` (${vendor})`}`);
  return observed('warning', hostSubject(host), {
    reason: `${host.name} has ${lost.length} packages that the upgrade removes: ${shown.join(', ')}${lost.length > shown.length ? ' …' : ''}.`,
    remedy: `Have them for ${medium.name} at hand; what needs them is missing until they are installed again.`,
    acceptable: true,
  });
}
