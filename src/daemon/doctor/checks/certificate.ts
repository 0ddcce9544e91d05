/** The certificates of the HTTPS listeners and of the dashboard: in their time, with their own keys, made out to where clients ask. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { CertificateFacts } from '../facts/certificate.js';
import type { Known } from '../known.js';

const day = 24 * 60 * 60_000;

export const certificate: DoctorCheck = {
  id: 'certificate',
  title:
    'The certificates of the HTTPS listeners and the dashboard are valid, fit their keys, and name their addresses',
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy:
    'Have it made anew with the address or name as a subject alternative name; the media server must be restarted for it.',
  judge: ({ certificate: ofServers, dashboard, now }) => [
    ...judgeOne('servers.tls', ofServers, now),
    ...judgeOne('dashboard.tls', dashboard?.certificate ?? null, now),
  ],
};

function judgeOne(setting: string, facts: Known<CertificateFacts> | null, now: number): DoctorObserved[] {
  if (facts === null) return [];
  if ('unknown' in facts) {
    const reason = `The certificate cannot be read: ${facts.unknown}.`;
    const remedy = `Look at ${setting}.certificate: a file in PEM that this user may read.`;
    return [found('unknown', setting, { reason, remedy })];
  }
  return [
    validity(facts.value, now),
    ownKey(setting, facts.value),
    ...facts.value.addresses.map((one) => named(one, facts.value)),
  ];
}

function validity({ path, validFrom, validTo }: CertificateFacts, now: number): DoctorObserved {
  const until = new Date(validTo).toISOString().slice(0, 10);
  const { remedy } = certificate;
  if (now > validTo) return found('failure', path, { reason: `It ran out on ${until}.`, remedy });
  if (now < validFrom) {
    const from = new Date(validFrom).toISOString().slice(0, 10);
    return found('failure', path, {
      reason: `It holds from ${from} on only.`,
      remedy: 'Look at the clock of this machine first.',
    });
  }
  const days = Math.floor((validTo - now) / day);
  const reason = `It holds until ${until}, ${days} days.`;
  if (days < 7) return found('warning', path, { reason, remedy });
  return days < 30 ? found('notice', path, { reason, remedy }) : pass(path, reason);
}

function ownKey(setting: string, { keyMatches }: CertificateFacts): DoctorObserved {
  const subject = `${setting}.key`;
  const remedy = 'Name the private key that the certificate was made with.';
  if ('unknown' in keyMatches) {
    return found('unknown', subject, { reason: `The key cannot be looked at: ${keyMatches.unknown}.`, remedy });
  }
  if (keyMatches.value) return pass(subject, 'It is the key of the certificate.');
  return found('failure', subject, { reason: 'It is not the key of the certificate.', remedy });
}

function named(
  { address, named: isNamed }: CertificateFacts['addresses'][number],
  { names }: CertificateFacts,
): DoctorObserved {
  if (isNamed) return pass(address, 'The certificate names it.');
  const reason = `The certificate does not name it (it names ${names === '' ? 'no address at all' : names}): clients refuse it at this address.`;
  return found('warning', address, { reason, remedy: certificate.remedy });
}
