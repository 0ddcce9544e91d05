// What heals by itself and fails again is waited for within bounds: no host fills the journal of a run, or holds it up for ever.
import { expect } from 'chai';
import type { HostFacts } from '../../../src/controller/facts/pool-facts.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import type { Ledger } from '../../../src/controller/run/ledger.js';
import { inFlightByHand } from '../../../src/controller/run/stages/manual/in-flight-by-hand.js';
import { prepareHost } from '../../../src/controller/run/stages/prepare-host.js';
import { soak } from '../../../src/controller/run/stages/soak.js';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { makeHost, makePool, readAt } from '../../support/controller-facts.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

const plan = planOfThree();
const [host] = plan.hosts;
if (host === undefined) throw new Error('no host');
const minute = 60_000;

function inputOf(records: readonly JournalEntry[], now: number, facts: Partial<HostFacts> = {}): TurnInput {
  const value = makePool({ readAt: now, hosts: [makeHost(1, facts), makeHost(2), makeHost(3)] });
  return {
    ...{ plan, ledger: ledgerOf(...records), now, grants: [], task: undefined, evacuation: new Map() },
    observation: { at: now, pool: { known: true, value, at: now, source: 'test' } },
    watchedSince: readAt,
  };
}

interface Ended {
  readonly written: readonly JournalEntry[];
  readonly last: Decision | undefined;
}

/** Turned until it stops, or until nobody would wait for it any more; what is decided is written down. */
function turned(
  before: readonly JournalEntry[],
  decideAt: (input: readonly JournalEntry[], turn: number) => Decision,
): Ended {
  const records = [...before];
  let last: Decision | undefined;
  for (let turn = 0; turn < 200; turn++) {
    last = decideAt(records, turn);
    if (last.kind === 'state') break;
    if (last.kind === 'note') records.push({ type: 'noted', what: last.what, key: last.key, detail: last.detail });
  }
  return { written: records.slice(before.length), last };
}

const prepared = [
  entry.command('start'),
  { type: 'started', epoch: 1, by: 'ann' } as const,
  entry.note('rechecked', 'host-1'),
  entry.state('running'),
  ...entry.done('disable-host', 'host-1'),
];

/** Down at every second look, from the first on. */
const flapping = (records: readonly JournalEntry[], turn: number): Decision =>
  prepareHost(inputOf(records, readAt + turn * minute, { live: turn % 2 === 1, enabled: false }), host);

describe('A host that goes down again and again while it is prepared', () => {
  it('is waited for five times; then the run stops, and says how often it was', () => {
    const { written, last } = turned(prepared, flapping);

    expect(written.map((one) => (one.type === 'noted' ? one.what : one.type))).to.deep.equal(
      Array.from({ length: 5 }, () => ['went-down', 'came-up']).flat(),
    );
    expect(last).to.deep.include({ kind: 'state', state: 'stopped' });
    expect(last)
      .to.have.property('reason')
      .that.matches(/went down 6 times while it was prepared/);
  });

  it('is waited for anew when a person has set the run going again', () => {
    const { written } = turned(prepared, flapping);
    const again = [...prepared, ...written, entry.state('stopped'), entry.command('retry'), entry.state('running')];

    const { written: more, last } = turned(again, flapping);

    expect(more).to.have.length(10);
    expect(more[0]).to.deep.include({ what: 'went-down', detail: { number: 1 } });
    expect(last).to.deep.include({ state: 'stopped' });
  });
});

describe('A host that goes away and comes back again and again while a person is to upgrade it by hand', () => {
  const boot = { bootTime: 1000, agentStartTime: 2000, serverTime: 3000 };
  const handedOver = [...prepared, entry.note('handed-over', host.uuid, { ...boot, others: {} })];
  /** Gone at every second look. */
  const away = (pace: number) => (records: readonly JournalEntry[], turn: number) => {
    const facts = { ...boot, live: turn % 2 === 1, enabled: false };
    const input = { ...inputOf(records, readAt + turn * pace, facts), plan: { ...plan, mode: 'manual' as const } };
    const ledger = { ...input.ledger, notes: atTheirTurn(input.ledger.notes, handedOver.length, pace) };
    return turn % 2 === 0 ? prepareHost({ ...input, ledger }, host) : inFlightByHand({ ...input, ledger }, host);
  };

  it('is taken for still here five times; then the run stops, and says what to look at', () => {
    const { written, last } = turned(handedOver, away(minute));

    expect(written.map((one) => (one.type === 'noted' ? one.what : one.type))).to.deep.equal(
      Array.from({ length: 5 }, () => ['left-by-hand', 'still-here'])
        .flat()
        .concat('left-by-hand'),
    );
    expect(last).to.deep.include({ kind: 'state', state: 'stopped' });
    expect(last)
      .to.have.property('reason')
      .that.matches(/went away and came back 6 times .*its network/);
  });

  it('is not stopped for a network that breaks every few hours while the person takes days', () => {
    const { written, last } = turned(handedOver, away(90 * minute));

    expect(written).to.have.length(200);
    expect(last).to.deep.include({ kind: 'note', what: 'still-here', detail: { number: 1 } });
  });
});

/** One note was written with each turn: what a journal of tests dates by the second is dated by that. */
function atTheirTurn(notes: Ledger['notes'], first: number, pace: number): Ledger['notes'] {
  return new Map(
    [...notes].map(([key, one]) => [
      key,
      one.sequence <= first ? one : { ...one, at: readAt + (one.sequence - first - 1) * pace },
    ]),
  );
}

describe('A host that becomes unwell again and again while it is watched', () => {
  it('is watched anew five times; then the run stops', () => {
    const watched = [
      entry.state('running'),
      entry.note('watched', host.uuid, { since: readAt, serverTime: null, vms: [] }),
    ];

    const { written, last } = turned(watched, (records, turn) => {
      const input = inputOf(records, readAt + turn * 1000, { serverTime: null });
      const value = input.observation.pool.known ? input.observation.pool.value : undefined;
      if (value === undefined) throw new Error('no pool');
      const pool = { ...value, vms: [] };
      return soak(input, host, pool, {
        text: turn % 2 === 0 ? 'its storage is unplugged' : '',
        checks: ['storage-plugged'],
      });
    });

    expect(written.filter((one) => one.type === 'noted' && one.what === 'unwell')).to.have.length(5);
    expect(last).to.deep.include({ kind: 'state', state: 'stopped' });
    expect(last)
      .to.have.property('reason')
      .that.matches(/its storage is unplugged \(for the 6th time\)$/);
  });
});
