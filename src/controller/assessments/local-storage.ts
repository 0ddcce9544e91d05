/**
 * Storage on a host's own system disk is made anew when the installer changes the partition layout. The plugin allows that
 * only when the storage holds no disk (xencenter-rpu.md 4.5), so what it says and what lies there have to be put together.
 */
import type { HostFacts, PoolFacts, SrFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';
import { isFrom } from '../../releases/platforms.js';
import type { Medium } from '../planning/medium.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostIsFrom, hostsToUpgrade, hostSubject, namesOf, observed, pass, surveyOfSr } from './observe.js';

/** Kinds of storage that hold disks of guests on the host itself. */
const diskTypes = ['ext', 'lvm', 'largeblock', 'xfs', 'zfs', 'file'];

export const localStorage: Assessment = {
  id: 'local-storage',
  title: 'No disks on the host itself are at stake',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Move or back up disks that lie on local storage.',
  source: 'xencenter-rpu.md 4.5; design, 5',
  assess: (input) =>
    fromSurvey(input, (survey) => hostsToUpgrade(input).map((host) => assessHost(host, survey, input))),
};

function assessHost(host: HostFacts, survey: Survey, input: AssessmentInput): Observed {
  const local = localStorageOf(host, input.pool);
  if (local.length === 0) return pass(hostSubject(host), 'It has no local storage for disks.');
  const disks = local.flatMap((sr) => surveyOfSr(survey, sr)?.disks ?? []);
  if (!layoutMayChange(host, input.medium))
    return pass(hostSubject(host), `Its local storage (${namesOf(local)}) stays as it is.`);
  return disks.length === 0 ? empty(host, local) : holding(host, local, disks, input);
}

/** Whether the layout is the old one is not told: "safe" is said of both. */
function empty(host: HostFacts, local: readonly SrFacts[]): Observed {
  return observed('notice', hostSubject(host), {
    reason: `The local storage of ${host.name} (${namesOf(local)}) is empty. If its partition layout is that of before 7.0, the installer makes it anew.`,
    remedy: 'Put no disk there until the host is upgraded.',
    acceptable: true,
  });
}

function holding(
  host: HostFacts,
  local: readonly SrFacts[],
  disks: readonly { readonly name: string }[],
  { evidence }: AssessmentInput,
): Observed {
  const named = disks.slice(0, 5).map(({ name }) => (name === '' ? 'one without a name' : name));
  const what = `${disks.length} disk${disks.length === 1 ? '' : 's'} on ${namesOf(local)} (${named.join(', ')}${disks.length > named.length ? ' …' : ''})`;
  const answer = evidence?.plugin.get(host.uuid)?.testSafe2Upgrade;
  const word = answer?.kind === 'answered' ? answer.text.trim().toLowerCase() : undefined;
  // With disks in it, storage on the system disk of an old layout would have got another answer.
  if (word === 'true') {
    return observed('notice', hostSubject(host), {
      reason: `${host.name} has ${what}. Its plugin says that they survive.`,
      remedy: 'Have a backup of what lies there all the same.',
      acceptable: true,
    });
  }
  if (word !== undefined) {
    return observed('warning', hostSubject(host), {
      reason: `${host.name} has ${what}, in a partition layout that cannot be changed while they are there (${word}).`,
      remedy: 'Move them to other storage before the host gets the new layout.',
      acceptable: true,
    });
  }
  const old = !hostIsFrom(host, '7.0');
  return observed(old ? 'failure' : 'unknown', hostSubject(host), {
    reason: `${host.name} has ${what}; its plugin does not say whether they survive${old ? ', and hosts before 7.0 have the layout that is replaced' : ''}.`,
    remedy: 'Have a backup of what lies there, or move it; then accept this.',
    acceptable: true,
  });
}

/** What the run looks at once more just before the host is armed: uuids of local storage that a new layout would wipe. */
export function emptyStorage(host: HostFacts, pool: PoolFacts, survey: Survey, medium: Medium): readonly string[] {
  if (!layoutMayChange(host, medium)) return [];
  const empty = localStorageOf(host, pool).filter((sr) => surveyOfSr(survey, sr)?.disks.length === 0);
  return empty.map(({ uuid }) => uuid);
}

function localStorageOf(host: HostFacts, pool: PoolFacts): readonly SrFacts[] {
  return pool.srs.filter(
    (sr) =>
      !sr.shared &&
      diskTypes.includes(sr.type) &&
      pool.pbds.some((pbd) => pbd.sr === sr.uuid && pbd.host === host.uuid),
  );
}

/** Releases after 8.2 run on the new layout only; media of before 7.0 know no other than the old one. */
function layoutMayChange(host: HostFacts, medium: Medium): boolean {
  return !hostIsFrom(host, 'after 8.2') && isFrom(medium.target.platform, '7.0') === true;
}
