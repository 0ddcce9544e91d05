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
import { networkSource, pifMetricsSource, pifSource } from './network-records.js';
import { poolSource } from './pool-record.js';
import { erase, type ErasedSource } from './record-builder.js';
import { pbdSource, srSource, vbdSource, vdiSource } from './storage-records.js';
import { vmSource } from './vm-record.js';

const none: ErasedSource = { list: () => [], find: () => undefined, fields: () => undefined };

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
  PIF_metrics: erase(pifMetricsSource),
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
  if (known === undefined || fields === undefined) return undefined;
  return Object.fromEntries([...fields].map(([name, type]) => [name, copied(known[name] ?? defaultOf(type))]));
}

/** A reply must not change when the state does. */
function copied(value: WireValue): WireValue {
  return typeof value === 'object' && value !== null && !(value instanceof WireDateTime)
    ? structuredClone(value)
    : value;
}

function defaultOf(type: WireType): WireValue {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
      return '0';
    case 'float':
      return 0;
    case 'datetime':
      return WireDateTime.at(0);
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
