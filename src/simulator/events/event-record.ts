/** An event as it travels: class in lower case, every number as text, the whole record of what is not deleted (event_types.ml). */
import type { RecordClass } from '../../releases/records/record-tables.js';
import { wireRecord } from '../records/wire-record.js';
import type { WireStruct } from '../wire/wire-value.js';
import type { World } from '../world.js';
import type { LedgerChange } from './ledger.js';

/** Undefined when the object has gone meanwhile and no snapshot can be taken: xapi leaves such an event out. */
export function eventRecord(world: World, change: LedgerChange, id: number, timestamp: string): WireStruct | undefined {
  const head = {
    id: String(id),
    timestamp,
    class: change.className.toLowerCase(),
    operation: change.operation,
    ref: change.ref,
  };
  if (change.operation === 'del') return head;
  const { running } = world.state.coordinator;
  const snapshot = wireRecord(world, change.className as RecordClass, change.ref, running);
  return snapshot === undefined ? undefined : { ...head, snapshot };
}
