/** How assessments put their findings, and on which hosts each phase looks: the same words for the same thing everywhere. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { hostByUuid, type HostFacts, type HostVersions, type PoolFacts, type VmFacts } from '../facts/pool-facts.js';
import type { Baseline } from '../planning/baseline.js';
import { isAtTarget } from '../versions/match-target.js';
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
