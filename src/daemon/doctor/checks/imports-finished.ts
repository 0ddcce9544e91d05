/** What a killed import or repair left: nothing of it is served, and it takes room until the next one cleans up. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { MediaFacts } from '../facts/media.js';

export const importsFinished: DoctorCheck = {
  id: 'imports-finished',
  title: 'No import or repair was cut off',
  severities: ['pass', 'notice', 'warning', 'unknown'],
  remedy: 'The next "drydock media import" removes what is left; "drydock media repair ID SOURCE" ends a repair.',
  judge: ({ media }) => ('unknown' in media ? [] : judgeImports(media.value)),
};

function judgeImports({ imports, repairCutOff }: MediaFacts): DoctorObserved[] {
  const subject = 'media store';
  const { remedy } = importsFinished;
  const repair = repairCutOff
    ? [found('warning', subject, { reason: 'A repair is under way, or was cut off.', remedy })]
    : [];
  if ('unknown' in imports) {
    const reason = `Nobody could tell whether imports were cut off: ${imports.unknown}.`;
    return [...repair, found('unknown', subject, { reason, remedy: 'Run this as the user who imports, or as root.' })];
  }
  const { cutOff, underWay } = imports.value;
  if (cutOff.length > 0) {
    const reason = `An import was cut off, and takes room until the next one: ${cutOff.join(', ')}.`;
    return [...repair, found('notice', subject, { reason, remedy })];
  }
  return [...repair, pass(subject, underWay === 0 ? 'None.' : `None; imports under way: ${underWay}.`)];
}
