/** The calls that xapi generates for each class: getters of records and fields, and the helpers of the other_config map. */
import { classFacts, isRecordClass, type ClassFact } from '../records/classes.js';
import { recordTables, type RecordClass } from '../records/record-tables.js';
import type { CallFact, ParameterFact } from './call-table.js';

/** The fact of a generated call, or undefined when the name is none. */
export function generatedCall(name: string): CallFact | undefined {
  const dot = name.indexOf('.');
  const className = name.slice(0, dot);
  if (!isRecordClass(className)) return undefined;
  const facts = classFacts[className];
  const message = name.slice(dot + 1);
  return (
    objectGetter(className, facts, message) ??
    fieldGetter(className, facts, message) ??
    otherConfigHelper(className, facts, message)
  );
}

function objectGetter(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  if (facts.getters === 'explicit') return undefined;
  switch (message) {
    case 'get_record':
      return read(facts, [selfOf(className)], `${className} record`);
    case 'get_by_uuid':
      return read(facts, [{ name: 'uuid', type: 'string' }], `${className} ref`);
    case 'get_by_name_label':
      return facts.byNameLabel === true
        ? read(facts, [{ name: 'label', type: 'string' }], `${className} ref set`)
        : undefined;
    default:
      return facts.getters === 'full' ? listGetter(className, facts, message) : undefined;
  }
}

function listGetter(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  const records = `(${className} ref -> ${className} record) map`;
  switch (message) {
    case 'get_all':
      return read(facts, [], `${className} ref set`);
    case 'get_all_records':
      return read(facts, [], records);
    // Not in the published model, and answered by every release: xapi.md 1.1.
    case 'get_all_records_where':
      return read(facts, [{ name: 'expr', type: 'string' }], records);
    default:
      return undefined;
  }
}

function fieldGetter(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  if (facts.getters === 'explicit' || !message.startsWith('get_')) return undefined;
  const field = fieldOf(className, message.slice('get_'.length));
  if (field === undefined) return undefined;
  return read(field.since === undefined ? facts : { since: field.since }, [selfOf(className)], field.type);
}

function otherConfigHelper(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  const field = fieldOf(className, 'other_config');
  if (facts.otherConfigRole === undefined || field === undefined) return undefined;
  const parameters = otherConfigParameters(message, field.type);
  if (parameters === undefined) return undefined;
  const since = field.since ?? facts.since;
  return {
    parameters: [selfOf(className), ...parameters],
    result: 'void',
    role: facts.otherConfigRole,
    async: false,
    ...(since === undefined ? {} : { since }),
  };
}

function otherConfigParameters(message: string, mapType: string): readonly ParameterFact[] | undefined {
  const key: ParameterFact = { name: 'key', type: 'string' };
  switch (message) {
    case 'add_to_other_config':
      return [key, { name: 'value', type: 'string' }];
    case 'remove_from_other_config':
      return [key];
    case 'set_other_config':
      return [{ name: 'value', type: mapType }];
    default:
      return undefined;
  }
}

function fieldOf(className: RecordClass, name: string): { readonly type: string; readonly since?: string } | undefined {
  const table = recordTables[className];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function selfOf(className: RecordClass): ParameterFact {
  return { name: 'self', type: `${className} ref` };
}

function read(facts: { readonly since?: string }, parameters: readonly ParameterFact[], result: string): CallFact {
  return {
    parameters,
    result,
    role: 'read-only',
    async: false,
    ...(facts.since === undefined ? {} : { since: facts.since }),
  };
}
