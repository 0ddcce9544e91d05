/**
 * What a run writes down for itself: each kind of note with what it is about, what it holds, and when it is written. The type of a
 * decision is made from this table, so that nothing can be noted that does not stand here; docs/journal.md is made from it as well.
 */
import type { Phase } from '../assessments/finding.js';

export interface NoteKind {
  /** What the key of the record is. */
  readonly about: string;
  /** The fields of its detail; empty: none. */
  readonly detail: readonly string[];
  /** A sentence: when it is written, and what it means. */
  readonly when: string;
}

const ofRun = {
  'journal-restored': {
    about: 'the run',
    detail: ['by', 'until'],
    when: '`journal restore` has put an older journal in place: the run stops before its next effect, and only a retry goes on.',
  },
  rechecked: {
    about: 'a host',
    detail: ['findings', 'bootTime', 'agentStartTime', 'serverTime'],
    when: 'The host has passed the checks immediately before its turn; its boot time then is what a reboot is told by.',
  },
  'went-down': {
    about: 'a host',
    detail: ['number'],
    when: 'It stopped answering while it was prepared, before it was told to reboot: it is waited for. `number` counts since the run was last set going; the sixth time stops the run.',
  },
  'came-up': {
    about: 'a host',
    detail: [],
    when: 'It answers again after it had gone down while it was prepared: it is looked at anew.',
  },
  'handed-over': {
    about: 'a host',
    detail: ['bootTime', 'agentStartTime', 'serverTime', 'others'],
    when: 'Manual mode: the host is empty, and waits for a person at its console. `others` has the boot times of the other hosts.',
  },
  reminder: {
    about: 'a host',
    detail: ['number', 'late', 'text'],
    when: 'Manual mode: the person was reminded that the host waits.',
  },
  'left-by-hand': {
    about: 'a host',
    detail: ['how'],
    when: 'Manual mode: the host was seen to go down; `how` says by what.',
  },
  'still-here': {
    about: 'a host',
    detail: ['number'],
    when: 'Manual mode: what looked like its reboot was an interruption of the network, or a restart of its toolstack. `number` counts those within an hour of each other, since the run was last set going; the sixth time stops the run.',
  },
  returned: {
    about: 'a host',
    detail: ['bootTime', 'versions'],
    when: 'It is back: its boot time is later than before the reboot, and its agent has started anew.',
  },
  proven: {
    about: 'a host',
    detail: ['versions', 'bootTime'],
    when: 'It runs the set of versions that the medium installs.',
  },
  assessed: {
    about: 'a host',
    detail: ['findings', 'told'],
    when: 'It has passed the checks after its upgrade; `told` has those findings that the report repeats.',
  },
  watched: {
    about: 'a host',
    detail: ['since', 'serverTime', 'vms'],
    when: 'The time begins for which it must stay well; written again when VMs have arrived.',
  },
  unwell: {
    about: 'a host',
    detail: ['reason', 'number'],
    when: 'It was not well while it was watched; the run stops when it stays so. `number` counts since the run was last set going; the sixth time stops the run.',
  },
  'not-started': {
    about: 'a VM',
    detail: ['name', 'host', 'reason'],
    when: 'A VM that had to stop for the turn of its host could not be started again; the end of the run tries once more.',
  },
  'host-done': { about: 'a host', detail: [], when: 'Its turn has ended well; the next host may begin.' },
  skipped: {
    about: 'a host',
    detail: ['reason'],
    when: 'Its turn is passed over: a person said so, or it runs the target version already.',
  },
  round: {
    about: 'a host',
    detail: ['number', 'by', 'byItself'],
    when: 'A host that is back with its old version is begun anew: by a person, or by itself after it had rebooted while it was prepared (`byItself` counts those).',
  },
  'given-up': { about: 'a host', detail: ['by'], when: 'A person gave the host up: its address is taken away.' },
  'claim-lost': {
    about: 'the pool',
    detail: ['holder', 'key'],
    when: 'The claim of this run in the pool is gone, or another’s. Nothing is changed from then on.',
  },
  'left-away': {
    about: 'a VM',
    detail: ['name', 'home', 'reason', 'found'],
    when: 'At the end: a VM could not be brought home, or does not run; the report names it.',
  },
  'pending-undo': {
    about: 'an undo',
    detail: ['condition', 'heartbeatSrs'],
    when: 'At the end: something cannot be put back yet; `condition` says until when, or why.',
  },
  'final-look': {
    about: 'the pool',
    detail: ['findings', 'told'],
    when: 'At the end: the pool was compared with what it was before.',
  },
} as const satisfies Readonly<Record<string, NoteKind>>;

/** For the questions of your own: one for each phase in which they are asked. */
const probed = {
  about: 'a host, or the pool',
  detail: ['results'],
  when: 'Questions of your own (`probes`) were answered otherwise than before.',
} as const satisfies NoteKind;

const ofProbes = {
  'probed-before-run': probed,
  'probed-before-host': probed,
  'probed-after-host': probed,
  'probed-after-run': probed,
} as const satisfies Readonly<Record<`probed-${Phase}`, NoteKind>>;

export const noteKinds = { ...ofRun, ...ofProbes } as const;
export type NoteName = keyof typeof noteKinds;
