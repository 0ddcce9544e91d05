/** Changes the records in a reply, whichever of the three calls for records it answers. */
import { isStruct, type Reply, type WireStruct, type WireValue } from '../wire/wire-value.js';

export function without(record: WireStruct, field: string): WireStruct {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
}

type Change = (record: WireStruct) => WireStruct;

export function changeRecords(className: string, method: string, reply: Reply, change: Change): Reply {
  if (reply.Status !== 'Success' || !isStruct(reply.Value)) return reply;
  if (method === `${className}.get_record`) return { Status: 'Success', Value: change(reply.Value) };
  if (!method.startsWith(`${className}.get_all_records`)) return reply;
  const changed = Object.entries(reply.Value).map(([ref, record]): [string, WireValue] => [
    ref,
    isStruct(record) ? change(record) : record,
  ]);
  return { Status: 'Success', Value: Object.fromEntries(changed) };
}
