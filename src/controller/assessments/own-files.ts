/** Files that administrators changed or added on a host: the installer carries a short list over, and the rest only lies in its copy. */
import type { HostFacts } from '../facts/pool-facts.js';
import type { OwnFiles } from '../facts/system/system-facts.js';
import type { Assessment } from './assessment.js';
import type { Observed } from './finding.js';
import { insideHosts, part } from './look-inside.js';
import { hostSubject, observed, orPass } from './observe.js';

const shownAtMost = 12;

export const ownFiles: Assessment = {
  id: 'own-files',
  title: 'No file of the administrator’s own gets lost',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Keep copies of the files elsewhere, and put back what is still wanted.',
  source: 'media-and-clients.md 3.2, 5 (edits under /etc gone); needs SSH',
  assess: (input) =>
    insideHosts(input, (host, system) =>
      part(host, system.ownFiles, `which files were changed on ${host.name}`, (files) =>
        orPass(assess(host, files), hostSubject(host), 'None that the installer does not carry over.'),
      ),
    ),
};

function assess(host: HostFacts, { edited, added }: OwnFiles): readonly Observed[] {
  const found = [
    ['edited', edited],
    ['added', added],
  ] as const;
  return found.flatMap(([how, files]): Observed[] => {
    if (files.length === 0) return [];
    const shown = files.slice(0, shownAtMost).join(', ');
    return [
      observed('warning', hostSubject(host), {
        reason: `${files.length} files of ${host.name} that somebody ${how} are not carried over: ${shown}${files.length > shownAtMost ? ' …' : ''}.`,
        remedy:
          'Keep copies elsewhere. After the upgrade the old system lies on the backup partition, until the next upgrade.',
        acceptable: true,
      }),
    ];
  });
}
