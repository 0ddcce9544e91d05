/** The old way to hear of changes, `event.register` and `event.next`: one queue of events, filled while anybody is registered. */
import type { Ref } from '../state/objects.js';
import type { WireStruct } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { isSame, isWanted, type Subscription } from './subscription.js';

interface Registration {
  lastId: number;
  subscriptions: readonly Subscription[];
}

interface QueuedEvent {
  readonly id: number;
  readonly className: string;
  readonly ref: Ref;
  readonly size: number;
  readonly record: WireStruct;
}

export class EventQueue {
  #id = 0;
  #events: QueuedEvent[] = [];
  #highestForgotten = -1;
  readonly #registrations = new Map<Ref, Registration>();

  /** Events are forgotten, oldest first, beyond this size: the next read of who needed them fails (xapi_event.ml). */
  constructor(private readonly mostBytes = 10_000_000) {}

  /** One higher than the id of the last event. */
  get currentId(): number {
    return this.#id;
  }

  register(session: Ref, added: readonly Subscription[]): void {
    const registration = this.#registrations.get(session) ?? { lastId: this.#id, subscriptions: [] };
    registration.subscriptions = [...added, ...registration.subscriptions];
    this.#registrations.set(session, registration);
  }

  unregister(session: Ref, removed: readonly Subscription[]): void {
    this.register(session, []);
    const registration = this.#registrationOf(session);
    registration.subscriptions = registration.subscriptions.filter(
      (known) => !removed.some((subscription) => isSame(known, subscription)),
    );
  }

  isRegistered(session: Ref): boolean {
    return this.#registrations.has(session);
  }

  get isHeard(): boolean {
    return this.#registrations.size > 0;
  }

  /** Sessions that have ended hear of nothing any more. */
  keepOnly(isAlive: (session: Ref) => boolean): void {
    for (const session of this.#registrations.keys()) if (!isAlive(session)) this.#registrations.delete(session);
  }

  /** Takes an event that some registration wants; the record is made only then. */
  add(className: string, ref: Ref, record: (id: number) => WireStruct): void {
    const wanted = [...this.#registrations.values()].some(({ subscriptions }) =>
      isWanted(subscriptions, className, ref),
    );
    if (!wanted) return;
    const made = record(this.#id);
    this.#events.push({ id: this.#id++, className, ref, size: JSON.stringify(made).length, record: made });
    this.#forgetOldest();
  }

  /** What has come for a session since it read last. @throws XapiFailure EVENTS_LOST */
  read(session: Ref): readonly WireStruct[] {
    const registration = this.#registrationOf(session);
    const from = registration.lastId;
    registration.lastId = this.#id;
    if (this.#highestForgotten >= from) throw XapiFailure.of('EVENTS_LOST');
    return this.#events
      .filter(({ id, className, ref }) => id >= from && isWanted(registration.subscriptions, className, ref))
      .map(({ record }) => record);
  }

  #registrationOf(session: Ref): Registration {
    const registration = this.#registrations.get(session);
    if (registration === undefined) throw XapiFailure.of('SESSION_NOT_REGISTERED', session);
    return registration;
  }

  #forgetOldest(): void {
    let bytes = this.#events.reduce((sum, { size }) => sum + size, 0);
    while (bytes > this.mostBytes) {
      const oldest = this.#events.shift();
      if (oldest === undefined) return;
      bytes -= oldest.size;
      this.#highestForgotten = oldest.id;
    }
  }
}
