/** Whether the packs that a run is to install are for the new release: the pool refuses others only when the host is upgraded. */
import { compareVersions, versionNumbers } from '../../releases/versions.js';
import { isFrom } from '../../releases/platforms.js';
import type { NamedPack } from '../packs/find-pack.js';
import { isAtTarget } from '../versions/match-target.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { isXcpNg, namesOf, observed, orPass, pass, poolSubject } from './observe.js';

/** pool_update, with which packs are installed, came with 7.1 (media-and-clients.md 1.5; XenAPI data model). */
const packsByApiFrom = '7.1';

export const packsFit: Assessment = {
  id: 'packs-fit',
  title: 'The packs that are named are for the new release',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure'],
  remedy: 'Get the packs for the release of the medium, import them, and name those.',
  source: 'xencenter-rpu.md 3.5; media-and-clients.md 1.5',
  assess: (input) => {
    const { packs = [] } = input;
    if (packs.length === 0) return [pass(poolSubject(input.pool), 'No pack is named.')];
    return packs.flatMap((pack) =>
      orPass(assessPack(pack, input), subjectOf(pack), 'It is in a form that the new release installs.'),
    );
  },
};

function assessPack(pack: NamedPack, input: AssessmentInput): readonly Observed[] {
  const { medium } = input;
  const refuse = (reason: string, remedy: string): readonly Observed[] => [
    observed('failure', subjectOf(pack), { reason, remedy, acceptable: false }),
  ];
  if (isFrom(medium.target.platform, packsByApiFrom) !== true) {
    const remedy = `Plan without --pack, and when each host is back: xe-install-supplemental-pack on the host. Its image comes from the vendor.`;
    return refuse(
      `Drydock installs packs through the pool's updates, which came with 7.1; ${medium.name} has none.`,
      remedy,
    );
  }
  if (pack.uuid === null) {
    const reason = `${pack.name} is in the form of before 7.1 (XS-REPOSITORY), which ${medium.name} does not read.`;
    return refuse(reason, 'Get it in the form of 7.1 and later, with update.xml.');
  }
  if (pack.lacks.length > 0) {
    const reason = `${pack.name} has no ${pack.lacks.join(', no ')}: every pool refuses such a pack (INVALID_UPDATE), and would when the host is upgraded already.`;
    return refuse(reason, "Import the vendor's own image; packs of one's own are signed as the hosts demand.");
  }
  const wanted = otherRelease(pack, medium.target.product);
  if (wanted !== undefined)
    return refuse(`${pack.name} is for ${wanted}, not for ${medium.name}.`, 'Name one that is for it.');
  return [...brand(pack, input), ...alreadyThere(pack, input), ...leftOut(pack, input)];
}

/** `XenServer 7.1`: what a hotfix says of itself. Other conditions are the pool's to judge, in its precheck. */
function otherRelease({ facts }: NamedPack, product: string): string | undefined {
  return facts?.requires.find((requirement) => {
    const [, version] = /^XenServer (\d+(?:\.\d+)+)$/.exec(requirement) ?? [];
    if (version === undefined) return false;
    const length = versionNumbers(version).length;
    return compareVersions(versionNumbers(product).slice(0, length).join('.'), version) !== 0;
  });
}

function brand(pack: NamedPack, { medium }: AssessmentInput): readonly Observed[] {
  if (!isXcpNg(medium.name)) return [];
  return [
    observed('warning', subjectOf(pack), {
      reason: `${medium.name} accepts a pack only if it is signed with a key that its hosts know; packs for XenServer are signed with XenServer's.`,
      remedy: 'Where the pool refuses it (INVALID_UPDATE), install the packages with yum on each host instead.',
      acceptable: true,
    }),
  ];
}

function alreadyThere(pack: NamedPack, { pool, medium, evidence }: AssessmentInput): readonly Observed[] {
  const updates = evidence?.survey.known === true ? evidence.survey.value.updates : undefined;
  const having = updates?.kind === 'read' ? updates.value.find(({ uuid }) => uuid === pack.uuid)?.hosts : undefined;
  const there = pool.hosts.filter(
    ({ uuid, versions }) => having?.includes(uuid) === true && isAtTarget(medium.target, versions),
  );
  if (there.length === 0) return [];
  const reason = `${namesOf(there)} has ${pack.name} already.`;
  return [observed('notice', subjectOf(pack), { reason, remedy: 'Nothing; it is left as it is.', acceptable: true })];
}

/** Hosts that are at the target are no part of the run, and are given nothing. */
function leftOut(pack: NamedPack, { pool, medium, evidence }: AssessmentInput): readonly Observed[] {
  const updates = evidence?.survey.known === true ? evidence.survey.value.updates : undefined;
  const having = updates?.kind === 'read' ? (updates.value.find(({ uuid }) => uuid === pack.uuid)?.hosts ?? []) : [];
  const without = pool.hosts.filter(
    ({ uuid, versions }) => isAtTarget(medium.target, versions) && !having.includes(uuid),
  );
  if (without.length === 0) return [];
  return [
    observed('notice', subjectOf(pack), {
      reason: `${namesOf(without)} is at the target already, so the run does not touch it: it stays without ${pack.name}.`,
      remedy: `Install it there yourself: xe update-upload, then xe update-apply on the host.`,
      acceptable: true,
    }),
  ];
}

export function subjectOf({ id, name }: NamedPack): Subject {
  return { kind: 'medium', uuid: id, name };
}
