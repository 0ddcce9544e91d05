/** Where each VM is: those that are not at home first, since it is they who are looked for. */
import type { TimelineVm } from '../../contract/api/timeline.js';
import type { Tone } from './tones.js';

export interface VmRow {
  readonly uuid: string;
  readonly name: string;
  readonly home: string;
  readonly now: string;
  readonly tone: Tone;
  readonly word: string;
  readonly goesHome: string;
}

const places: Readonly<Record<TimelineVm['place'], readonly [rank: number, tone: Tone, word: string]>> = {
  gone: [0, 'bad', 'gone'],
  down: [1, 'care', 'down'],
  unknown: [2, 'quiet', 'not known'],
  away: [3, 'busy', 'away'],
  home: [4, 'good', 'at home'],
};

export function vmRows(vms: readonly TimelineVm[]): readonly VmRow[] {
  return [...vms]
    .sort(
      (left, right) =>
        places[left.place][0] - places[right.place][0] || left.name.localeCompare(right.name, 'en', { numeric: true }),
    )
    .map(({ uuid, name, home, now, place, goesHome }) => ({
      ...{ uuid, name, goesHome, home: home ?? 'nowhere', now: now ?? 'nowhere' },
      ...{ tone: places[place][1], word: places[place][2] },
    }));
}
