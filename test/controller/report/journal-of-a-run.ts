/** A hand-made journal: the coordinator is upgraded and its guest brought home, the second host never fetches anything. */
import type { RunStatus } from '../../../src/contract/run-status.js';
import type { JournalEntry, JournalRecord } from '../../../src/journal/journal.js';
import { makePlan } from '../../../src/controller/planning/make-plan.js';
import type { EffectName } from '../../../src/controller/effects/effect.js';
import { makePool, medium83, readAt, versions83, withHost } from '../../support/controller-facts.js';

const minute = 60_000;
const token = 'f00dfeedf00dfeed';

export const secrets = [token, 'hunter2'];
export const before = makePool({ haEnabled: true, haStatefileSrs: ['sr-shared'], haFailuresToTolerate: 1 });

export const plan = makePlan(before, medium83, {
  run: 'run-1',
  madeAt: readAt,
  endpoints: [],
  fix: true,
  accepted: [{ check: 'clock-skew', host: 'xs-2', reason: 'the time server is being replaced' }],
});

/** At the end: xs-1 upgraded, HA still off, one guest of xs-1 on xs-3 and one of xs-2 halted. */
export const final = {
  ...withHost(makePool({ rollingUpgradeFlag: true }), 1, { versions: versions83 }),
  vms: makePool().vms.map((vm) => {
    if (vm.name === 'vm-1b') return { ...vm, residentOn: 'host-3' };
    return vm.name === 'vm-2a' ? { ...vm, powerState: 'Halted' as const, residentOn: null } : vm;
  }),
};

interface Step {
  readonly effect: EffectName;
  readonly key: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly from: number;
  readonly to: number | null;
  readonly attempt?: number;
  readonly result?: 'confirmed' | 'failed';
  readonly reason?: string;
  /** Of its outcome. */
  readonly found?: Readonly<Record<string, unknown>>;
}

const one = { name: 'xs-1' };
const two = { name: 'xs-2' };
const steps: readonly Step[] = [
  { effect: 'claim-pool', key: 'pool-uuid', detail: { run: 'run-1' }, from: 0, to: 0.1 },
  { effect: 'disable-ha', key: 'pool-uuid', detail: {}, from: 1, to: 2 },
  { effect: 'disable-host', key: 'host-1', detail: one, from: 3, to: 3.1 },
  {
    effect: 'evacuate-host',
    key: 'host-1',
    detail: { ...one, guests: ['vm-1a-uuid', 'vm-1b-uuid'] },
    from: 4,
    to: 7,
    found: { placed: { 'vm-1a-uuid': 'host-2', 'vm-1b-uuid': 'host-3' } },
  },
  {
    effect: 'stage-host',
    key: 'host-1',
    detail: { ...one, grant: 'g', url: `http://192.0.2.1/i/${token}/` },
    from: 8,
    to: 10,
  },
  { effect: 'reboot-host', key: 'host-1', detail: one, from: 11, to: 30 },
  {
    effect: 'move-vm-home',
    key: 'vm-1a-uuid',
    detail: { name: 'vm-1a', host: 'host-1', hostName: 'xs-1' },
    from: 31,
    to: 32,
  },
  {
    effect: 'evacuate-host',
    key: 'host-2',
    detail: two,
    from: 40,
    to: 41,
    result: 'failed',
    reason: `still on | the host; see http://u:hunter2@192.0.2.1/i/${token}/`,
  },
  { effect: 'evacuate-host', key: 'host-2', detail: two, from: 42, to: 43, attempt: 2 },
  { effect: 'reboot-host', key: 'host-2', detail: two, from: 44, to: null },
];

const at = (minutes: number): number => readAt + minutes * minute;

function entriesOf(step: Step): readonly (readonly [number, JournalEntry])[] {
  const { effect, key, detail, from, to } = step;
  const attempt = step.attempt ?? 1;
  const intent: JournalEntry = { type: 'intent', effect, key, attempt, detail };
  const acted: JournalEntry = { type: 'acted', effect, key, attempt, handle: null };
  if (to === null)
    return [
      [from, intent],
      [from, acted],
    ];
  const outcome: JournalEntry = {
    type: 'outcome',
    effect,
    key,
    attempt,
    result: step.result ?? 'confirmed',
    reason: step.reason ?? '',
    detail: step.found ?? {},
  };
  return [
    [from, intent],
    [from, acted],
    [to, outcome],
  ];
}

const entries: readonly (readonly [number, JournalEntry])[] = [
  [0, { type: 'planned', pool: 'lab', plan }],
  [0, { type: 'started', epoch: 1, by: 'alice' }],
  [0, { type: 'command', command: 'start', by: 'alice', detail: {} }],
  ...steps.flatMap(entriesOf),
  [33, { type: 'noted', what: 'host-done', key: 'host-1', detail: {} }],
  [90, { type: 'state', state: 'stopped', reason: 'xs-2 never asked for a file', detail: {} }],
];

export const records: readonly JournalRecord[] = entries.map(([minutes, entry], index) => ({
  sequence: index + 1,
  run: 'run-1',
  at: at(minutes),
  entry,
}));

const host = { from: '8.2.1', to: '8.3.0', failure: null, progress: null, since: null, deadline: null };

export const status: RunStatus = {
  run: 'run-1',
  pool: 'lab',
  media: medium83.id,
  state: 'stopped',
  reason: 'xs-2 never asked for a file',
  startedAt: readAt,
  endedAt: null,
  hosts: [
    {
      ...host,
      uuid: 'host-1',
      name: 'xs-1',
      state: 'done',
      reason: 'upgraded',
      progress: {
        files: 580,
        bytes: 620_000_000,
        totalFiles: 580,
        totalBytes: 620_000_000,
        rate: 0,
        lastFailure: null,
        notices: [],
      },
    },
    {
      ...host,
      uuid: 'host-2',
      name: 'xs-2',
      state: 'failed',
      reason: 'stopped',
      failure: { kind: 'never-fetched', reason: `nothing asked for /i/${token}/`, nextAction: 'Look at its console.' },
    },
    { ...host, uuid: 'host-3', name: 'xs-3', state: 'queued', reason: 'its turn has not come' },
  ],
  changes: [
    { what: 'high availability is off', undo: 'pending', condition: 'xe pool-ha-enable heartbeat-sr-uuids=sr-shared' },
  ],
};
