/**
 * What a call is refused for before anything of it is done, in the order of xapi's generated dispatcher (gen_server.ml): text
 * that is not UTF-8, the count of arguments, their types, the session, a removed method, a missing Async. form, and the role.
 */
import { apiBehaviour } from '../../releases/api-behaviour.js';
import type { CallSignature } from '../../releases/calls/call-signature.js';
import { roles, type Role } from '../../releases/calls/call-table.js';
import type { ApiLevel } from '../../releases/since.js';
import type { Session } from '../state/objects.js';
import type { WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';
import { coerce, WrongType } from './coerce.js';
import { rpcText } from './rpc-text.js';

/** The first argument that holds such a text is shown. @throws XapiFailure INVALID_VALUE */
export function checkTexts(params: readonly WireValue[], level: ApiLevel): void {
  const forbidden = apiBehaviour(level).refusesControlCharacters ? notXmlText : notUtf8;
  for (const param of params) {
    if (forbidden.test(rpcText(param))) {
      throw XapiFailure.of('INVALID_VALUE', 'Invalid UTF-8 string in parameter', rpcText(param));
    }
  }
}

/** Half of a surrogate pair: what no UTF-8 can stand for, and what the transport makes of bytes that are none. */
const notUtf8 = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Encodings.UTF8_XML takes only what XML can carry. */
const notXmlText = new RegExp(`${notUtf8.source}|[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]`);

/**
 * Both numbers are without the session; what is expected is what must be given. A call without even a session has one
 * argument too few. @throws XapiFailure MESSAGE_PARAMETER_COUNT_MISMATCH
 */
export function checkCount(signature: CallSignature, params: readonly WireValue[]): void {
  const given = params.length - (signature.needsSession ? 1 : 0);
  const tooMany = given > signature.parameters.length && !signature.ignoresSurplus;
  if (given >= signature.required && !tooMany) return;
  throw XapiFailure.of('MESSAGE_PARAMETER_COUNT_MISMATCH', signature.name, String(signature.required), String(given));
}

/**
 * Types are looked at before the session is. @throws XapiFailure FIELD_TYPE_ERROR with the parameter's name, later INTERNAL_ERROR
 * with the text of an exception
 */
export function checkTypes(signature: CallSignature, params: readonly WireValue[], level: ApiLevel): void {
  const given = signature.needsSession ? params.slice(1) : params;
  try {
    signature.parameters.slice(0, given.length).forEach(({ name, type }, index) => {
      coerce(name, type, given[index] ?? null);
    });
  } catch (error) {
    if (!(error instanceof WrongType)) throw error;
    throw wrongType(error, level);
  }
}

function wrongType({ parameter, type, value }: WrongType, level: ApiLevel): XapiFailure {
  if (apiBehaviour(level).wrongTypeError === 'FIELD_TYPE_ERROR') return XapiFailure.of('FIELD_TYPE_ERROR', parameter);
  // A text that is no number fails in OCaml's own conversion.
  const text =
    type.kind === 'int' && typeof value === 'string'
      ? 'Int64.of_string'
      : `Expected ${type.kind === 'int' ? 'int64' : type.kind}, got '${rpcText(value)}'`;
  return XapiFailure.of('INTERNAL_ERROR', `Failure("${text}")`);
}

/** @throws XapiFailure Fault: also an error with a description of its own, without a code */
export function checkAsyncForm(signature: CallSignature, asynchronous: boolean): void {
  if (!asynchronous || signature.async) return;
  throw XapiFailure.of('Fault', `No async mode for this operation (rpc: ${signature.name})`);
}

/** Local root passes all. In an Async. form this is the task's error, not the call's. @throws XapiFailure RBAC_PERMISSION_DENIED */
export function checkRole(signature: CallSignature, session: Session | null): void {
  if (session === null || hasRole(session, signature.role)) return;
  const able = roles.filter((role) => role !== 'local-root' && rank(role) >= rank(signature.role)).join(', ');
  throw XapiFailure.of(
    'RBAC_PERMISSION_DENIED',
    signature.name.toLowerCase(),
    `No permission in user session. (Roles with this permission: ${able})`,
  );
}

/** Whether a session may do what a role may: calls and HTTP handlers alike. */
function hasRole(session: Session, role: Role): boolean {
  return session.role === 'local-root' || rank(session.role) >= rank(role);
}

function rank(role: Role): number {
  return roles.indexOf(role);
}
