/** What travels in XAPI calls and replies, as the simulator sees it; kept apart from the client's own idea of it on purpose. */

/** A point in time on the wire: `20240229T15:07:05Z`, no dashes, UTC. */
export class WireDateTime {
  constructor(readonly text: string) {}

  static at(milliseconds: number): WireDateTime {
    const iso = new Date(Math.max(0, milliseconds)).toISOString();
    return new WireDateTime(`${iso.slice(0, 10).replaceAll('-', '')}T${iso.slice(11, 19)}Z`);
  }
}

export interface WireStruct {
  readonly [name: string]: WireValue;
}

/**
 * Strings, references, enums and ints (as digits) are strings; floats are numbers; `<int>` in a request is a bigint, so
 * that an int sent where a string belongs can be refused.
 */
export type WireValue = string | boolean | number | bigint | null | WireDateTime | readonly WireValue[] | WireStruct;

export function isStruct(value: WireValue): value is WireStruct {
  return typeof value === 'object' && value !== null && !(value instanceof WireDateTime) && !Array.isArray(value);
}

/** A reply's envelope, as XML-RPC carries it inside HTTP 200. */
export type Reply =
  | { readonly Status: 'Success'; readonly Value: WireValue }
  | { readonly Status: 'Failure'; readonly ErrorDescription: readonly string[] };

/** A reply in plain JavaScript, as an in-process client gets it: dates are their wire text. */
export type PlainValue =
  string | boolean | number | null | readonly PlainValue[] | { readonly [name: string]: PlainValue };

export function fromPlain(value: PlainValue): WireValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isPlainList(value)) return value.map(fromPlain);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fromPlain(item)]));
}

export function toPlain(value: WireValue): PlainValue {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof WireDateTime) return value.text;
  if (isWireList(value)) return value.map(toPlain);
  const known = plainOfFrozen.get(value);
  if (known !== undefined) return known;
  const plain: Record<string, PlainValue> = {};
  for (const name of Object.keys(value)) plain[name] = toPlain(value[name] ?? null);
  if (Object.isFrozen(value)) plainOfFrozen.set(value, Object.freeze(plain));
  return plain;
}

/** A frozen record is the same whenever it is asked for, so it is turned into plain values once. */
const plainOfFrozen = new WeakMap<WireStruct, PlainValue>();

function isWireList(value: object): value is readonly WireValue[] {
  return Array.isArray(value);
}

/** Array.isArray does not narrow a read-only array. */
function isPlainList(value: object): value is readonly PlainValue[] {
  return Array.isArray(value);
}
