/** A call under way, and its arguments by name: what the handlers of all calls work with. */
import type { CallSignature } from '../../releases/calls/call-signature.js';
import type { Entity, Host, Ref, Session, Task, Vm } from '../state/objects.js';
import { isStruct, WireDateTime, type WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { coerce } from './coerce.js';

export class Call {
  readonly #values = new Map<string, WireValue>();
  #operation: Ref | undefined;

  /** @throws XapiFailure FIELD_TYPE_ERROR */
  constructor(
    readonly world: World,
    readonly receiver: Host,
    readonly signature: CallSignature,
    given: readonly WireValue[],
    /** Null for the calls that need none. */
    readonly session: Session | null,
    /** Set for the Async. form. */
    readonly task: Task | null,
    /** Aborted when the coordinator goes down or the task is cancelled. */
    readonly signal: AbortSignal,
  ) {
    signature.parameters.forEach((parameter, index) => {
      const value = given[index] ?? defaultValue(parameter.default);
      this.#values.set(parameter.name, coerce(parameter.name, parameter.type, value));
    });
  }

  /** The argument as it came, in one form. */
  value(name: string): WireValue {
    return this.#values.get(name) ?? null;
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (typeof value !== 'string') throw new Error(`${this.signature.name} has no text ${name}`);
    return value;
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  number(name: string): number {
    return Number(this.#values.get(name));
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  map(name: string): Record<string, string> {
    const value = this.#values.get(name) ?? null;
    if (!isStruct(value)) throw new Error(`${this.signature.name} has no map ${name}`);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)]),
    );
  }

  texts(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value.map(String) : [];
  }

  date(name: string): WireDateTime {
    const value = this.#values.get(name);
    if (!(value instanceof WireDateTime)) throw new Error(`${this.signature.name} has no date ${name}`);
    return value;
  }

  host(name: string): Host {
    return this.entity(name, 'host', this.world.state.hosts);
  }

  vm(name: string): Vm {
    return this.entity(name, 'VM', this.world.state.vms);
  }

  /** The object an argument refers to. @throws XapiFailure HANDLE_INVALID */
  entity<Item extends Entity>(name: string, className: string, items: ReadonlyMap<Ref, Item>): Item {
    const ref = this.text(name);
    const item = items.get(ref);
    if (item === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
    return item;
  }

  /** The key under which current_operations lists this call: xapi makes a task for the synchronous form as well. */
  get operationRef(): Ref {
    this.#operation ??= this.task?.ref ?? this.world.state.newEntity().ref;
    return this.#operation;
  }
}

export type Handler = (call: Call) => Promise<WireValue> | WireValue;
export type Handlers = Readonly<Record<string, Handler>>;

/** How a void result travels. */
export const nothing = '';

function defaultValue(value: unknown): WireValue {
  if (value === undefined) throw new Error('a required argument is missing');
  return value as WireValue;
}
