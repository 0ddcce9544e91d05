/** That the host which came back is the one that went: the installer keeps uuid, address and certificate (xapi.md 2.9). */
import { hostByUuid } from '../facts/pool-facts.js';
import type { Baseline } from '../planning/baseline.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { baselineIn, hostInTurn, hostSubject, observed, pass } from './observe.js';

type BaselineHost = Baseline['hosts'][number];

const remedy =
  'Look at the host’s console: a fresh installation, or another machine, must be removed from the pool and joined anew.';

export const sameHost: Assessment = {
  id: 'same-host',
  title: 'The host that came back is the one that went',
  phases: ['after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy,
  source: 'xapi.md 2.9',
  assess: (input) => hostsBefore(input).flatMap((before) => assessHost(before, input)),
};

/** From the baseline, since a host that is no longer in the pool has no facts. */
function hostsBefore(input: AssessmentInput): readonly (BaselineHost | { uuid: string; name: string })[] {
  const hosts = baselineIn(input)?.hosts ?? input.pool.hosts.map(({ uuid, name }) => ({ uuid, name }));
  if (input.phase === 'after-run') return hosts;
  const present = hostInTurn(input);
  const uuid = input.host ?? '';
  return [hosts.find((host) => host.uuid === uuid) ?? { uuid, name: present?.name ?? uuid }];
}

function assessHost(
  before: BaselineHost | { uuid: string; name: string },
  input: AssessmentInput,
): readonly Observed[] {
  const subject = hostSubject(before);
  const host = hostByUuid(input.pool, before.uuid);
  if (host === undefined) {
    return [
      observed('failure', subject, { reason: `${before.name} is no longer in the pool.`, remedy, acceptable: false }),
    ];
  }
  if (!('address' in before)) {
    return [
      observed('unknown', subject, {
        reason: `It is not known how ${before.name} was before the run.`,
        remedy: 'Compare its address and certificate by hand.',
        acceptable: true,
      }),
    ];
  }
  const changes: string[] = [];
  if (host.address !== before.address) changes.push(`its address is ${host.address} and was ${before.address}`);
  const [was, is] = [before.certificateFingerprint, host.certificateFingerprint];
  if (showsAnotherCertificate(before, host)) changes.push(`its certificate is ${String(is)} and was ${String(was)}`);
  if (changes.length > 0) {
    const reason = `${host.name} came back changed: ${changes.join('; ')}.`;
    return [observed('failure', subject, { reason, remedy, acceptable: true })];
  }
  if (was !== null && is !== null) return [pass(subject, 'Address and certificate are the same.')];
  return [
    observed('notice', subject, {
      reason: `${host.name} has the same address; its certificate could not be compared.`,
      remedy: 'Compare its fingerprint by hand if in doubt.',
      acceptable: true,
    }),
  ];
}

/** Another machine, or one that was installed anew: the installer restores the certificate (xapi.md 2.9). */
export function showsAnotherCertificate(
  before: { readonly certificateFingerprint: string | null },
  now: { readonly certificateFingerprint: string | null },
): boolean {
  const [was, is] = [before.certificateFingerprint, now.certificateFingerprint];
  return was !== null && is !== null && was !== is;
}
