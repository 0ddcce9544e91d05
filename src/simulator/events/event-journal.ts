/** The changes of one pool, for those who listen: kept up to date only when somebody asks, so that a pool nobody watches pays nothing. */
import { classFacts, isRecordClass } from '../../releases/records/classes.js';
import type { RecordClass } from '../../releases/records/record-tables.js';
import { isPresentSince } from '../../releases/since.js';
import { entitiesOf, wireRecords } from '../records/wire-record.js';
import type { Ref } from '../state/objects.js';
import { isStruct, type WireStruct } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { eventRecord } from './event-record.js';
import { EventQueue } from './event-queue.js';
import { formatToken, type EventToken } from './event-token.js';
import { Ledger, type LedgerChange, type LedgerObject } from './ledger.js';
import { isWanted, type Subscription } from './subscription.js';

/** Tables without events (gen_events in datamodel.ml); messages are no table and have a count of their own. */
const silent: ReadonlySet<string> = new Set(['session', 'message', 'event', 'user', 'secret']);

/** Not in the database's file: gone after a restart of the coordinator's xapi, and nobody is told (xapi.md 0.7). */
const memoryOnly: ReadonlySet<string> = new Set(['task', 'VIF_metrics', 'VBD_metrics']);

export interface EventBatch {
  readonly events: readonly WireStruct[];
  readonly token: EventToken;
}

class EventJournal {
  readonly queue = new EventQueue();
  readonly #objects = new Ledger();
  readonly #messages = new Ledger();
  #life: AbortSignal;
  #hasLooked = false;

  constructor(private readonly world: World) {
    this.#life = world.coordinatorLife;
  }

  /** Everything wanted that is newer than the token. */
  read(wanted: readonly Subscription[], token: EventToken): EventBatch {
    this.#refresh((className) => isWantedTable(wanted, className));
    const objects = this.#objects.since(token.objects).filter(({ className, ref }) => isWanted(wanted, className, ref));
    const messages = isWantedTable(wanted, 'message') ? this.#messages.since(token.messages) : [];
    const heard = messages.filter(({ className, ref }) => isWanted(wanted, className, ref));
    return {
      // Newest kind first: messages, additions, changes, deletions, as xapi piles them up.
      events: [...heard.map((change) => [change, 0] as const), ...byKind(objects)].map(([change, id]) =>
        eventRecord(change, id, '0.0'),
      ),
      token: {
        objects: objects.reduce((last, { generation }) => Math.max(last, generation), token.objects),
        messages: isWantedTable(wanted, 'message') ? this.#messages.generation : 0,
      },
    };
  }

  /** Live objects of each class, for clients to notice what they missed. */
  counts(): Readonly<Record<string, bigint>> {
    const counts = this.#classes().map((name) => [name.toLowerCase(), entitiesOf(this.world, name).length] as const);
    const all = [...counts, ['session', this.world.state.sessions.size] as const];
    return Object.fromEntries(all.map(([name, count]) => [name, BigInt(count)]));
  }

  /** Makes an event about an object that has not changed; the token is from just before it. @throws XapiFailure HANDLE_INVALID */
  inject(className: string, ref: Ref): string {
    this.refresh();
    const change = this.#objects.touch(className, ref);
    if (change === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
    this.#queue([change]);
    return formatToken({ objects: change.generation - 1, messages: 0 });
  }

  /** Looks at the whole pool and notes what has changed since the last look. */
  refresh(): void {
    this.#refresh(() => true);
  }

  /**
   * What nobody asks for may be looked at later, once there was a first look at everything: what is then found changed counts
   * as changed by then, which whoever had not asked for it cannot tell.
   */
  #refresh(isAskedFor: (className: string) => boolean): void {
    this.world.settle();
    if (this.#life !== this.world.coordinatorLife) {
      this.#life = this.world.coordinatorLife;
      this.#objects.restart(memoryOnly);
      this.#messages.restart(memoryOnly);
    }
    this.queue.keepOnly((session) => this.world.state.sessions.has(session));
    const every = !this.#hasLooked || this.queue.isHeard;
    this.#hasLooked = true;
    const classes = every ? this.#classes() : this.#classes().filter((name) => isAskedFor(name.toLowerCase()));
    this.#queue(
      this.#objects.compare(
        classes,
        classes.flatMap((name) => this.#present(name)),
      ),
    );
    if (every || isAskedFor('message')) this.#queue(this.#messages.compare(['message'], this.#present('message')));
  }

  #queue(changes: readonly LedgerChange[]): void {
    const timestamp = `${Math.floor(this.world.now() / 1000)}.`;
    for (const change of changes) {
      this.queue.add(change.className, change.ref, (id) => eventRecord(change, id, timestamp));
    }
  }

  #classes(): readonly RecordClass[] {
    const { running } = this.world.state.coordinator;
    return Object.entries(classFacts)
      .filter(([name, { since }]) => !silent.has(name) && isPresentSince(since, running))
      .map(([name]) => name)
      .filter(isRecordClass);
  }

  #present(className: RecordClass): readonly LedgerObject[] {
    const { running } = this.world.state.coordinator;
    const records = wireRecords(this.world, className, running);
    // A record of the wire is made anew only when something in it has changed.
    return Object.entries(records).flatMap(([ref, record]) => (isStruct(record) ? [{ className, ref, record }] : []));
  }
}

const journals = new WeakMap<World, EventJournal>();

export function journalOf(world: World): EventJournal {
  const journal = journals.get(world) ?? new EventJournal(world);
  journals.set(world, journal);
  return journal;
}

function byKind(changes: readonly LedgerChange[]): readonly (readonly [LedgerChange, number])[] {
  return changes.toReversed().map((change) => [change, change.generation] as const);
}

function isWantedTable(wanted: readonly Subscription[], className: string): boolean {
  return wanted.some((subscription) => subscription.className === null || subscription.className === className);
}
