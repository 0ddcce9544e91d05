/** The certificate of the HTTPS listeners: in its time, with its own key, made out to the address that is given. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { CertificateFacts } from '../facts/certificate.js';

const day = 24 * 60 * 60_000;

export const certificate: DoctorCheck = {
  id: 'certificate',
  title: 'The certificate of the HTTPS listeners is valid, fits its key, and names their address',
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Have it made anew with the address as a subject alternative name, and restart the media server.',
  judge: ({ certificate: facts, now }) => {
    if (facts === null) return [];
    if ('unknown' in facts) {
      const reason = `The certificate cannot be read: ${facts.unknown}.`;
      const remedy = 'Look at servers.tls.certificate: a file in PEM that this user may read.';
      return [found('unknown', 'servers.tls', { reason, remedy })];
    }
    return [
      validity(facts.value, now),
      ownKey(facts.value),
      ...facts.value.addresses.map((one) => named(one, facts.value)),
    ];
  },
};

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

function ownKey({ keyMatches }: CertificateFacts): DoctorObserved {
  const subject = 'servers.tls.key';
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
