/** The calls that xapi generates for each class: lists, records, look-ups and field getters. */
import type { RecordClass } from '../../releases/records/record-tables.js';
import { isRecordClass } from '../../releases/records/classes.js';
import { entitiesOf, findEntity, wireRecord, wireRecords } from '../records/wire-record.js';
import type { Entity } from '../state/objects.js';
import { isStruct, type WireStruct, type WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import type { Call, Handler } from '../dispatch/call.js';

export function generatedHandler(name: string): Handler | undefined {
  const dot = name.indexOf('.');
  const className = name.slice(0, dot);
  const message = name.slice(dot + 1);
  if (!isRecordClass(className) || !message.startsWith('get_')) return undefined;
  return (call) => read(call, className, message);
}

function read(call: Call, className: RecordClass, message: string): WireValue {
  switch (message) {
    case 'get_all':
      return entitiesOf(call.world, className).map((entity) => entity.ref);
    case 'get_all_records':
      return wireRecords(call.world, className, call.receiver.running);
    case 'get_all_records_where':
      return records(call, className, filterOf(call.text('expr')));
    case 'get_record':
      return record(call, className, call.text('self'));
    case 'get_by_uuid':
      return byUuid(call, className).ref;
    case 'get_by_name_label':
      return byNameLabel(call, className);
    default:
      return field(call, className, message.slice('get_'.length));
  }
}

function records(call: Call, className: RecordClass, wanted: (record: WireStruct) => boolean): WireStruct {
  const all = wireRecords(call.world, className, call.receiver.running);
  return Object.fromEntries(Object.entries(all).filter(([, found]) => isStruct(found) && wanted(found)));
}

export function record(call: Call, className: RecordClass, ref: string): WireStruct {
  const found = wireRecord(call.world, className, ref, call.receiver.running);
  if (found === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
  return found;
}

function byUuid(call: Call, className: RecordClass): Entity {
  const uuid = call.text('uuid');
  const found = entitiesOf(call.world, className).find((entity) => entity.uuid === uuid);
  if (found === undefined) throw XapiFailure.of('UUID_INVALID', className, uuid);
  return found;
}

function byNameLabel(call: Call, className: RecordClass): WireValue {
  const label = call.text('label');
  return entitiesOf(call.world, className)
    .filter((entity) => record(call, className, entity.ref)['name_label'] === label)
    .map((entity) => entity.ref);
}

function field(call: Call, className: RecordClass, name: string): WireValue {
  const ref = call.text('self');
  if (findEntity(call.world, className, ref) === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
  const value = record(call, className, ref)[name];
  if (value === undefined) throw XapiFailure.of('MESSAGE_METHOD_UNKNOWN', call.signature.name);
  return value;
}

/** The forms of xapi's filter language that clients use: `true`, and `field "a"="b"`; nothing else is understood. */
function filterOf(expression: string): (record: WireStruct) => boolean {
  if (expression === 'true') return () => true;
  const [, name, value] = /^field "(\w+)"\s*=\s*"(.*)"$/.exec(expression.trim()) ?? [];
  if (name === undefined || value === undefined) throw XapiFailure.of('INTERNAL_ERROR', `cannot parse ${expression}`);
  return (found) => asText(found[name]) === value;
}

function asText(value: WireValue | undefined): string | undefined {
  return typeof value === 'boolean' || typeof value === 'string' ? String(value) : undefined;
}
