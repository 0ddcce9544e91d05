/** What travels in an XML-RPC value here: xapi's dialect of it, before a schema gives it a meaning. */

/**
 * Integers, references, enumerations and dates are strings, since xapi sends them so; a number is always a float.
 * null is `<nil/>`, which xapi hardly ever sends.
 */
export type WireValue = string | number | boolean | null | readonly WireValue[] | WireStruct;

export interface WireStruct {
  readonly [member: string]: WireValue;
}

/** What a call came back with: xapi reports its own failures inside a successful HTTP reply. */
export type WireReply =
  | { readonly status: 'success'; readonly value: WireValue }
  | { readonly status: 'failure'; readonly code: string; readonly params: readonly string[] };

export function isStruct(value: WireValue | undefined): value is WireStruct {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
