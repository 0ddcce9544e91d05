// A host that rebooted while it was prepared, and no intent accounts for it: who may begin it anew, and on which evidence.
import { expect } from 'chai';
import type { HostFacts } from '../../../src/controller/facts/pool-facts.js';
import { checkCommand } from '../../../src/controller/run/commands.js';
import { decide } from '../../../src/controller/run/decide.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import { hostPosition } from '../../../src/controller/run/host-position.js';
import { watchOn } from '../../../src/controller/run/watched.js';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';
import { makePool, makeHost, makeVm, readAt, versions83 } from '../../support/controller-facts.js';

const plan = planOfThree();
const usual = makeHost(1);
const baseline = {
  bootTime: usual.bootTime,
  agentStartTime: usual.agentStartTime,
  serverTime: readAt / 1000 + 2,
} as const;
const prepared = [
  entry.command('start'),
  { type: 'started', epoch: 1, by: 'ann' } as const,
  entry.note('rechecked', 'host-1', baseline),
  entry.state('running'),
  ...entry.done('disable-host', 'host-1'),
];
/** Half an hour later it has booted again. */
const later = readAt + 30 * 60_000;
const booted: Partial<HostFacts> = {
  bootTime: later / 1000 - 600,
  agentStartTime: later / 1000 - 500,
  serverTime: later / 1000,
};

interface Story {
  readonly host?: Partial<HostFacts>;
  readonly more?: readonly JournalEntry[];
  readonly watchedSince?: number;
  readonly lostGuest?: boolean;
  /** Of its old release. */
  readonly platform?: string;
}

const decided = (story: Story): Decision => decide(inputOf(story));

function inputOf({ host = booted, more = [], watchedSince = readAt, lostGuest = false, platform }: Story): TurnInput {
  const hosts = [makeHost(1, host), makeHost(2), makeHost(3)];
  const pool = makePool({ readAt: later, hosts });
  const vms = pool.vms.map((vm) => (lostGuest && vm.uuid === 'vm-1a-uuid' ? makeVm('1a', null) : vm));
  const value = { ...pool, vms };
  const [first, ...others] = plan.hosts;
  const from = platform === undefined ? first!.from : { ...first!.from, platform };
  const ofRelease = { ...plan, hosts: [{ ...first!, from }, ...others] };
  return {
    ...{
      plan: ofRelease,
      ledger: ledgerOf(...prepared, ...more),
      now: later,
      grants: [],
      task: undefined,
      evacuation: new Map(),
    },
    observation: { at: later, pool: { known: true, value, at: later, source: 'test' } },
    watchedSince,
  };
}

describe('A host that rebooted while it was prepared', () => {
  it('is begun anew by itself where the process has watched since its recheck and no guest went down', () => {
    expect(decided({})).to.deep.equal({
      ...{ kind: 'note', what: 'round', key: 'host-1' },
      detail: { number: 2, by: 'drydock', byItself: 1 },
    });
  });

  for (const [why, story] of [
    ['the process began to watch after the recheck', { watchedSince: later }],
    [
      'more time has passed on the host than here: the machine was set back',
      {
        host: {
          ...booted,
          bootTime: later / 1000 + 3000,
          agentStartTime: later / 1000 + 3100,
          serverTime: later / 1000 + 3600,
        },
      },
    ],
    ['its address was armed', { more: entry.done('arm-grant', 'host-1') }],
  ] as const) {
    it(`stops the run where ${why}`, () => {
      const decision = decided(story);
      expect(decision).to.deep.include({ kind: 'state', state: 'stopped' });
      expect(decision).to.have.nested.property('detail.failure', 'rebooted-unasked');
      expect(decision).to.have.property('reason').that.includes('records of the journal are missing');
    });
  }

  it('stops the run where a guest went down, and names it', () => {
    const decision = decided({ lostGuest: true });
    expect(decision).to.have.nested.property('detail.watched', true);
    expect(decision).to.have.property('reason').that.includes('are down now: vm-1a');
  });

  it('stops the run where it was staged by a plugin that must not be asked twice', () => {
    const more = entry.done('stage-host', 'host-1');
    const host = { ...booted, versions: { ...makeHost(1).versions, platform: '2.1.0' } };
    expect(decided({ more, host, platform: '2.1.0' })).to.have.nested.property('detail.failure', 'rebooted-unasked');
    expect(decided({ more })).to.include({ kind: 'note', what: 'round' });
  });

  it('that is begun anew by itself goes on with its turn: no window or place is waited for, and an abort releases it', () => {
    const round = (detail: object): JournalEntry => entry.note('round', 'host-1', { number: 2, ...detail });
    const position = (more: JournalEntry): string => hostPosition(inputOf({ more: [more] }), plan.hosts[0]!);
    expect(position(round({ by: 'drydock', byItself: 1 }))).to.equal('preparing');
    expect(position(round({ by: 'drydock' })), 'a person of that name').to.equal('waiting');
  });

  it('stops the run the second time', () => {
    const more = [
      entry.note('round', 'host-1', { number: 2, by: 'drydock', byItself: 1 }),
      entry.note('rechecked', 'host-1', baseline),
    ];
    expect(decided({ more })).to.have.nested.property('detail.failure', 'rebooted-unasked');
  });

  it('is waited for until its toolstack has looked which guests are left', () => {
    const host = { ...booted, agentStartTime: later / 1000 - 20 };
    expect(decided({ host })).to.deep.include({
      kind: 'wait',
      for: 'machine',
      host: 'host-1',
      deadline: later + 40_000,
    });
  });

  it('stops the run where its toolstack still starts anew a quarter of an hour after the boot', () => {
    const host = { ...booted, bootTime: later / 1000 - 16 * 60, agentStartTime: later / 1000 - 20 };
    expect(decided({ host })).to.have.nested.property('detail.failure', 'rebooted-unasked');
  });

  it('is a sign of a lost journal where it runs another version', () => {
    expect(decided({ host: { ...booted, versions: versions83 } })).to.have.nested.property(
      'detail.failure',
      'journal-behind',
    );
  });

  it('that a person skips is released as it is', () => {
    expect(decided({ more: [entry.command('skip', { host: 'host-1' })] })).not.to.have.nested.property(
      'detail.failure',
    );
  });
});

describe('A retry after a reboot that nobody saw', () => {
  const stopped = (detail: Readonly<Record<string, unknown>> = {}) =>
    ledgerOf(
      ...prepared,
      entry.state('stopped', 'because', { host: 'host-1', failure: 'rebooted-unasked', ...detail }),
    );

  it('is taken with the name of the host and a reason, and refused without', () => {
    const named = { command: 'retry', by: 'ann', host: 'xs-1', reason: 'a fuse' } as const;
    expect(checkCommand(plan, stopped(), named)).to.include({ host: 'host-1', named: true });
    expect(() => checkCommand(plan, stopped(), { command: 'retry', by: 'ann' }))
      .to.throw(DrydockError)
      .with.nested.property('details.expected')
      .that.includes('drydock upgrade retry --host xs-1 --reason WHY');
  });

  it('needs no reason where the process has watched', () => {
    expect(checkCommand(plan, stopped({ watched: true }), { command: 'retry', by: 'ann' })).to.include({
      host: 'host-1',
    });
  });
});

describe('Watching a pool', () => {
  it('goes on as long as looks follow one another, and begins anew after a gap', () => {
    const minute = 60_000;
    const first = watchOn(undefined, 0);
    const second = watchOn(first, 2 * minute);
    expect(second).to.deep.equal({ since: 0, until: 2 * minute });
    expect(watchOn(second, 30 * minute)).to.deep.equal({ since: 30 * minute, until: 30 * minute });
  });
});
