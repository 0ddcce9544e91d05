/** An event as it travels: class in lower case, every number as text, the whole record of what is not deleted (event_types.ml). */
import type { WireStruct } from '../wire/wire-value.js';
import type { LedgerChange } from './ledger.js';

export function eventRecord(change: LedgerChange, id: number, timestamp: string): WireStruct {
  const { className, operation, ref, record } = change;
  const head = { id: String(id), timestamp, class: className.toLowerCase(), operation, ref };
  return record === undefined ? head : { ...head, snapshot: record };
}
