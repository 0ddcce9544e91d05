/** `system.listMethods`: every call that a release has, by which clients find out what classes there are. */
import { callSignature, callTable } from '../../releases/calls/call-signature.js';
import { furtherCalls } from '../../releases/calls/further/further-call.js';
import { recordTables } from '../../releases/records/record-tables.js';
import type { ApiLevel } from '../../releases/since.js';

const objectMessages = [
  'get_all',
  'get_all_records',
  'get_all_records_where',
  'get_record',
  'get_by_uuid',
  'get_by_name_label',
  'create',
  'destroy',
];
const fieldMessages = ['get_', 'set_', 'add_to_', 'remove_from_', 'add_', 'remove_'];

export function methodNames(level: ApiLevel): readonly string[] {
  const names = new Set([...Object.keys(callTable), ...Object.keys(furtherCalls), ...generatedNames]);
  return [...names].filter((name) => callSignature(name, level) !== undefined);
}

/** Names that a generated call may have; which of them exist, the call table knows. */
const generatedNames: readonly string[] = Object.entries(recordTables).flatMap(([className, fields]) =>
  [
    ...objectMessages,
    ...Object.keys(fields).flatMap((field) => fieldMessages.map((prefix) => `${prefix}${field}`)),
  ].map((message) => `${className}.${message}`),
);
