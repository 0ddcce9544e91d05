/** How assessments put their findings, and on which hosts each phase looks: the same words for the same thing everywhere. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { hostByUuid, type HostFacts, type HostVersions, type PoolFacts, type VmFacts } from '../facts/pool-facts.js';
import type { Baseline } from '../planning/baseline.js';
import { onlyMoved, type GuestPlan } from '../planning/guests/guest-plan.js';
import { isAtTarget } from '../versions/match-target.js';
import type { HostSurvey, SrSurvey, Survey, VmSurvey } from '../facts/survey.js';
import { isFrom, type PlatformName } from '../../releases/platforms.js';
import type { AssessmentInput, PoolShape } from './assessment.js';
import type { Fix, Observed, Subject } from './finding.js';

/** What a problem is, and what to do about it. */
export interface Problem {
  readonly reason: string;
  readonly remedy: string;
  readonly acceptable: boolean;
  readonly fix?: Fix;
}

export function pass(subject: Subject, reason: string): Observed {
  return { severity: 'pass', subject, reason, remedy: '', acceptable: true };
}

export function observed(
  severity: Exclude<Observed['severity'], 'pass'>,
  subject: Subject,
  problem: Problem,
): Observed {
  return { severity, subject, ...problem };
}

export function poolSubject(pool: PoolFacts): Subject {
  return { kind: 'pool', uuid: pool.uuid, name: pool.name };
}

export function hostSubject(host: { readonly uuid: string; readonly name: string }): Subject {
  return { kind: 'host', uuid: host.uuid, name: host.name, host: { uuid: host.uuid, name: host.name } };
}

export function vmSubject(vm: { readonly uuid: string; readonly name: string }, host: HostFacts | undefined): Subject {
  const subject = { kind: 'vm', uuid: vm.uuid, name: vm.name } as const;
  return host === undefined ? subject : { ...subject, host: { uuid: host.uuid, name: host.name } };
}

/** @throws INTERNAL_FAULT when a phase around one host was asked for without saying which */
export function hostInTurn(input: AssessmentInput): HostFacts | undefined {
  if (input.host !== undefined) return hostByUuid(input.pool, input.host);
  throw new DrydockError('INTERNAL_FAULT', { attempted: `assessing the phase ${input.phase} without a host` });
}

/** All hosts; after a host only that one, since the next one's own turn looks at the rest. */
export function hostsInView(input: AssessmentInput): readonly HostFacts[] {
  if (input.phase !== 'after-host') return input.pool.hosts;
  const host = hostInTurn(input);
  return host === undefined ? [] : [host];
}

/** The hosts that this phase is about to take, or has taken, out of service. */
export function hostsToUpgrade(input: AssessmentInput): readonly HostFacts[] {
  if (input.phase === 'before-host' || input.phase === 'after-host') {
    const host = hostInTurn(input);
    return host === undefined ? [] : [host];
  }
  const uuids = input.hosts ?? input.plan?.hosts.map((host) => host.uuid);
  if (uuids !== undefined) return input.pool.hosts.filter((host) => uuids.includes(host.uuid));
  return input.pool.hosts.filter((host) => !isAtTarget(input.medium.target, host.versions));
}

export function baselineIn(input: AssessmentInput): Baseline | undefined {
  return input.baseline ?? input.plan?.baseline;
}

export function guestsIn(input: AssessmentInput): GuestPlan {
  return input.guests ?? input.plan?.guests ?? onlyMoved;
}

/** Mixed also before xapi has seen it: its flag lags up to 30 s behind the versions (xapi.md 2.1). */
export function shapeOf(pool: PoolFacts): PoolShape {
  const versions = new Set(pool.hosts.map((host) => rollingKey(host.versions)));
  return pool.rollingUpgradeFlag || versions.size > 1 ? 'mixed' : 'uniform';
}

export function namesOf(things: readonly { readonly name: string }[]): string {
  return things.map((thing) => thing.name).join(', ');
}

export function residentHost(pool: PoolFacts, vm: VmFacts): HostFacts | undefined {
  return vm.residentOn === null ? undefined : hostByUuid(pool, vm.residentOn);
}

function rollingKey(versions: HostVersions): string {
  return [versions.platform, versions.xapi, versions.xen].join(' ');
}

export function srSubject(sr: { readonly uuid: string; readonly name: string }): Subject {
  return { kind: 'sr', uuid: sr.uuid, name: sr.name };
}

/** Looks into the survey; without one, what it would tell is unknown, of the pool as a whole. */
export function fromSurvey(input: AssessmentInput, look: (survey: Survey) => readonly Observed[]): readonly Observed[] {
  const survey = input.evidence?.survey ?? { known: false, reason: 'the pool has not been surveyed' };
  if (survey.known) return look(survey.value);
  return [
    observed('unknown', poolSubject(input.pool), {
      reason: `It is not known: ${survey.reason}.`,
      remedy: 'Check again; if it stays so, look whether the user may read the pool’s records.',
      acceptable: true,
    }),
  ];
}

export function surveyOfHost(survey: Survey, host: { readonly uuid: string }): HostSurvey | undefined {
  return survey.hosts.find((candidate) => candidate.uuid === host.uuid);
}

export function surveyOfVm(survey: Survey, vm: { readonly uuid: string }): VmSurvey | undefined {
  return survey.vms.find((candidate) => candidate.uuid === vm.uuid);
}

export function surveyOfSr(survey: Survey, sr: { readonly uuid: string }): SrSurvey | undefined {
  return survey.srs.find((candidate) => candidate.uuid === sr.uuid);
}

/** Whether the medium is of that release or a later one. */
export function targetIsFrom(input: AssessmentInput, name: PlatformName): boolean {
  return isFrom(input.medium.target.platform, name) === true;
}

/** Whether the host is of that release or a later one; a host that tells no platform is taken for the oldest. */
export function hostIsFrom(host: HostFacts, name: PlatformName): boolean {
  return isFrom(host.versions.platform, name) === true;
}

/** The coordinator, by which XenCenter's checks of the whole pool go. */
export function coordinatorOf(pool: PoolFacts): HostFacts | undefined {
  return hostByUuid(pool, pool.coordinator);
}

export function coordinatorIsFrom(input: AssessmentInput, name: PlatformName): boolean {
  const coordinator = coordinatorOf(input.pool);
  return coordinator !== undefined && hostIsFrom(coordinator, name);
}

/** Findings, or a pass where there are none. */
export function orPass(found: readonly Observed[], subject: Subject, reason: string): readonly Observed[] {
  return found.length > 0 ? found : [pass(subject, reason)];
}

/** Whether the medium is XCP-ng's: some rules are of one vendor alone. */
export function isXcpNg(brand: string | null): boolean {
  return brand?.startsWith('XCP') === true;
}
