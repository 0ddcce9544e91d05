// Defects planted in what a rollout leaves behind: the checker of its promises must see every one, and nothing where there is none.
import { expect } from 'chai';
import { rolloutDescriptionSchema } from '../../src/contract/rollout-description.js';
import { makeRolloutPlan, type RolloutPlan } from '../../src/controller/rollout/rollout-plan.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import type { JournalEntry } from '../../src/journal/journal.js';
import type { PoolEvent } from '../../src/simulator/history.js';
import { brokenPromises } from '../support/scenario/rollout-invariants.js';

const minute = 60_000;
/** A Monday, 22:00 in UTC: the window is open until 02:00. */
const start = Date.UTC(2026, 0, 5, 22);
const rollout = 'autumn-1';

function planOf(changes: Readonly<Record<string, unknown>> = {}): RolloutPlan {
  const description = rolloutDescriptionSchema.parse({
    ...{ name: 'autumn', media: 'm', pools: ['a', 'b', 'c', 'd'].map((pool) => ({ pool })) },
    ...{ canary: ['a'], waves: [{ percent: 100 }], atOnce: { pools: 2, hosts: 1 }, failureBudget: 1 },
    ...{ soak: '1h', approval: 'after-canary', windows: ['22:00-02:00 UTC'], run: {} },
    ...changes,
  });
  const seen = { media: 'm', hosts: 1, duration: { least: 1, expected: 1, most: 1 }, firstTurn: minute };
  const pools = new Map(['a', 'b', 'c', 'd'].map((pool) => [pool, { ...seen, uuid: pool }]));
  return makeRolloutPlan(description, { rollout, madeAt: start, by: 'ann', pools, serverRate: undefined });
}

interface Told {
  readonly journal: ReturnType<typeof createMemoryJournal>;
  readonly histories: Map<string, PoolEvent[]>;
  /** Minutes from the start. */
  write(at: number, run: string, entry: JournalEntry): void;
  begin(at: number, pool: string): void;
  state(at: number, pool: string, state: string, reason?: string): void;
  /** A host is taken out of service, and is back. */
  host(pool: string, from: number, to: number | null): void;
  waveDone(at: number, wave: number): void;
  say(at: number, command: string): void;
}

function told(plan: RolloutPlan): Told {
  const journal = createMemoryJournal();
  const histories = new Map<string, PoolEvent[]>(['a', 'b', 'c', 'd'].map((pool) => [pool, []]));
  const runOf = (pool: string): string => `${rollout}.${pool}`;
  const write: Told['write'] = (at, run, entry) => void journal.append(run, start + at * minute, entry);
  write(0, rollout, { type: 'rollout', plan });
  const event = (pool: string, at: number, name: string, detail: object): void =>
    void histories.get(pool)!.push({ at: start + at * minute, host: `${pool}-1`, event: name, detail } as PoolEvent);
  return {
    ...{ journal, histories, write },
    begin: (at, pool) => {
      write(at, rollout, { type: 'noted', what: 'pool-begun', key: pool, detail: { run: runOf(pool) } });
      write(at, runOf(pool), { type: 'planned', pool, plan: {} });
    },
    state: (at, pool, state, reason = '') => write(at, runOf(pool), { type: 'state', state, reason, detail: {} }),
    host: (pool, from, to) => {
      event(pool, from, 'host-disabled', { by: 'call' });
      if (to !== null) event(pool, to, 'host-enabled', { by: 'start' });
    },
    waveDone: (at, wave) => write(at, rollout, { type: 'noted', what: 'wave-done', key: String(wave), detail: {} }),
    say: (at, command) => write(at, rollout, { type: 'command', command, by: 'ann', detail: {} }),
  };
}

/** The canary, an hour of watching, a word, and the first of the others. */
function wellDone(does: Told): void {
  does.begin(0, 'a');
  does.state(0, 'a', 'running');
  does.host('a', 1, 30);
  does.state(31, 'a', 'done');
  does.waveDone(32, 0);
  does.say(95, 'approve');
  does.begin(96, 'b');
  does.state(96, 'b', 'running');
  does.host('b', 97, 120);
  does.state(121, 'b', 'done');
}

function brokenBy(act: (does: Told) => void, changes?: Readonly<Record<string, unknown>>): string[] {
  const does = told(planOf(changes));
  act(does);
  return brokenPromises({ rollout, journal: does.journal, histories: does.histories });
}

const planted: readonly (readonly [defect: string, act: (does: Told) => void, said: RegExp])[] = [
  [
    'a third pool is begun where two may be',
    (does) => {
      wellDone(does);
      for (const pool of ['b', 'c', 'd']) does.begin(130, pool);
      for (const pool of ['c', 'd']) does.state(131, pool, 'running');
      does.state(131, 'b', 'running');
    },
    /3 pools are at work from record \d+, 2 may/,
  ],
  [
    'a second host is taken out of service where one may be',
    (does) => {
      wellDone(does);
      does.host('c', 130, 150);
      does.host('d', 140, 160);
    },
    /2 hosts are out of service at .*, 1 may/,
  ],
  [
    'the next wave begins before the canary was watched',
    (does) => {
      does.begin(0, 'a');
      does.state(31, 'a', 'done');
      does.waveDone(32, 0);
      does.say(33, 'approve');
      does.begin(34, 'b');
      does.host('b', 35, 50);
    },
    /before the wave before it was watched/,
  ],
  [
    'the next wave begins without the word that it needs',
    (does) => {
      does.begin(0, 'a');
      does.state(31, 'a', 'done');
      does.waveDone(32, 0);
      does.begin(100, 'b');
      does.host('b', 101, 110);
    },
    /without an approval/,
  ],
  [
    'the next wave begins while the canary is under way',
    (does) => {
      does.begin(0, 'a');
      does.state(0, 'a', 'running');
      does.waveDone(1, 0);
      does.say(70, 'approve');
      does.begin(70, 'b');
      does.host('b', 71, 90);
    },
    /began before a was through/,
  ],
  [
    'a pool is begun after more have failed than may',
    (does) => {
      wellDone(does);
      for (const pool of ['c', 'd']) {
        does.begin(130, pool);
        does.state(131, pool, 'stopped');
      }
      does.begin(140, 'b');
    },
    /b was begun at record \d+ after c, d had failed/,
  ],
  [
    'a pool is begun after the canary has failed',
    (does) => {
      does.begin(0, 'a');
      does.state(1, 'a', 'stopped');
      does.begin(2, 'b');
    },
    /b was begun at record \d+ after a had failed/,
  ],
  ['a host is begun before its window opens', (does) => does.host('a', -10, -5), /outside its windows/],
  ['a host is begun after its window has closed', (does) => does.host('a', 241, 250), /outside its windows/],
  [
    'a host is back after its window has closed',
    (does) => does.host('a', 230, 250),
    /not back before its window closed/,
  ],
  ['a host is never back', (does) => does.host('a', 10, null), /not back before its window closed/],
  [
    'a pool is begun twice under one run',
    (does) => {
      does.begin(0, 'a');
      does.begin(1, 'a');
    },
    /autumn-1\.a was begun twice/,
  ],
];

describe('The checker of what a rollout promises', () => {
  it('finds nothing where every promise was kept', () => {
    expect(brokenBy(wellDone)).to.deep.equal([]);
  });

  for (const [defect, act, said] of planted) {
    it(`sees that ${defect}`, () => {
      expect(brokenBy(act).join('\n')).to.match(said);
    });
  }

  it('lets a pool go on that a person has set going again', () => {
    const broken = brokenBy((does) => {
      wellDone(does);
      for (const pool of ['c', 'd']) {
        does.begin(130, pool);
        does.state(131, pool, 'stopped');
      }
      does.say(132, 'resume');
      does.begin(140, 'b');
    });
    expect(broken.filter((promise) => promise.includes('had failed'))).to.deep.equal([]);
  });
});
