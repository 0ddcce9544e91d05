/** Records as a release shows them: exactly its fields, with the data model's defaults where this simulator models nothing. */
import { recordFields } from '../../releases/records/record-fields.js';
import { recordClasses } from '../../releases/records/classes.js';
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { ApiLevel } from '../../releases/since.js';
import { completedSource } from '../inventory/completed-source.js';
import type { Entity, Ref } from '../state/objects.js';
import type { World } from '../world.js';
import type { WireStruct, WireValue } from '../wire/wire-value.js';
import { certificateSource } from './certificate-record.js';
import { deviceSources } from './device-records.js';
import { guestSources } from './guest-records.js';
import { hostMetricsSource, hostSource } from './host-record.js';
import { messageSource, sessionSource, taskSource } from './memory-records.js';
import { networkSource, pifMetricsSource, pifSource } from './network-records.js';
import { poolSource } from './pool-record.js';
import { erase, type ErasedSource } from './record-builder.js';
import { shownRecord, type ShownRecords } from './shown-record.js';
import { pbdSource, srSource, vbdSource, vdiSource } from './storage-records.js';
import { vmSource } from './vm-record.js';

/** What the rules of the simulator move. */
const ruledSources: Readonly<Partial<Record<RecordClass, ErasedSource>>> = {
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
  ...guestSources,
  ...deviceSources,
};

/** A class without objects here is still a class: its lists are empty. */
const sources = Object.fromEntries(
  recordClasses.map((className) => [className, completedSource(ruledSources, className)]),
) as Readonly<Record<RecordClass, ErasedSource>>;

export function entitiesOf(world: World, className: RecordClass): readonly Entity[] {
  return sources[className].list(world);
}

export function findEntity(world: World, className: RecordClass, ref: Ref): Entity | undefined {
  return sources[className].find(world, ref);
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
  const known = sources[className].fields(world, ref);
  const fields = recordFields(className, level);
  if (known === undefined || fields === undefined) return undefined;
  return shownRecord(shownIn(world, className), ref, known, fields);
}

/** Every record of a class, by reference. */
export function wireRecords(world: World, className: RecordClass, level: ApiLevel): WireStruct {
  const fields = recordFields(className, level);
  const records: Record<string, WireValue> = {};
  if (fields === undefined) return records;
  const shown = shownIn(world, className);
  for (const [ref, known] of sources[className].all(world)) records[ref] = shownRecord(shown, ref, known, fields);
  for (const ref of shown.keys()) if (!(ref in records)) shown.delete(ref);
  return records;
}

function emptyRecords(): ShownRecords {
  return new Map();
}

const shownByWorld = new WeakMap<World, Map<RecordClass, ShownRecords>>();

function shownIn(world: World, className: RecordClass): ShownRecords {
  const classes = shownByWorld.get(world) ?? new Map<RecordClass, ShownRecords>();
  shownByWorld.set(world, classes);
  const shown = classes.get(className) ?? emptyRecords();
  classes.set(className, shown);
  return shown;
}
