/** What a rollout writes down for itself: decisions are typed by this table, and docs/journal.md is made from it. */
import type { NoteKind } from '../run/note-kinds.js';

export const rolloutNotes = {
  'journal-restored': {
    about: 'the rollout',
    detail: ['by', 'until'],
    when: '`journal restore` has put an older journal in place: the rollout stops, and only a person sets it going again.',
  },
  'wave-begun': {
    about: 'the number of the wave',
    detail: ['name', 'pools'],
    when: 'The pools of a wave may begin.',
  },
  'wave-done': {
    about: 'the number of the wave',
    detail: ['name', 'failed'],
    when: 'Every pool of the wave has ended, one way or the other.',
  },
  'pool-begun': {
    about: 'a pool',
    detail: ['run'],
    when: 'The turn of a pool has come; its run is planned under this id.',
  },
  'pool-refused': {
    about: 'a pool',
    detail: ['run', 'reason'],
    when: 'Its run could not be planned or started when its turn had come.',
  },
  'pool-skipped': { about: 'a pool', detail: ['reason'], when: 'A person took the pool out.' },
} as const satisfies Readonly<Record<string, NoteKind>>;

export type RolloutNote = keyof typeof rolloutNotes;
