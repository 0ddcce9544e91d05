/** The setters that xapi generates for each writable field: what is written is shown from then on. */
import { isRecordClass } from '../../releases/records/classes.js';
import { recordTables, type RecordClass } from '../../releases/records/record-tables.js';
import { findEntity, wireRecord } from '../records/wire-record.js';
import { isStruct, WireDateTime, type WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { nothing, type Call, type Handler } from '../dispatch/call.js';

/** Undefined for what is no setter. Fields that rules go by have handlers of their own, which come first. */
export function setterHandler(name: string): Handler | undefined {
  const [, className = '', kind = '', field = ''] =
    /^(\w+)\.(set|add_to|remove_from|add|remove)_(.+)$/.exec(name) ?? [];
  if (!isRecordClass(className) || recordTables[className][field]?.setter === undefined) return undefined;
  const change = changes[kind];
  return change === undefined ? undefined : (call) => write(call, className, field, change);
}

type Change = (call: Call, place: { className: RecordClass; field: string; ref: string }, old: WireValue) => WireValue;

const changes: Readonly<Record<string, Change>> = {
  set: (call) => asShown(call.value('value')),
  add: (call, _place, old) => [...withoutItem(old, call.value('value')), asShown(call.value('value'))],
  remove: (call, _place, old) => withoutItem(old, call.value('value')),
  add_to: (call, { className, field, ref }, value) => {
    const old = isStruct(value) ? value : {};
    const key = call.text('key');
    if (key in old) throw XapiFailure.of('MAP_DUPLICATE_KEY', className, field, ref, key);
    return { ...old, [key]: asShown(call.value('value')) };
  },
  remove_from: (call, _place, old) =>
    Object.fromEntries(Object.entries(isStruct(old) ? old : {}).filter(([key]) => key !== call.text('key'))),
};

/** A set holds nothing twice. */
function withoutItem(set: WireValue, item: WireValue): readonly WireValue[] {
  const gone = asShown(item);
  const members: readonly WireValue[] = Array.isArray(set) ? set : [];
  return members.filter((member) => member !== gone);
}

function write(call: Call, className: RecordClass, field: string, change: Change): WireValue {
  const ref = call.text('self');
  const { world } = call;
  if (findEntity(world, className, ref) === undefined) throw XapiFailure.of('HANDLE_INVALID', className, ref);
  const old = wireRecord(world, className, ref, call.receiver.running)?.[field] ?? null;
  world.state.inventory.write(ref, field, change(call, { className, field, ref }, old));
  return nothing;
}

/** Ints are shown as digits. */
function asShown(value: WireValue): WireValue {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof WireDateTime || !isStruct(value)) {
    return Array.isArray(value) ? value.map((item: WireValue) => asShown(item)) : value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asShown(item)]));
}
