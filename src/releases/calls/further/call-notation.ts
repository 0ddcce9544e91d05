/** Calls written on one line each, for those of which no more than the form is needed. */
import { formatWireType, parseWireType } from '../../wire-types.js';
import { roles, type CallFact, type ParameterDefault, type ParameterFact, type Role } from '../call-table.js';

/**
 * By wire name: `pool-operator async (self: VM ref, value?: bool) -> void since 6.1 removed 8.0`. A question mark stands for
 * an optional parameter, `no-session` for a call whose first argument is no session.
 */
export type CallNotations = Readonly<Record<string, string>>;

const form =
  /^([\w-]+)( async)?( no-session)? \((.*)\) -> (.*?)(?: since ((?:xapi )?\S+))?(?: removed ((?:xapi )?\S+))?$/;

/** @throws TypeError for a notation that cannot be read */
export function parseCallNotation(notation: string): CallFact {
  const [, role, asynchronous, withoutSession, parameters = '', result = '', since, removed] =
    form.exec(notation) ?? [];
  if (role === undefined || !isRole(role)) throw new TypeError(`not a call of the data model: ${notation}`);
  return {
    parameters: parameters === '' ? [] : parameters.split(', ').map(parseParameter),
    result,
    role,
    async: asynchronous !== undefined,
    ...(since === undefined ? {} : { since }),
    ...(removed === undefined ? {} : { removed }),
    ...(withoutSession === undefined ? {} : { session: false }),
  };
}

function parseParameter(text: string): ParameterFact {
  const [, name, optional, type] = /^(\w+)(\?)?: (.+)$/.exec(text) ?? [];
  if (name === undefined || type === undefined) throw new TypeError(`not a parameter of the data model: ${text}`);
  return { name, type, ...(optional === undefined ? {} : { default: neutral(type) }) };
}

/** Stands for the default of a parameter, which the published model leaves out: nobody carries these calls out. */
function neutral(notation: string): ParameterDefault {
  const type = parseWireType(notation);
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
    case 'float':
      return 0;
    case 'set':
      return [];
    case 'map':
      return {};
    case 'ref':
      return 'OpaqueRef:NULL';
    case 'datetime':
      return '19700101T00:00:00Z';
    case 'string':
    case 'enum':
    case 'option':
      return '';
    case 'record':
    case 'void':
    case 'event-batch':
      throw new TypeError(`no neutral value for ${formatWireType(type)}`);
  }
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
