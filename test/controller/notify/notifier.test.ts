import { expect } from 'chai';
import type { Channel } from '../../../src/controller/notify/channel.js';
import { startNotifier, type Notifier, type NotifierOptions } from '../../../src/controller/notify/notifier.js';
import type { BeatNote, Heart } from '../../../src/controller/notify/heart.js';
import { makeRolloutPlan } from '../../../src/controller/rollout/rollout-plan.js';
import { rolloutDescriptionSchema } from '../../../src/contract/rollout-description.js';
import type { Outbox } from '../../../src/controller/notify/outbox.js';
import { openSqliteOutbox } from '../../../src/controller/notify/sqlite-outbox.js';
import { waitForPerson } from '../../../src/controller/run/decision.js';
import { foldJournal } from '../../../src/controller/run/ledger.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import type { Journal, JournalEntry } from '../../../src/journal/journal.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { scriptedChannel } from '../../support/notify-events.js';
import { plan } from '../report/journal-of-a-run.js';

const hour = 3_600_000;
const planned: JournalEntry = { type: 'planned', pool: 'lab', plan };
const state = (name: string): JournalEntry => ({ type: 'state', state: name, reason: name, detail: {} });

interface Story {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly outbox: Outbox;
  /** One life of the controller; what is not stopped dies with it. */
  readonly live: (channels: readonly Channel[], change?: Partial<NotifierOptions>) => Notifier;
}

/** The journal and the outbox outlive the notifiers, as they do on the disk. */
async function notifying(story: (parts: Story) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const journal = createMemoryJournal();
  const outbox = openSqliteOutbox(':memory:');
  const lives: Notifier[] = [];
  const kept: Outbox = new Proxy(outbox, {
    get: (target, key) => {
      if (key === 'close') return () => undefined;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const live: Story['live'] = (channels, change = {}) => {
    const notifier = startNotifier({
      ...{ journal, channels, hearts: [], outbox: kept, clock, random: () => Uint8Array.of(0), log: silentLogger },
      ...{ remindEvery: hour, giveUpAfter: 24 * hour },
      ...change,
    });
    lives.push(notifier);
    return notifier;
  };
  try {
    await story({ clock, journal, outbox: kept, live });
  } finally {
    await Promise.all(lives.map((one) => one.stop()));
    outbox.close();
  }
}

describe('The notifier', () => {
  it('tells of rollouts as well, and hearts beat for them', () =>
    notifying(async ({ clock, live }) => {
      const rollout = makeRolloutPlan(
        rolloutDescriptionSchema.parse({ name: 'spring', media: 'm', pools: [{ pool: 'lab' }] }),
        {
          ...{ rollout: 'rollout-1', madeAt: clock.now(), by: 'ann', serverRate: undefined },
          pools: new Map([
            ['lab', { uuid: 'u', media: 'm', hosts: 2, duration: { least: 1, expected: 2, most: 3 }, firstTurn: 1 }],
          ]),
        },
      );
      const channel = scriptedChannel(() => clock.now());
      const beats: BeatNote[] = [];
      const heart: Heart = {
        ...{ name: 'heart', every: hour, pools: ['lab'], always: false, destination: '', problem: null },
        beat: (note) => {
          beats.push(note);
          return Promise.resolve();
        },
      };
      const { journal } = live([channel], { hearts: [heart] });
      await journal.append('rollout-1', clock.now(), { type: 'rollout', plan: rollout });
      await journal.append('rollout-1', clock.now(), state('running'));
      await journal.append('rollout-1', clock.now(), state('stopped'));
      await clock.advance(1000);

      expect(channel.sent.map(({ id }) => id)).to.deep.equal([1, 2, 3].map((number) => `rollout-1.${number}`));
      expect(beats.at(-1)).to.deep.include({
        beat: 'fail',
        runs: [{ run: 'rollout-1', pool: 'spring', state: 'stopped' }],
      });
    }));

  it('lets hearts beat for a run that another controller turns, until nobody does any more', () =>
    notifying(async ({ clock, live }) => {
      const beats: BeatNote['beat'][] = [];
      const heart: Heart = {
        ...{ name: 'heart', every: hour / 12, pools: [], always: false, destination: '', problem: null },
        beat: ({ beat }) => {
          beats.push(beat);
          return Promise.resolve();
        },
      };
      const notifier = live([], { hearts: [heart] });
      await notifier.journal.append('run-1', clock.now(), planned);
      await notifier.journal.append('run-1', clock.now(), state('running'));
      for (let minute = 0; minute < 40; minute++) {
        notifier.onTurnElsewhere('run-1');
        await clock.advance(60_000);
      }
      expect(new Set(beats)).to.deep.equal(new Set(['alive']));
      await clock.advance(hour / 2);
      expect(beats.at(-1)).to.equal('fail');
    }));

  it('tells of what is appended to the journal, in its order', () =>
    notifying(async ({ clock, live }) => {
      const channel = scriptedChannel(() => clock.now());
      const { journal } = live([channel]);
      await journal.append('run-1', clock.now(), planned);
      await journal.append('run-1', clock.now(), state('running'));
      await journal.append('run-1', clock.now(), state('stopped'));
      await clock.advance(0);
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['run-1.1', 'run-1.2', 'run-1.3']);
    }));

  it('tells at the next start what was journalled by a controller that was killed before it could queue it', () =>
    notifying(async ({ clock, journal, live }) => {
      const first = scriptedChannel(() => clock.now(), [{ kind: 'again', reason: 'down' }]);
      const killed = live([first]);
      await killed.journal.append('run-1', clock.now(), planned);
      await clock.advance(0);
      // Straight into the file: what a kill leaves between the journal's write and the outbox's.
      await journal.append('run-1', clock.now(), state('running'));
      await killed.stop();

      const second = scriptedChannel(() => clock.now());
      live([second]);
      await clock.advance(hour);
      expect(second.sent.map(({ id }) => id)).to.deep.equal(['run-1.1', 'run-1.2']);
    }));

  it('tells nothing twice over a restart, and nothing that happened before it was first used', () =>
    notifying(async ({ clock, journal, live }) => {
      await journal.append('run-0', clock.now(), planned);
      const channel = scriptedChannel(() => clock.now());
      const killed = live([channel]);
      await killed.journal.append('run-1', clock.now(), planned);
      await clock.advance(0);
      await killed.stop();
      live([channel]);
      await clock.advance(hour);
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['run-1.2']);
    }));

  it('tells what happens after an older journal was put in the place of the one before, though its records have numbers that were told', () =>
    notifying(async ({ clock, outbox, live }) => {
      const channel = scriptedChannel(() => clock.now());
      const before = live([channel]);
      await before.journal.append('run-1', clock.now(), planned);
      await before.journal.append('run-1', clock.now(), state('running'));
      await clock.advance(0);
      await before.stop();
      expect(outbox.cursor).to.equal(2);
      // The journal of this test cannot be replaced: a cursor from beyond its end is what a restart would find.
      outbox.moveCursor(9);
      const after = live([channel]);
      await clock.advance(0);
      expect(outbox.cursor).to.equal(2);
      await after.journal.append('run-1', clock.now(), state('stopped'));
      await clock.advance(0);
      expect(channel.sent.at(-1)?.id).to.equal('run-1.3');
    }));

  it('does not tell what is older than an event is tried for: the controller was away for days', () =>
    notifying(async ({ clock, journal, outbox, live }) => {
      outbox.moveCursor(0);
      await journal.append('run-1', clock.now() - 25 * hour, planned);
      await journal.append('run-1', clock.now() - hour, state('running'));
      const channel = scriptedChannel(() => clock.now());
      live([channel]);
      await clock.advance(0);
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['run-1.2']);
    }));

  it('gives each channel what it wants: by severity, and by the name of the pool', () =>
    notifying(async ({ clock, live }) => {
      const now = (): number => clock.now();
      const all = scriptedChannel(now, undefined, { name: 'all-of-it' });
      const bad = scriptedChannel(now, undefined, { name: 'bad', severity: 'failure' });
      const other = scriptedChannel(now, undefined, { name: 'other', pools: ['other'] });
      const { journal } = live([all, bad, other]);
      await journal.append('run-1', clock.now(), planned);
      await journal.append('run-1', clock.now(), state('stopped'));
      await clock.advance(0);
      expect([all, bad, other].map(({ sent }) => sent.map(({ id }) => id))).to.deep.equal([
        ['run-1.1', 'run-1.2'],
        ['run-1.2'],
        [],
      ]);
    }));

  it('lets one that fails hold up neither the run nor the others', () =>
    notifying(async ({ clock, live }) => {
      const now = (): number => clock.now();
      const dead = scriptedChannel(now, [undefined], { name: 'dead' });
      const good = scriptedChannel(now, undefined, { name: 'good' });
      const notifier = live([dead, good]);
      await notifier.journal.append('run-1', clock.now(), planned);
      await notifier.journal.append('run-1', clock.now(), state('running'));
      await clock.advance(30_000);
      expect(good.sent).to.have.length(2);
      expect(notifier.health()).to.have.length(1);
      expect(notifier.health()[0]).to.deep.include({
        channel: 'dead',
        waiting: 2,
        lost: 0,
        reason: 'no answer within 20 s',
      });
    }));

  it('never makes an append fail: what the disk did not take is told of as a problem, and told once it does', () =>
    notifying(async ({ clock, outbox, live }) => {
      let full = true;
      const failing: Outbox = new Proxy(outbox, {
        get: (target, key) => {
          if (key === 'add' && full)
            return () => {
              throw new Error('database or disk is full');
            };
          return Reflect.get(target, key, target) as unknown;
        },
      });
      const channel = scriptedChannel(() => clock.now());
      const notifier = live([channel], { outbox: failing });
      await notifier.journal.append('run-1', clock.now(), planned);
      notifier.onTurn('run-1', turn(notifier.journal, clock.now() + 2 * hour), waitForPerson('start it'));
      expect(notifier.health()[0]?.reason).to.include('disk is full');
      full = false;
      await notifier.journal.append('run-1', clock.now(), state('running'));
      await clock.advance(0);
      expect(notifier.health()).to.deep.equal([]);
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['run-1.1', 'run-1.2']);
    }));

  it('announces a wait for a person once for each interval, however many turns look at it', () =>
    notifying(async ({ clock, live }) => {
      const channel = scriptedChannel(() => clock.now(), undefined, { severity: 'warning' });
      const notifier = live([channel]);
      await notifier.journal.append('run-1', clock.now(), planned);
      await notifier.journal.append('run-1', clock.now(), state('running'));
      for (let minutes = 0; minutes <= 150; minutes++) {
        notifier.onTurn('run-1', turn(notifier.journal, clock.now()), waitForPerson('waiting for an approval'));
        await clock.advance(60_000);
      }
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['run-1.waits.2.0', 'run-1.waits.2.1', 'run-1.waits.2.2']);
    }));
});

function turn(journal: Journal, now: number): Parameters<Notifier['onTurn']>[1] {
  const ledger = foldJournal('run-1', journal.records('run-1'));
  const unread = { known: false, reason: 'not read', at: now } as const;
  return {
    plan,
    ledger,
    observation: { at: now, pool: unread },
    grants: [],
    task: undefined,
    evacuation: new Map(),
    now,
  };
}
