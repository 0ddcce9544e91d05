/** Kinds of storage that the new release no longer has: what lies there cannot be reached after the upgrade. */
import { droppedFrom } from '../../releases/paths/dropped-features.js';
import type { Assessment } from './assessment.js';
import { observed, orPass, poolSubject, srSubject, targetIsFrom } from './observe.js';

export const deprecatedStorage: Assessment = {
  id: 'deprecated-storage',
  title: 'The new release has every kind of storage in use',
  phases: ['before-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning'],
  remedy: 'Move the disks to another kind of storage before the upgrade.',
  source: 'xencenter-rpu.md 2.1, row 19',
  assess: (input) => {
    const gone = targetIsFrom(input, droppedFrom['deprecated-storage'])
      ? input.pool.srs.filter((sr) => sr.type === 'lvmofcoe')
      : [];
    const found = gone.map((sr) =>
      observed('warning', srSubject(sr), {
        reason: `"${sr.name}" is storage over software FCoE, which ${input.medium.name} does not have.`,
        remedy: `Move the disks of "${sr.name}" elsewhere before the upgrade.`,
        acceptable: true,
      }),
    );
    return orPass(found, poolSubject(input.pool), 'It has.');
  },
};
