/** Newer releases take no RSA key under 2048 bits: their installers refuse it, and clients cannot reach such a host. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { CertificateFacts, HostSurvey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, hostsToUpgrade, hostSubject, observed, pass, surveyOfHost, targetIsFrom } from './observe.js';

const leastBits = 2048;

export const certificateStrength: Assessment = {
  id: 'certificate-strength',
  title: 'The host’s certificate is strong enough and in force',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Make the host a new certificate, or install one of your own.',
  source: 'xencenter-rpu.md 2.1, row 10; 4.5 (the installer refuses shorter keys)',
  assess: (input) =>
    fromSurvey(input, (survey) =>
      hostsToUpgrade(input).map((host) => assessHost(host, surveyOfHost(survey, host), input)),
    ),
};

function assessHost(host: HostFacts, survey: HostSurvey | undefined, input: AssessmentInput): Observed {
  const matters = targetIsFrom(input, droppedFrom['certificate-strength']);
  const certificate = survey?.certificate;
  if (certificate?.kind === 'read') return assessCertificate(host, certificate.value, input, matters);
  const reason = `The certificate of ${host.name} could not be read${certificate?.kind === 'unreadable' ? `: ${certificate.reason}` : ''}.`;
  const remedy = `Look at it by hand: "xe host-get-server-certificate uuid=${host.uuid}", then "openssl x509 -noout -text".`;
  return observed(matters ? 'unknown' : 'notice', hostSubject(host), { reason, remedy, acceptable: true });
}

function assessCertificate(
  host: HostFacts,
  { rsaBits, notAfter }: CertificateFacts,
  { pool, medium }: AssessmentInput,
  matters: boolean,
): Observed {
  const remedy = `Make a new one on ${host.name} ("xe host-emergency-reset-server-certificate", from 8.2 on "xe host-reset-server-certificate"), or install your own.`;
  if (rsaBits !== null && rsaBits < leastBits) {
    const reason = `The key of the certificate of ${host.name} has ${rsaBits} bits${matters ? `; ${medium.name} wants ${leastBits}, and its installer may refuse the host` : ''}.`;
    return observed(matters ? 'failure' : 'notice', hostSubject(host), { reason, remedy, acceptable: !matters });
  }
  if (notAfter < pool.readAt) {
    const reason = `The certificate of ${host.name} has expired on ${new Date(notAfter).toISOString().slice(0, 10)}.`;
    return observed('warning', hostSubject(host), { reason, remedy, acceptable: true });
  }
  return pass(hostSubject(host), rsaBits === null ? 'It is no RSA key.' : `Its key has ${rsaBits} bits.`);
}
