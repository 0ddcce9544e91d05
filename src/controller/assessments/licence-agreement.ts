/** From XenServer 8 on the vendor has its licence agreement accepted before an upgrade that nobody sits before. */
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed, Subject } from './finding.js';
import { isXcpNg, observed, pass, targetIsFrom } from './observe.js';

export const licenceAgreement: Assessment = {
  id: 'licence-agreement',
  title: 'The licence agreement of the new release is accepted',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Read it, and accept it with `--accept-eua`.',
  source: 'xencenter-rpu.md 2.1, row 5',
  assess: (input) => [assessMedium(input)],
};

/** As the vendor names its products; its media of these releases carry the agreement as `EUA`, XCP-ng's an `EULA` that asks for nothing. */
function isTheVendors(name: string, path: string | undefined): boolean {
  return /^(XenServer|Citrix)/i.test(name) || path === 'EUA';
}

function assessMedium(input: AssessmentInput): Observed {
  const { medium, evidence } = input;
  const subject: Subject = { kind: 'medium', uuid: medium.id, name: medium.id };
  const licence = evidence?.licence ?? null;
  if (isXcpNg(medium.name) || !targetIsFrom(input, 'XenServer 8'))
    return pass(subject, `${medium.name} asks for none before an unattended upgrade.`);
  if (!isTheVendors(medium.name, licence?.path)) {
    if (licence === null) return pass(subject, `${medium.name} brings none.`);
    return observed('notice', subject, {
      reason: `${medium.name} brings a licence agreement (${licence.path}), and does not ask for it to be accepted.`,
      remedy: `Read ${licence.location}.`,
      acceptable: true,
    });
  }
  if (licence === null) {
    return observed('unknown', subject, {
      reason: `The licence agreement of ${medium.name} was not found on the medium.`,
      remedy: 'Read it on the vendor’s pages, and accept it with --accept-eua.',
      acceptable: true,
    });
  }
  return observed('failure', subject, {
    reason: `The licence agreement of ${medium.name} (${licence.path}, SHA-256 ${licence.sha256}) must be accepted.`,
    remedy: `Read ${licence.location}, and accept it with --accept-eua.`,
    acceptable: true,
  });
}
