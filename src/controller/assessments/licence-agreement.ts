/** From XenServer 8 on the vendor has its licence agreement accepted before an upgrade that nobody sits before. */
import type { Assessment } from './assessment.js';
import type { Subject } from './finding.js';
import { isXcpNg, observed, pass, targetIsFrom } from './observe.js';

export const licenceAgreement: Assessment = {
  id: 'licence-agreement',
  title: 'The licence agreement of the new release is accepted',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Read it, and accept it with `--accept-eua`.',
  source: 'xencenter-rpu.md 2.1, row 5',
  assess: (input) => {
    const { medium, evidence } = input;
    const subject: Subject = { kind: 'medium', uuid: medium.id, name: medium.id };
    if (isXcpNg(medium.name) || !targetIsFrom(input, 'XenServer 8'))
      return [pass(subject, `${medium.name} asks for none before an unattended upgrade.`)];
    const licence = evidence?.licence ?? null;
    if (licence === null) {
      return [
        observed('unknown', subject, {
          reason: `The licence agreement of ${medium.name} was not found on the medium.`,
          remedy: 'Read it on the vendor’s pages, and accept it with --accept-eua.',
          acceptable: true,
        }),
      ];
    }
    return [
      observed('failure', subject, {
        reason: `The licence agreement of ${medium.name} (${licence.path}, SHA-256 ${licence.sha256}) must be accepted.`,
        remedy: `Read ${licence.location}, and accept it with --accept-eua.`,
        acceptable: true,
      }),
    ];
  },
};
