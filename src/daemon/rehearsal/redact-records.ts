/** Takes everything out of records that may be a secret, by the type that the data model gives each field. */
import { recordTables, type RecordClass } from '../../releases/records/record-tables.js';
import { parseWireType, type WireType } from '../../releases/wire-types.js';
import {
  redacted,
  type PlainRecord,
  type RecordsOfClass,
  type RecordValue,
} from '../../simulator/twin/pool-records.js';
import { plainKeys, plainMaps, plainTexts } from './plain-fields.js';

export function redactRecords(className: RecordClass, records: RecordsOfClass): RecordsOfClass {
  return Object.fromEntries(Object.entries(records).map(([ref, record]) => [ref, redactRecord(className, record)]));
}

function redactRecord(className: RecordClass, record: PlainRecord): PlainRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, redactField(className, name, value)] as const),
  );
}

/** A field that the data model does not have (yet) may be anything. */
function redactField(className: RecordClass, name: string, value: RecordValue): RecordValue {
  const notation = recordTables[className][name]?.type;
  if (notation === undefined) return value === '' ? '' : redacted;
  const type = parseWireType(notation);
  if (type.kind === 'map' && isMap(value)) return redactMap(name, type.value, value);
  const harmless = isHarmless(type.kind === 'set' || type.kind === 'option' ? type.of : type);
  return harmless || plainTexts.has(name) ? value : emptyOr(value);
}

/** Keys say what is configured, values may say how one gets in. */
function redactMap(
  name: string,
  type: WireType,
  map: Readonly<Record<string, RecordValue>>,
): Readonly<Record<string, RecordValue>> {
  if (plainMaps.has(name) || isHarmless(type)) return map;
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, isPlainKey(key) ? value : emptyOr(value)] as const),
  );
}

function isPlainKey(key: string): boolean {
  return plainKeys.some((pattern) => pattern.test(key));
}

function isHarmless(type: WireType): boolean {
  return ['int', 'float', 'bool', 'datetime', 'ref', 'enum'].includes(type.kind);
}

/** That there is nothing is worth knowing, and gives nothing away. */
function emptyOr(value: RecordValue): RecordValue {
  if (Array.isArray(value)) return value.length === 0 ? value : redacted;
  return value === '' ? '' : redacted;
}

function isMap(value: RecordValue): value is Readonly<Record<string, RecordValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
