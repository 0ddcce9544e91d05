/**
 * Watches runs and tells of them: each record that is appended and each turn becomes an event or none, events go into the
 * outbox, and one loop for each channel takes them out. Whatever fails here is logged and shown in the status; no run waits for it.
 */
import type { NotificationHealth } from '../../contract/run-status.js';
import type { Journal, JournalRecord } from '../../journal/journal.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { RandomBytes } from '../../shared/random-bytes.js';
import { readPlan } from '../planning/read-plan.js';
import type { RolloutDecision, RolloutInput } from '../rollout/rollout-decision.js';
import { readRolloutPlan, type RolloutPlan } from '../rollout/rollout-plan.js';
import type { Decision, TurnInput } from '../run/decision.js';
import { wants, type Channel } from './channel.js';
import { deliver } from './deliver.js';
import { beatHeart, type Heart, type Pulse } from './heart.js';
import type { Outbox } from './outbox.js';
import { recordEvent } from './record-events.js';
import type { ToldEvent } from './rollout-event.js';
import { rolloutRecordEvent, rolloutTurnEvent, stateAfter as rolloutStateAfter } from './rollout-events.js';
import { stateAfter, type ToldRun } from './run-so-far.js';
import { turnEvents } from './turn-events.js';

export interface NotifierOptions {
  readonly journal: Journal;
  readonly channels: readonly Channel[];
  readonly hearts: readonly Heart[];
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly remindEvery: Milliseconds;
  /** How long an event is tried; older ones are not told any more after a long pause of the controller. */
  readonly giveUpAfter: Milliseconds;
}

export interface Notifier {
  /** The journal, watched: what is appended through it is told. */
  readonly journal: Journal;
  onTurn(run: string, input: TurnInput, decision: Decision): void;
  onRolloutTurn(input: RolloutInput, decision: RolloutDecision): void;
  /** Another controller has this run or rollout, and turns it: it does not hang because it is not looked at here. */
  onTurnElsewhere(id: string): void;
  /** The channels that fail now, for `upgrade status`. */
  health(): readonly NotificationHealth[];
  /** What is still to be told is told at the next start. */
  stop(): Promise<void>;
}

export function startNotifier(options: NotifierOptions): Notifier {
  return new RunNotifier(options);
}

class RunNotifier implements Notifier {
  readonly #runs = new Map<string, ToldRun>();
  readonly #rollouts = new Map<string, RolloutPlan>();
  readonly #lastTurns = new Map<string, number>();
  readonly #toldInTurns = new Set<string>();
  readonly #abort = new AbortController();
  readonly #loops: readonly Promise<void>[];
  readonly journal: Journal;
  #rings = new Set<() => void>();
  /** Records whose events are not in the outbox yet. */
  #unhandled: JournalRecord[] = [];
  /** Why events could not be kept, until they can. */
  #problem: { reason: string; at: number } | null = null;

  constructor(private readonly options: NotifierOptions) {
    const { journal, channels, hearts, clock, log, random, outbox, giveUpAfter } = options;
    const { signal } = this.#abort;
    const added = (): Promise<void> => this.#added();
    this.journal = {
      append: (run, at, entry, condition) => this.#append(run, at, entry, condition),
      get last() {
        return journal.last;
      },
      get trouble() {
        return journal.trouble;
      },
      records: (run) => journal.records(run),
      runs: () => journal.runs(),
      close: () => journal.close(),
      refresh: () => journal.refresh(),
    };
    this.#catchUp();
    this.#loops = [
      ...channels.map((channel) => deliver({ channel, outbox, clock, log, random, signal, giveUpAfter, added })),
      ...hearts.map((heart) => beatHeart({ heart, clock, log, signal, changed: added, look: () => this.#pulse() })),
    ];
  }

  onTurn(run: string, input: TurnInput, decision: Decision): void {
    this.#onTurn(run, (records) => {
      const told = this.#told(run);
      return told === undefined ? [] : turnEvents(told, records, input, decision, this.options.remindEvery);
    });
  }

  onRolloutTurn({ plan, now }: RolloutInput, decision: RolloutDecision): void {
    this.#onTurn(plan.rollout, (records) => {
      const event = rolloutTurnEvent(plan, records, { decision, now }, this.options.remindEvery);
      return event === undefined ? [] : [event];
    });
  }

  onTurnElsewhere(id: string): void {
    this.#lastTurns.set(id, this.options.clock.now());
  }

  #onTurn(id: string, eventsOf: (records: readonly JournalRecord[]) => readonly ToldEvent[]): void {
    this.#lastTurns.set(id, this.options.clock.now());
    try {
      for (const event of eventsOf(this.options.journal.records(id))) {
        if (this.#toldInTurns.has(event.id)) continue;
        this.#keep(event);
        this.#toldInTurns.add(event.id);
      }
    } catch (error) {
      this.#cannotKeep(error);
    }
  }

  health(): readonly NotificationHealth[] {
    const { channels, outbox } = this.options;
    const own = this.#problem;
    const failing = channels.flatMap((channel): NotificationHealth[] => {
      const { waiting, lost, problem } = outbox.queue(channel.name);
      return problem === null ? [] : [{ channel: channel.name, waiting, lost, ...problem }];
    });
    const hearts = this.options.hearts.flatMap((heart): NotificationHealth[] =>
      heart.problem === null ? [] : [{ channel: heart.name, waiting: 0, lost: 0, ...heart.problem }],
    );
    return [...(own === null ? [] : [{ channel: 'all', waiting: 0, lost: 0, ...own }]), ...failing, ...hearts];
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error('the controller stops'));
    this.#ring();
    await Promise.all(this.#loops);
    this.options.outbox.close();
  }

  async #append(...given: Parameters<Journal['append']>): Promise<JournalRecord> {
    const record = await this.options.journal.append(...given);
    this.#unhandled.push(record);
    this.#handle();
    return record;
  }

  /** At the start: what was appended before a crash and is not in the outbox. A new outbox begins with now. */
  #catchUp(): void {
    const { journal, outbox } = this.options;
    try {
      const records = journal.runs().flatMap((run) => journal.records(run));
      const last = records.reduce((most, { sequence }) => Math.max(most, sequence), 0);
      const { cursor } = outbox;
      // Beyond the end: the journal was replaced by an older one, whose next records are new ones.
      if (cursor === undefined || cursor > last) outbox.moveCursor(last);
      else this.#unhandled = records.filter(({ sequence }) => sequence > cursor).sort(bySequence);
      this.#handle();
    } catch (error) {
      this.#cannotKeep(error);
    }
  }

  #handle(): void {
    try {
      for (let record = this.#unhandled[0]; record !== undefined; record = this.#unhandled[0]) {
        this.#tell(record);
        this.#unhandled.shift();
      }
      this.#problem = null;
    } catch (error) {
      this.#cannotKeep(error);
    }
  }

  #tell(record: JournalRecord): void {
    if (this.options.clock.now() - record.at > this.options.giveUpAfter) return;
    const records = this.options.journal.records(record.run);
    const upTo = records.at(-1) === record ? records : records.filter(({ sequence }) => sequence <= record.sequence);
    const event = this.#eventOf(record.run, upTo);
    if (event !== undefined) this.#keep(event, record.sequence);
  }

  #eventOf(id: string, records: readonly JournalRecord[]): ToldEvent | undefined {
    const told = this.#told(id);
    if (told !== undefined) return recordEvent(told, records);
    const rollout = this.#toldRollout(id);
    return rollout === undefined ? undefined : rolloutRecordEvent(rollout, records);
  }

  #keep(event: ToldEvent, cursor?: number): void {
    const channels = this.options.channels.filter((channel) => wants(channel, event)).map(({ name }) => name);
    this.options.outbox.add(channels, event, this.options.clock.now(), cursor);
    this.#ring();
  }

  #told(run: string): ToldRun | undefined {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const planned = this.options.journal.records(run).find(({ entry }) => entry.type === 'planned')?.entry;
    if (planned?.type !== 'planned') return undefined;
    return this.#readable(run, () => {
      const told = { plan: readPlan(planned.plan), knownAs: planned.pool };
      this.#runs.set(run, told);
      return told;
    });
  }

  #toldRollout(id: string): RolloutPlan | undefined {
    const known = this.#rollouts.get(id);
    if (known !== undefined) return known;
    const first = this.options.journal.records(id)[0]?.entry;
    if (first?.type !== 'rollout') return undefined;
    return this.#readable(id, () => {
      const plan = readRolloutPlan(first.plan);
      this.#rollouts.set(id, plan);
      return plan;
    });
  }

  /** One plan that cannot be read must not silence the others; whoever looks at it is told. */
  #readable<T>(run: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.options.log.error({ run, problem: describeCause(error) }, 'a run cannot be told of');
      return undefined;
    }
  }

  #pulse(): readonly Pulse[] {
    const { journal } = this.options;
    return journal.runs().flatMap((run): Pulse[] => {
      const records = journal.records(run);
      const last = records.at(-1);
      if (last === undefined) return [];
      const common = { run, lastRecordAt: last.at, lastTurnAt: this.#lastTurns.get(run) ?? null };
      const told = this.#told(run);
      if (told !== undefined)
        return [{ ...common, knownAs: told.knownAs, pools: [told.knownAs], state: stateAfter(records) }];
      const rollout = this.#toldRollout(run);
      if (rollout === undefined) return [];
      const pools = rollout.pools.map(({ pool }) => pool);
      return [{ ...common, knownAs: rollout.name, pools, state: rolloutStateAfter(records) }];
    });
  }

  #cannotKeep(error: unknown): void {
    this.#problem = { reason: `notifications cannot be kept: ${describeCause(error)}`, at: this.options.clock.now() };
    this.options.log.error({ problem: describeCause(error) }, 'notifications cannot be kept');
  }

  #added(): Promise<void> {
    return new Promise((resolve) => {
      this.#rings.add(resolve);
    });
  }

  #ring(): void {
    const rings = this.#rings;
    this.#rings = new Set();
    for (const ring of rings) ring();
  }
}

function bySequence(one: JournalRecord, other: JournalRecord): number {
  return one.sequence - other.sequence;
}
