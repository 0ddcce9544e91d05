/**
 * A host whose network card the new system does not drive, or names otherwise, is up and answers by the management network
 * alone: guests that need the others can neither start there nor move there (xencenter-rpu.md 2.3: nobody looked).
 */
import type { PifFacts } from '../facts/pif-facts.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { BaselinePif } from '../planning/baseline.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { baselineIn, fromSurvey, hostsInView, hostSubject, observed, orPass } from './observe.js';

export const networkPlugged: Assessment = {
  id: 'network-plugged',
  title: 'Network interfaces are attached on every host',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Look at the card, its driver and its cable; then attach the interface with `xe pif-plug`.',
  source: 'xencenter-rpu.md 2.3; xapi.md 2.9 (the installer carries the network set-up over)',
  assess: (input) =>
    input.phase === 'before-run'
      ? fromSurvey(input, ({ pifs }) => eachHost(input, (host) => detachedNow(host, pifs)))
      : sinceBaseline(input),
};

function eachHost(input: AssessmentInput, look: (host: HostFacts) => readonly Observed[]): readonly Observed[] {
  return hostsInView(input).flatMap((host) => orPass(look(host), hostSubject(host), 'None is missing.'));
}

function detachedNow(host: HostFacts, pifs: readonly PifFacts[]): readonly Observed[] {
  return pifs
    .filter((pif) => pif.host === host.uuid && !pif.attached && !pif.bondMember)
    .flatMap((pif) => {
      const matters = pif.isManagement || pif.wantsAddress;
      if (!matters && !(pif.physical && pif.managed)) return [];
      return [
        observed(matters ? 'warning' : 'notice', hostSubject(host), {
          reason: `${pif.name} of ${host.name} is detached${matters ? ', though it is to have an address' : ''}.`,
          remedy: `Attach it with "xe pif-plug uuid=${pif.uuid}", or leave it if nothing uses it.`,
          acceptable: true,
        }),
      ];
    });
}

function sinceBaseline(input: AssessmentInput): readonly Observed[] {
  const baseline = baselineIn(input);
  const before = baseline?.pifs;
  if (before === undefined) {
    // A run whose plan is older than this look must still be able to end; without any baseline nothing can be said.
    return hostsInView(input).map((host) =>
      observed(baseline === undefined ? 'unknown' : 'notice', hostSubject(host), {
        reason: 'It is not known which network interfaces were attached before the run.',
        remedy: 'Compare by hand with "xe pif-list".',
        acceptable: true,
      }),
    );
  }
  const now = input.pifs ?? { known: false, reason: 'the pool has not been asked for its network interfaces' };
  return eachHost(input, (host) => {
    if (now.known) {
      const wanted = before.filter((pif) => pif.host === host.uuid);
      return wanted.flatMap((pif) => lostSince(host, pif, now.value));
    }
    return [
      observed('unknown', hostSubject(host), {
        reason: `It is not known which network interfaces are attached: ${now.reason}.`,
        remedy: 'Compare by hand with "xe pif-list".',
        acceptable: true,
      }),
    ];
  });
}

function lostSince(host: HostFacts, before: BaselinePif, pifs: readonly PifFacts[]): readonly Observed[] {
  const now = pifs.find((pif) => pif.uuid === before.uuid);
  const problem = problemOf(before, now);
  if (problem === undefined) return [];
  const remedy =
    now === undefined
      ? `Look whether the new system drives the card; then "xe pif-scan host-uuid=${host.uuid}".`
      : `Run "xe pif-plug uuid=${before.uuid}", or set it with "xe pif-reconfigure-ip"; the error it gives tells more.`;
  const reason = `${before.name} of ${host.name} was attached before the run and ${problem}.`;
  return [observed('failure', hostSubject(host), { reason, remedy, acceptable: true })];
}

function problemOf(before: BaselinePif, now: PifFacts | undefined): string | undefined {
  if (now === undefined) return 'is gone';
  if (!now.attached) return 'is detached';
  if (before.isManagement && !now.isManagement) return 'is not the management interface any more';
  if (before.isManagement && now.address !== before.address) {
    return `has ${now.address === '' ? 'no address' : `the address ${now.address}`} in place of ${before.address}`;
  }
  return before.address !== '' && now.address === '' ? `has lost its address ${before.address}` : undefined;
}
