/** Records as a release shows them: exactly its fields, with the data model's defaults where this simulator models nothing. */
import { recordFields, type RecordFields } from '../../releases/records/record-fields.js';
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { ApiLevel } from '../../releases/since.js';
import type { WireType } from '../../releases/wire-types.js';
import { nullRef, type Entity, type Ref } from '../state/objects.js';
import type { World } from '../world.js';
import { WireDateTime, type WireStruct, type WireValue } from '../wire/wire-value.js';
import { certificateSource } from './certificate-record.js';
import { hostMetricsSource, hostSource } from './host-record.js';
import { messageSource, sessionSource, taskSource } from './memory-records.js';
import { networkSource, pifSource } from './network-records.js';
import { poolSource } from './pool-record.js';
import { erase, type ErasedSource } from './record-builder.js';
import { pbdSource, srSource, vbdSource, vdiSource } from './storage-records.js';
import { vmSource } from './vm-record.js';

const none: ErasedSource = { list: () => [], find: () => undefined, fields: () => undefined, all: () => [] };

/** A class without objects here is still a class: its lists are empty. */
const sources: Readonly<Partial<Record<RecordClass, ErasedSource>>> = {
  session: erase(sessionSource),
  pool: erase(poolSource),
  host: erase(hostSource),
  host_metrics: erase(hostMetricsSource),
  VM: erase(vmSource),
  VBD: erase(vbdSource),
  VDI: erase(vdiSource),
  SR: erase(srSource),
  PBD: erase(pbdSource),
  PIF: erase(pifSource),
  network: erase(networkSource),
  task: erase(taskSource),
  message: erase(messageSource),
  Certificate: erase(certificateSource),
};

export function entitiesOf(world: World, className: RecordClass): readonly Entity[] {
  return (sources[className] ?? none).list(world);
}

export function findEntity(world: World, className: RecordClass, ref: Ref): Entity | undefined {
  return (sources[className] ?? none).find(world, ref);
}

/** The fields that are modelled, by class: for the check that none of them is misspelt. */
export function knownFields(world: World): readonly (readonly [RecordClass, readonly string[]])[] {
  const classes = Object.entries(sources) as [RecordClass, ErasedSource][];
  return classes.map(([className, source]) => {
    const [first] = source.list(world);
    return [className, first === undefined ? [] : Object.keys(source.fields(world, first.ref) ?? {})];
  });
}

/** The record, or undefined when the object is gone. */
export function wireRecord(world: World, className: RecordClass, ref: Ref, level: ApiLevel): WireStruct | undefined {
  const known = (sources[className] ?? none).fields(world, ref);
  const fields: RecordFields | undefined = recordFields(className, level);
  return known === undefined || fields === undefined ? undefined : shownFields(known, fields);
}

/** Every record of a class, by reference. */
export function wireRecords(world: World, className: RecordClass, level: ApiLevel): WireStruct {
  const fields = recordFields(className, level);
  const records: Record<string, WireValue> = {};
  if (fields === undefined) return records;
  for (const [ref, known] of (sources[className] ?? none).all(world)) records[ref] = shownFields(known, fields);
  return records;
}

/** A spread of the defaults keeps all records of a class in one shape, which is what makes a pool of many hosts quick. */
function shownFields(known: WireStruct, fields: RecordFields): WireStruct {
  const defaults = defaultsOf(fields);
  const shown: Record<string, WireValue> = { ...defaults };
  for (const [name, value] of Object.entries(known)) if (name in defaults) shown[name] = copied(value);
  return shown;
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
function isList(value: WireValue): value is readonly WireValue[] {
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
    case 'string':
    case 'enum':
    case 'void':
    case 'event-batch':
      return '';
  }
}
