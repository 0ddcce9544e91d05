/**
 * Writes values as JSON by their type in the data model: what XML-RPC carries as digits is a number here (xapi.md 3.2), so
 * the value alone does not tell.
 */
import type { RecordClass } from '../../releases/records/record-tables.js';
import { isRecordClass } from '../../releases/records/classes.js';
import { recordFields } from '../../releases/records/record-fields.js';
import { recordTables } from '../../releases/records/record-tables.js';
import type { ApiLevel } from '../../releases/since.js';
import type { WireType } from '../../releases/wire-types.js';
import { isStruct, WireDateTime, type WireStruct, type WireValue } from './wire-value.js';

/** Without a type, every text stays a text. */
export function writeJson(value: WireValue, level: ApiLevel, type?: WireType): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return type?.kind === 'int' && /^-?\d+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return writeFloat(value);
  if (value instanceof WireDateTime) return JSON.stringify(value.text);
  if (isStruct(value)) return writeMembers(value, level, memberTypes(value, level, type));
  const items: WireType | undefined = type?.kind === 'set' ? type.of : undefined;
  return `[${value.map((item) => writeJson(item, level, items)).join(',')}]`;
}

type MemberType = (name: string) => WireType | undefined;

function writeMembers(value: WireStruct, level: ApiLevel, typeOf: MemberType): string {
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${writeJson(member, level, typeOf(name))}`,
  );
  return `{${members.join(',')}}`;
}

function memberTypes(value: WireStruct, level: ApiLevel, type: WireType | undefined): MemberType {
  if (type?.kind === 'map') return () => type.value;
  if (type?.kind === 'event-batch') return (name) => (name === 'events' ? { kind: 'set', of: event } : undefined);
  if (type?.kind !== 'record') return () => undefined;
  if (type.class === 'event') return snapshotType(value['class']);
  const fields = isRecordClass(type.class) ? recordFields(type.class, level) : undefined;
  return (name) => fields?.get(name);
}

const event: WireType = { kind: 'record', class: 'event' };

/** An event's own numbers are texts on both wires; only its snapshot has ints. */
function snapshotType(className: WireValue | undefined): MemberType {
  const found = classByLowerName.get(typeof className === 'string' ? className : '');
  return (name) => (name === 'snapshot' && found !== undefined ? { kind: 'record', class: found } : undefined);
}

const classByLowerName: ReadonlyMap<string, RecordClass> = new Map(
  Object.keys(recordTables)
    .filter(isRecordClass)
    .map((name) => [name.toLowerCase(), name]),
);

/** A float has a point, whole or not, as xapi's writer has it. */
function writeFloat(value: number): string {
  const shown = String(Number(value.toPrecision(16)));
  return /^-?\d+$/.test(shown) ? `${shown}.0` : shown;
}
