/**
 * How a host differs from the one before it: decided anew at each look from what it has asked for so far, so that a notice
 * that has become untrue is gone. Repeated requests, the order of parallel ones, and a few other packages are no difference.
 */
import type { GrantNotice, GrantState } from '../../../contract/grants.js';
import { allowedOtherPackages, allowedTime, passedOver } from '../../../installer/phase-limits.js';
import type { Phase } from '../phase.js';
import { endOfPhase, type HostTrace } from './host-trace.js';
import { packagesOf, type Expectation } from './learn.js';

export interface ComparedHost {
  readonly trace: HostTrace;
  readonly state: GrantState;
  readonly stateSince: number;
  readonly armedAt: number | null;
}

export function compare(expectation: Expectation, host: ComparedHost, now: number): readonly GrantNotice[] {
  return [
    ...slow(expectation, host, now),
    ...missingObjects(expectation, host),
    ...otherObjects(expectation, host),
    ...otherPackages(expectation, host),
  ];
}

/** The phases of one grant, in their order. */
const order: readonly Phase[] = ['stage', 'look-up', 'packages'];

/** When a phase was over: the next one has begun, or the grant has left the state that belongs to it. */
function overSince(phase: Phase, { trace, state, stateSince }: ComparedHost): number | undefined {
  const later = order.slice(order.indexOf(phase) + 1).flatMap((next) => trace.phases.get(next)?.began ?? []);
  if (later[0] !== undefined) return later[0];
  return phase === 'stage' && state !== 'staging' ? stateSince : undefined;
}

function slow(expectation: Expectation, host: ComparedHost, now: number): GrantNotice[] {
  const notices: GrantNotice[] = [];
  const { trace, state, armedAt } = host;
  const limit = (time: number): string => `${seconds(allowedTime(time))} (${expectation.host} took ${seconds(time)})`;
  const begun = trace.phases.has('look-up') || trace.phases.has('packages');
  const { reboot } = expectation;
  if (reboot !== undefined && armedAt !== null && state === 'armed' && !begun && now - armedAt > allowedTime(reboot)) {
    const text = `its installer has not asked for anything within ${limit(reboot)}`;
    notices.push({ kind: 'slow-phase', text, since: armedAt + allowedTime(reboot) });
  }
  for (const phase of order) {
    const own = trace.phases.get(phase);
    const expected = expectation.phases.get(phase);
    if (own === undefined || expected === undefined) continue;
    const over = overSince(phase, host) !== undefined || (phase === 'packages' && hasAllPackages(expectation, trace));
    const took = (over ? (endOfPhase(trace, phase) ?? now) : now) - own.began;
    if (took <= allowedTime(expected.duration)) continue;
    const text = `${phaseNames[phase]} takes longer than ${limit(expected.duration)}`;
    notices.push({ kind: 'slow-phase', text, since: own.began + allowedTime(expected.duration) });
  }
  return notices;
}

/** Boot files, metadata and keys are the same for every host: each that the first one asked for is missed at once. */
function missingObjects({ host, objects }: Expectation, compared: ComparedHost): GrantNotice[] {
  const asked = new Set(compared.trace.requests.map(({ path }) => path));
  return order.flatMap((phase) => {
    const since = overSince(phase, compared);
    if (since === undefined || !compared.trace.phases.has(phase)) return [];
    return [...(objects.get(phase)?.keys() ?? [])]
      .filter((path) => !asked.has(path))
      .map((path) => ({
        kind: 'missing-request' as const,
        text: `${path} was not asked for while ${phaseNames[phase]}; ${host} did`,
        since,
      }));
  });
}

function otherObjects({ host, known, objects }: Expectation, { trace }: ComparedHost): GrantNotice[] {
  return trace.requests.flatMap(({ path, phase, isPackage, found, at }): GrantNotice[] => {
    if (isPackage) return [];
    if (!known.has(path)) return [{ kind: 'extra-request', text: `asked for ${path}; ${host} never did`, since: at }];
    const before = objects.get(phase)?.get(path);
    if (found !== false || before !== true) return [];
    return [{ kind: 'other-answer', text: `did not get ${path}; ${host} did`, since: at }];
  });
}

function otherPackages(expectation: Expectation, { trace }: ComparedHost): GrantNotice[] {
  const { host, packages } = expectation;
  const allowed = allowedOtherPackages(packages.length);
  const since = trace.phases.get('packages')?.lastSeen ?? 0;
  const own = packagesOf(trace);
  const expected = new Set(packages);
  const extra = own.filter((path) => !expected.has(path));
  const left = leftOut(packages, new Set(own));
  const notices: GrantNotice[] = [];
  if (left.length > allowed) {
    const text = `${left.length} packages that ${host} fetched were passed over, ${left[0] ?? ''} first`;
    notices.push({ kind: 'missing-request', text, since });
  }
  if (extra.length > allowed) {
    const text = `${extra.length} packages that ${host} did not fetch were asked for, ${extra[0] ?? ''} first`;
    notices.push({ kind: 'extra-request', text, since });
  }
  return notices;
}

/** Not asked for although enough of those behind them were. */
function leftOut(packages: readonly string[], own: ReadonlySet<string>): readonly string[] {
  const left: string[] = [];
  let later = 0;
  for (const path of [...packages].reverse()) {
    if (own.has(path)) later += 1;
    else if (later >= passedOver) left.unshift(path);
  }
  return left;
}

/** All that the first host fetched, but for what other hardware may leave out. */
export function hasAllPackages({ packages }: Expectation, trace: HostTrace): boolean {
  const own = new Set(packagesOf(trace));
  return packages.filter((path) => !own.has(path)).length <= allowedOtherPackages(packages.length);
}

const phaseNames: Readonly<Record<Phase, string>> = {
  none: 'waiting',
  'test-url': 'testing the address',
  stage: 'staging',
  'look-up': 'looking the medium up',
  packages: 'fetching packages',
};

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
