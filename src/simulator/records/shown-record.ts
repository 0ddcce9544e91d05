/**
 * One object's record with the fields of a release. It is made anew only when something in it has changed: a pool of many
 * hosts is read every second, and almost nothing in it changes between two readings.
 */
import type { RecordFields } from '../../releases/records/record-fields.js';
import type { WireType } from '../../releases/wire-types.js';
import { nullRef, type Ref } from '../state/objects.js';
import { WireDateTime, type WireStruct, type WireValue } from '../wire/wire-value.js';

interface Shown {
  readonly fields: RecordFields;
  readonly record: WireStruct;
}

export type ShownRecords = Map<Ref, Shown>;

/** `known` is what this simulator models; everything else has the data model's default. */
export function shownRecord(shown: ShownRecords, ref: Ref, known: WireStruct, fields: RecordFields): WireStruct {
  const last = shown.get(ref);
  if (last?.fields === fields && isUnchanged(known, last.record)) return last.record;
  const record = Object.freeze(withDefaults(known, fields));
  shown.set(ref, { fields, record });
  return record;
}

function isUnchanged(known: WireStruct, record: WireStruct): boolean {
  for (const name of Object.keys(known)) if (name in record && !isSame(known[name], record[name])) return false;
  return true;
}

function isSame(one: WireValue | undefined, other: WireValue | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (one instanceof WireDateTime || other instanceof WireDateTime)
    return one instanceof WireDateTime && other instanceof WireDateTime && one.text === other.text;
  if (isList(one) || isList(other))
    return (
      isList(one) && isList(other) && one.length === other.length && one.every((item, at) => isSame(item, other[at]))
    );
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]));
}

/** A spread of the defaults keeps all records of a class in one shape, which is what makes reading them quick. */
function withDefaults(known: WireStruct, fields: RecordFields): WireStruct {
  const defaults = defaultsOf(fields);
  const record: Record<string, WireValue> = { ...defaults };
  for (const [name, value] of Object.entries(known)) if (name in defaults) record[name] = copied(value);
  return record;
}

const defaultsByFields = new WeakMap<RecordFields, WireStruct>();

function defaultsOf(fields: RecordFields): WireStruct {
  const made =
    defaultsByFields.get(fields) ?? Object.fromEntries([...fields].map(([name, type]) => [name, defaultOf(type)]));
  defaultsByFields.set(fields, made);
  return made;
}

/** A reply must not change when the state does. */
function copied(value: WireValue): WireValue {
  if (typeof value !== 'object' || value === null || value instanceof WireDateTime) return value;
  if (isList(value)) return value.map(copied);
  const copy: Record<string, WireValue> = {};
  for (const [name, item] of Object.entries(value)) copy[name] = copied(item);
  return copy;
}

/** Array.isArray does not narrow a read-only array. */
function isList(value: WireValue | undefined): value is readonly WireValue[] {
  return Array.isArray(value);
}

const longAgo = WireDateTime.at(0);

function defaultOf(type: WireType): WireValue {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
      return '0';
    case 'float':
      return 0;
    case 'datetime':
      return longAgo;
    case 'ref':
      return nullRef;
    case 'set':
      return [];
    case 'map':
    case 'record':
      return {};
    case 'option':
      return null;
    case 'string':
    case 'enum':
    case 'void':
    case 'event-batch':
      return '';
  }
}
