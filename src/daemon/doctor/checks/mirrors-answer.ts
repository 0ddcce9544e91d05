/** Whether the mirrors answer, and those that are an nginx can ask the media server. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { MirrorFacts } from '../facts/mirrors.js';

export const mirrorsAnswer: DoctorCheck = {
  id: 'mirrors-answer',
  title: 'The mirrors answer',
  severities: ['pass', 'warning'],
  remedy: 'Look at the machine of the mirror, and at docs/mirrors.md.',
  judge: ({ mirrors }) => mirrors.map(judgeMirror),
};

function judgeMirror({ mirror: { name, kind, url }, status }: MirrorFacts): DoctorObserved {
  const subject = `mirror ${name}`;
  if ('unknown' in status) {
    return found('warning', subject, {
      reason: `It does not answer at ${url}: ${status.unknown}.`,
      remedy:
        'Look whether it runs, and whether this machine reaches it. Pools that read there are not upgraded meanwhile.',
    });
  }
  const { value } = status;
  if (kind === 'nginx' && value >= 500) {
    return found('warning', subject, {
      reason: `It answers, and cannot ask the media server (${value}).`,
      remedy:
        'Look whether the media server runs, whether the machine of the mirror reaches it, and whether it was started with this mirror and the address from which the mirror asks (servers.mirrors, from).',
    });
  }
  if (kind === 'nginx' && value !== 404) {
    return found('warning', subject, {
      reason: `It answers ${value} below an address that no host has: it does not ask the media server.`,
      remedy: `Install what "drydock mirror config ${name}" prints, unchanged.`,
    });
  }
  if (value >= 500) {
    return found('warning', subject, {
      reason: `It answers ${value} at ${url}.`,
      remedy: 'Look at the log of its server.',
    });
  }
  return pass(subject, kind === 'nginx' ? 'It answers, and asks the media server.' : 'It answers.');
}
