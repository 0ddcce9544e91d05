/** `system.listMethods`: every call that a release has, by which clients find out what classes there are. */
import { callSignature, callTable } from '../../releases/calls/call-signature.js';
import { classFacts } from '../../releases/records/classes.js';
import { recordTables } from '../../releases/records/record-tables.js';
import type { ApiLevel } from '../../releases/since.js';

const objectGetters = [
  'get_all',
  'get_all_records',
  'get_all_records_where',
  'get_record',
  'get_by_uuid',
  'get_by_name_label',
];
const otherConfig = ['set_other_config', 'add_to_other_config', 'remove_from_other_config'];

export function methodNames(level: ApiLevel): readonly string[] {
  const generated = Object.keys(classFacts).flatMap((className) =>
    messagesOf(className).map((message) => `${className}.${message}`),
  );
  return [...new Set([...Object.keys(callTable), ...generated])].filter(
    (name) => callSignature(name, level) !== undefined,
  );
}

function messagesOf(className: string): readonly string[] {
  const fields = Object.keys(recordTables[className as keyof typeof recordTables]);
  return [...objectGetters, ...fields.map((field) => `get_${field}`), ...otherConfig];
}
