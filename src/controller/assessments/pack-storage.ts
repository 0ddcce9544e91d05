/** Whether the pool has room for the images of the packs: they lie on its storage while the hosts are given them. */
import { candidatesOf, storageForPacks } from '../packs/choose-storage.js';
import type { Assessment } from './assessment.js';
import { fromSurvey, namesOf, observed, pass, poolSubject, srSubject } from './observe.js';

export const packStorage: Assessment = {
  id: 'pack-storage',
  title: 'There is storage for the images of the packs',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy: 'Make room on storage that the coordinator has attached, the pool’s default storage first of all.',
  source: 'xencenter-rpu.md 3.5',
  assess: (input) => {
    const { packs = [], pool } = input;
    if (packs.length === 0) return [pass(poolSubject(pool), 'No pack is named.')];
    const bytes = packs.reduce((sum, pack) => sum + pack.bytes, 0);
    const found = fromSurvey(input, (survey) => {
      const place = storageForPacks(pool, survey, bytes);
      if (place === undefined) {
        const looked = candidatesOf(pool, survey).map(({ sr }) => sr);
        const where =
          looked.length === 0
            ? 'The coordinator has no storage for disks attached'
            : `None of ${namesOf(looked)} has room`;
        return [
          observed('failure', poolSubject(pool), {
            reason: `${where} for ${megabytes(bytes)} of images.`,
            remedy: 'Make room there, or attach other storage to the coordinator.',
            acceptable: false,
          }),
        ];
      }
      if (place.free !== null)
        return [pass(srSubject(place.sr), `"${place.sr.name}" has room for ${megabytes(bytes)}.`)];
      return [
        observed('notice', srSubject(place.sr), {
          reason: `"${place.sr.name}" does not tell how much room it has; the images take ${megabytes(bytes)}.`,
          remedy: 'Look at it; the upload fails where there is none, and leaves nothing behind.',
          acceptable: true,
        }),
      ];
    });
    // A plan names the storage: there is none without one that was found.
    return found.map((one) => (one.severity === 'unknown' ? { ...one, acceptable: false } : one));
  },
};

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
