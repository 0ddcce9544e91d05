/** What was read of a real pool and does not change in its twin: shown as it was, for whoever looks for it. */
import { isRecordClass } from '../../releases/records/classes.js';
import { recordTables, type RecordClass } from '../../releases/records/record-tables.js';
import { parseWireType } from '../../releases/wire-types.js';
import type { PoolState } from '../state/pool-state.js';
import { fromPlain, WireDateTime, type WireValue } from '../wire/wire-value.js';
import { livingFields } from './living-fields.js';
import { recordsOf, redacted, type PlainRecord, type PoolRecords, type RecordValue } from './pool-records.js';

/**
 * @param rebuilt classes whose objects are in the state as well, which says which of them there are; of all others the
 * inventory has every object
 */
export function keepOriginals(state: PoolState, records: PoolRecords, rebuilt: readonly string[]): void {
  for (const className of Object.keys(records.classes)) {
    if (!isRecordClass(className)) continue;
    if (rebuilt.includes(className)) keepFields(state, className, records);
    else keepObjects(state, className, records);
  }
}

function keepFields(state: PoolState, className: RecordClass, records: PoolRecords): void {
  const living = livingFields[className] ?? [];
  for (const [ref, record] of Object.entries(recordsOf(records, className))) {
    for (const [field, value] of shownFields(className, record)) {
      if (!living.includes(field)) state.inventory.write(ref, field, value);
    }
  }
}

function keepObjects(state: PoolState, className: RecordClass, records: PoolRecords): void {
  state.inventory.holdAll(className);
  for (const [ref, record] of Object.entries(recordsOf(records, className))) {
    const uuid = typeof record['uuid'] === 'string' ? record['uuid'] : '';
    state.inventory.add(className, { ref, uuid }, Object.fromEntries(shownFields(className, record)));
  }
}

/** What was redacted is shown as such where it is text, and as nothing where it cannot be. */
function shownFields(className: RecordClass, record: PlainRecord): readonly (readonly [string, WireValue])[] {
  return Object.entries(record).flatMap(([field, value]) => {
    const notation = recordTables[className][field]?.type;
    if (notation === undefined) return [];
    const { kind } = parseWireType(notation);
    if (value === redacted && kind !== 'string') return [];
    return [[field, onWire(value, kind)] as const];
  });
}

function onWire(value: RecordValue, kind: string): WireValue {
  return kind === 'datetime' && typeof value === 'string' ? new WireDateTime(value) : fromPlain(value);
}
