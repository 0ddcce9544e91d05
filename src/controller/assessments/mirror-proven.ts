/** Whether the mirror that the hosts are pointed at has the medium: proven over the way that hosts take, before any is. */
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { observed, pass, poolSubject } from './observe.js';

export const mirrorProven: Assessment = {
  id: 'mirror-proven',
  title: 'The mirror of the pool has the medium',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Prove the mirror: drydock media prove ID --mirror NAME.',
  source: 'media-and-clients.md 2.4 (a file that is missing is found after the disk was formatted)',
  assess: (input) => [assessPool(input)],
};

function assessPool({ pool, medium, evidence }: AssessmentInput): Observed {
  const subject = poolSubject(pool);
  if (evidence === undefined) {
    return observed('unknown', subject, {
      reason: 'It is not known at which mirror the hosts would read.',
      remedy: 'Check again with the media server running.',
      acceptable: false,
    });
  }
  const { mirrored, besideMirror } = evidence;
  if (mirrored === undefined && besideMirror !== undefined) {
    return observed('notice', subject, {
      reason: `Some of its hosts are in the networks of the mirror ${besideMirror}, and others are not: all of them read at the media server itself.`,
      remedy: 'To have all of them read there, add the other networks to servers.mirrors, or name the pool in it.',
      acceptable: true,
    });
  }
  if (mirrored === undefined) return pass(subject, 'The hosts read at the media server itself.');
  const { mirror, proof } = mirrored;
  const command = `drydock media prove ${medium.id} --mirror ${mirror.name}`;
  if (proof.kind === 'never') {
    return observed('failure', subject, {
      reason: `Its hosts read at the mirror ${mirror.name} (${mirror.url}), which was never proven to have ${medium.id} as it is now.`,
      remedy: `Prove it: ${command}.`,
      acceptable: false,
    });
  }
  if (proof.kind === 'failed') {
    return observed('failure', subject, {
      reason: `Its hosts read at the mirror ${mirror.name} (${mirror.url}), which did not have ${medium.id} as it was verified: ${proof.reason}.`,
      remedy: `Put the mirror right, and prove it: ${command}.`,
      acceptable: false,
    });
  }
  const proven = `The mirror ${mirror.name} (${mirror.url}) was proven to have ${medium.id} at ${new Date(proof.at).toISOString()}`;
  if (mirror.kind === 'nginx') return pass(subject, `${proven}.`);
  return observed('notice', subject, {
    reason: `${proven}. It is a tree, which knows no grants: a staged host that anybody reboots installs, and what hosts read there cannot be seen.`,
    remedy: 'Nothing needs to be done; a mirror of the kind nginx keeps grants and progress.',
    acceptable: true,
  });
}
