/** docs/assessments.md: every assessment with when it holds, what it can give, where it comes from, and what it says of which release. */
import { assessments } from '../../src/controller/assessments/registry.js';
import type { Assessment } from '../../src/controller/assessments/assessment.js';
import { fixEffects, fixes } from '../../src/controller/effects/fixes.js';
import type { Severity } from '../../src/contract/checks.js';
import { beforeRunIds, fromReleases, leadsUp, toMedia, worstOf } from '../../test/support/controller-release-matrix.js';
import { otherChecks, xenCenterRows } from './xencenter-rows.js';
import { generatedNote, markdownTable } from './markdown.js';

const marks: Readonly<Record<Severity, string>> = {
  pass: '·',
  info: 'i',
  notice: 'n',
  warning: 'W',
  failure: '**F**',
  unknown: '**?**',
};

export function assessmentsPage(): string {
  return [
    generatedNote,
    '# Assessments',
    '',
    'What Drydock looks at before it touches a pool, again before each host, after each host and at the end. `drydock check`',
    'shows the findings of the phase before-run; it changes nothing, needs no daemon, and can be asked at any time: before a',
    'run, in the middle of one (hosts that are at the target are left out), and after it. Its exit code is 4 when something',
    'blocks. A finding is one of: pass, info, notice, warning, failure, unknown. *Failure* and *unknown* block: what is not',
    'known is not taken for good.',
    '',
    'A person may answer for a finding that blocks: `--accept CHECK@HOST=REASON`, for example',
    '`--accept "clock-skew@xs-2=the time server is being replaced"`. HOST is the name or uuid of the host (or of the pool,',
    'storage, medium or VM that the finding names), or `*` for whatever it is found of. The report repeats it. Not every finding',
    'can be accepted: a downgrade cannot. The licence agreement of a medium has a flag of its own: `--accept-eua`.',
    '',
    'What needs SSH ([ssh.md](ssh.md)) is not known of a pool for which nobody has set it up. Such a pool can be upgraded: each',
    'of these findings is then a notice, and stands in the report as accepted (setting `checks.withoutSsh`; with `block` they',
    'block until a person answers). Where SSH is set up, what it did not tell blocks.',
    '',
    'Two assessments about the machines themselves never give *unknown*. A disk that says it is failing blocks (*disk-health*) where',
    'it carries the system, or may carry it: an upgrade writes the whole system anew, keeps the copy of the old one on the same disk,',
    'and restarts the host. So does a software RAID that lacks a disk. It is accepted as any other finding, for example',
    '`--accept "disk-health@xs-2=the other half of the mirror is sound"`. A disk that cannot tell is a notice: behind most RAID',
    'controllers nobody could answer for it. A disk that warns of something that is not its end, such as',
    'its temperature, is a warning, although smartctl lets none of them pass. A failing disk behind a RAID controller may carry the',
    'system, unless that lies on NVMe: the controller’s volume calls itself sound whatever becomes of one of its disks.',
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
    '## What a run puts right',
    '',
    'With `--fix` a run puts right, before its first host, what a finding marks as fixable, and puts it back at its end, done or',
    'aborted, in the opposite order. Each is an effect with an intent before and an outcome after it; what could not be put back',
    'is listed with the command that does it. High availability and workload balancing are turned off and on again besides.',
    '',
    markdownTable(
      ['effect', 'undone by', 'if not, why'],
      fixEffects.map((effect) => [
        effect,
        fixes[effect].undo ?? '–',
        fixes[effect].stays === '' ? '–' : fixes[effect].stays,
      ]),
    ),
    '',
    '## By release',
    '',
    'What the assessments before a run say of a pool that has *everything* they look for at once, as far as its release has it',
    '(a healthy pool passes). A row that differs from release to release shows the version conditions. · pass, i info, n notice,',
    'W warning, **F** failure, **?** unknown; no column where the way would lead down.',
    '',
    ...toMedia.flatMap((to) => [`**Going to ${to.name}**`, '', matrix(to), '']),
    '## XenCenter’s checks, and where they are here',
    '',
    markdownTable(['XenCenter', 'here', 'what differs'], xenCenterRows),
    '',
    '## Not covered by this version',
    '',
    'These are not looked at; have an eye on them yourself:',
    '',
    ...otherChecks.map((line) => `- ${line}`),
    '',
    'Guests are never stopped without consent (`--stop-vms`, `--vm`; [planning](planning.md)): a standalone host with running guests is refused until it is given.',
    '',
  ].join('\n');
}

function section({ id, title, remedy, source }: Assessment): string {
  return [`### ${id}`, '', `${title}. If not: ${remedy}${source === undefined ? '' : ` (Source: ${source}.)`}`].join(
    '\n',
  );
}

function matrix(to: (typeof toMedia)[number]): string {
  const columns = fromReleases.filter((from) => leadsUp(from, to));
  const worst = columns.map((from) => worstOf(from, to));
  return markdownTable(
    ['assessment', ...columns.map(({ name }) => name)],
    beforeRunIds.map((id) => [id, ...worst.map((found) => marks[found.get(id) ?? 'pass'])]),
  );
}
