/** The calls that xapi generates for each class: getters of records and fields, setters, constructors and destructors. */
import { classFacts, isRecordClass, type ClassFact } from '../records/classes.js';
import type { FieldFact } from '../records/field-table.js';
import { recordTables, type RecordClass } from '../records/record-tables.js';
import type { Since } from '../since.js';
import type { CallFact, ParameterFact, Role } from './call-table.js';
import { formatWireType, parseWireType } from '../wire-types.js';

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
    fieldSetter(className, facts, message) ??
    lifeCall(className, facts, message)
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
  const role = field.getter ?? facts.getterRole ?? 'read-only';
  return call(field, facts, { parameters: [selfOf(className)], result: field.type, role, async: false });
}

/** `set_` of every writable field; `add_to_` and `remove_from_` of every writable map, `add_` and `remove_` of every set. */
function fieldSetter(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  const [, kind = '', name = ''] = /^(set|add_to|remove_from|add|remove)_(.+)$/.exec(message) ?? [];
  const field = fieldOf(className, name);
  if (field?.setter === undefined) return undefined;
  const parameters = setterParameters(kind, field.type);
  if (parameters === undefined) return undefined;
  const all = [selfOf(className), ...parameters];
  return call(field, facts, { parameters: all, result: 'void', role: field.setter, async: false });
}

function setterParameters(kind: string, type: string): readonly ParameterFact[] | undefined {
  if (kind === 'set') return [{ name: 'value', type }];
  const parsed = parseWireType(type);
  const ofSet = kind === 'add' || kind === 'remove';
  if (parsed.kind === 'set' && ofSet) return [{ name: 'value', type: formatWireType(parsed.of) }];
  if (parsed.kind !== 'map' || ofSet) return undefined;
  const key: ParameterFact = { name: 'key', type: formatWireType(parsed.key) };
  return kind === 'add_to' ? [key, { name: 'value', type: formatWireType(parsed.value) }] : [key];
}

/** `create` takes a whole record; both have Async. forms. */
function lifeCall(className: RecordClass, facts: ClassFact, message: string): CallFact | undefined {
  if (message === 'create' && facts.constructorRole !== undefined) {
    const parameters = [{ name: 'args', type: `${className} record` }];
    return call(facts, facts, { parameters, result: `${className} ref`, role: facts.constructorRole, async: true });
  }
  if (message === 'destroy' && facts.destructorRole !== undefined) {
    const parameters = [selfOf(className)];
    return call(facts, facts, { parameters, result: 'void', role: facts.destructorRole, async: true });
  }
  return undefined;
}

function fieldOf(className: RecordClass, name: string): FieldFact | undefined {
  const table = recordTables[className];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function selfOf(className: RecordClass): ParameterFact {
  return { name: 'self', type: `${className} ref` };
}

function read(facts: ClassFact, parameters: readonly ParameterFact[], result: string): CallFact {
  const role: Role = facts.getterRole ?? 'read-only';
  return call(facts, facts, { parameters, result, role, async: false });
}

/** There since its field is, else since its class; removed with the field it is about, or as a call about whole objects. */
function call(
  about: { readonly since?: Since; readonly removed?: Since },
  facts: ClassFact,
  fact: Omit<CallFact, 'since' | 'removed'>,
): CallFact {
  const since = about.since ?? facts.since;
  const { removed } = about;
  return { ...fact, ...(since === undefined ? {} : { since }), ...(removed === undefined ? {} : { removed }) };
}
