/** StorageLink Gateway: the vendor upgrades such pools on two kinds of arrays only, with the storage detached before. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { SrFacts } from '../facts/pool-facts.js';
import type { SrSurvey, Survey } from '../facts/survey.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import type { Observed } from './finding.js';
import { fromSurvey, observed, orPass, poolSubject, srSubject, surveyOfSr, targetIsFrom } from './observe.js';

const storageLinkTypes = ['cslg', 'csl'];

/** NetApp and Dell EqualLogic, as the adapters name themselves. */
const supported = /netapp|equallogic|eql/i;

export const storageLink: Assessment = {
  id: 'storagelink',
  title: 'StorageLink storage can come through the upgrade',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'failure', 'unknown'],
  remedy:
    'Detach the storage before, let another one be the default, and attach it again afterwards where the new release can.',
  source: 'the vendor’s stated conditions (design, 5)',
  assess: (input) =>
    fromSurvey(input, (survey) => {
      const linked = input.pool.srs.filter((sr) => storageLinkTypes.includes(sr.type));
      const found = linked.flatMap((sr) => assessSr(sr, survey, input));
      return orPass(
        found,
        poolSubject(input.pool),
        linked.length === 0 ? 'There is none.' : 'It is detached, and can be attached again.',
      );
    }),
};

function assessSr(sr: SrFacts, survey: Survey, input: AssessmentInput): readonly Observed[] {
  const { adapter = '', isDefault = false }: Partial<SrSurvey> = surveyOfSr(survey, sr) ?? {};
  const found: Observed[] = [];
  const fail = (reason: string, remedy: string): void => {
    found.push(observed('failure', srSubject(sr), { reason, remedy, acceptable: true }));
  };
  if (targetIsFrom(input, droppedFrom.storagelink))
    fail(
      `"${sr.name}" is StorageLink storage, which ${input.medium.name} does not have: it cannot be attached again.`,
      'Move its disks elsewhere, or attach the volumes as plain storage.',
    );
  if (adapter === '') {
    const reason = `It is not known on which array "${sr.name}" lies.`;
    const remedy = 'The vendor upgrades NetApp and Dell EqualLogic only; look at the device-config of its PBDs.';
    found.push(observed('unknown', srSubject(sr), { reason, remedy, acceptable: true }));
  } else if (!supported.test(adapter)) {
    fail(
      `"${sr.name}" lies on ${adapter}; the vendor upgrades NetApp and Dell EqualLogic only.`,
      'Move its disks elsewhere.',
    );
  }
  if (isDefault) fail(`"${sr.name}" is the pool’s default storage.`, 'Make another one the default.');
  if (input.pool.pbds.some((pbd) => pbd.sr === sr.uuid && pbd.attached))
    fail(`"${sr.name}" is attached.`, 'Detach it on every host (guests that use it shut down) before the upgrade.');
  return found;
}
