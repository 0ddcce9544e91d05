/** From 8.2 on hosts refuse the old protocols: a pool that still needs them could lose its members for good. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Survey } from '../facts/survey.js';
import type { Observed } from './finding.js';
import { coordinatorIsFrom, fromSurvey, namesOf, observed, pass, poolSubject, targetIsFrom } from './observe.js';

export const legacyTls: Assessment = {
  id: 'legacy-tls',
  title: 'No host speaks the old security protocols',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy: 'Let Drydock turn them off; what still needs them cannot talk to the new release either.',
  source: 'xencenter-rpu.md 2.1, row 9',
  assess: (input) => {
    if (coordinatorIsFrom(input, droppedFrom['legacy-tls']) || !targetIsFrom(input, droppedFrom['legacy-tls']))
      return [pass(poolSubject(input.pool), 'This upgrade does not cross 8.2, where they went.')];
    return fromSurvey(input, (survey) => [assessPool(input, survey)]);
  },
};

function assessPool({ pool }: AssessmentInput, survey: Survey): Observed {
  const legacy = pool.hosts.filter((host) =>
    survey.hosts.some((candidate) => candidate.uuid === host.uuid && candidate.legacyTls === true),
  );
  if (legacy.length === 0) return pass(poolSubject(pool), 'All hosts ask for TLS 1.2.');
  return observed('failure', poolSubject(pool), {
    reason: `${namesOf(legacy)} still speak${legacy.length === 1 ? 's' : ''} the old security protocols (legacy SSL); an upgraded coordinator would not talk to them.`,
    remedy: 'Let Drydock turn them off in the pool. By hand: "xe pool-disable-ssl-legacy".',
    fix: { effect: 'disable-legacy-tls', key: pool.uuid },
    acceptable: false,
  });
}
