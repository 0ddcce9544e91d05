/** docs/assessments.md: every assessment with when it holds, what it can give and what to do about it. */
import { assessments } from '../../src/controller/assessments/registry.js';
import type { Assessment } from '../../src/controller/assessments/assessment.js';
import { generatedNote, markdownTable } from './markdown.js';

export function assessmentsPage(): string {
  return [
    generatedNote,
    '# Assessments',
    '',
    'What Drydock looks at before it touches a pool, again before each host, after each host and at the end. `drydock check`',
    'shows the findings of the phase before-run. A finding is one of: pass, info, notice, warning, failure, unknown. *Failure* and',
    '*unknown* block: what is not known is not taken for good.',
    '',
    'A person may answer for a finding that blocks: `--accept CHECK@HOST=REASON`, for example',
    '`--accept "clock-skew@xs-2=the time server is being replaced"`. HOST is the name or uuid of the host (or of the pool or',
    'VM that the finding names). The report repeats it. Not every finding can be accepted: a downgrade cannot.',
    '',
    markdownTable(
      ['id', 'when', 'pool', 'can give'],
      assessments.map(({ id, phases, holdsIn, severities }) => [
        `[${id}](#${id})`,
        phases.join(', '),
        holdsIn.length === 2 ? 'any' : holdsIn.join(', '),
        severities.join(', '),
      ]),
    ),
    '',
    assessments.map(section).join('\n\n'),
    '',
    '## Not covered by this version',
    '',
    'These are not looked at; have an eye on them yourself: drivers and supplemental packs that the medium lacks, the partition',
    'layout and the VDIs on local storage that a new layout would replace (the plugin allows that only when there are none),',
    'firmware mode, boot from SAN, licences and licence agreements, the network inside the installer, memory that the new',
    'control domain takes, and whether Drydock itself, DHCP, DNS or the gateway runs on the pool. Guests are never stopped:',
    'a standalone host with running guests is refused.',
    '',
  ].join('\n');
}

function section({ id, title, remedy }: Assessment): string {
  return [`### ${id}`, '', `${title}. If not: ${remedy}`].join('\n');
}
