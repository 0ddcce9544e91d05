/** What a call looks like on a given release: whether it exists, and with how many arguments. */
import { isPresentSince, type ApiLevel } from '../since.js';
import { parseWireType, type WireType } from '../wire-types.js';
import type { CallFact, ParameterDefault, Role } from './call-table.js';
import { furtherCall } from './further/further-call.js';
import { generatedCall } from './generated.js';
import { hostCalls } from './host.js';
import { poolCalls } from './pool.js';
import { sessionCalls } from './session.js';
import { storageCalls } from './storage.js';
import { taskMessageEventCalls } from './task-message-event.js';
import { undocumentedCalls } from './undocumented.js';
import { vmCalls } from './vm.js';

/** The calls that are listed by name; {@link furtherCall} adds the rest, {@link generatedCall} those of each class's fields. */
export const callTable = {
  ...sessionCalls,
  ...hostCalls,
  ...poolCalls,
  ...vmCalls,
  ...storageCalls,
  ...taskMessageEventCalls,
  ...undocumentedCalls,
};

export interface CallParameter {
  readonly name: string;
  readonly type: WireType;
  /** Present on an optional parameter. */
  readonly default?: ParameterDefault;
}

export interface CallSignature {
  readonly name: string;
  /** In wire order, after the session. */
  readonly parameters: readonly CallParameter[];
  /** How many of them must be given. */
  readonly required: number;
  /** A method with optional parameters ignores surplus trailing arguments; any other refuses them (xapi.md 1.1). */
  readonly ignoresSurplus: boolean;
  readonly result: WireType;
  readonly role: Role;
  readonly async: boolean;
  /** The release knows it by name only: it answers MESSAGE_REMOVED. */
  readonly removed: boolean;
  /** Whether the session is the first argument. */
  readonly needsSession: boolean;
}

const cache = new Map<string, CallSignature | undefined>();

/**
 * The signature of `class.message` (without `Async.`) on a release, or undefined when the release has no such call.
 * The caller answers `MESSAGE_METHOD_UNKNOWN` or `MESSAGE_PARAMETER_COUNT_MISMATCH` accordingly.
 */
export function callSignature(name: string, release: ApiLevel): CallSignature | undefined {
  const key = `${name} ${release.productVersion} ${release.xapiVersion}`;
  if (!cache.has(key)) cache.set(key, computeSignature(name, release));
  return cache.get(key);
}

function computeSignature(name: string, release: ApiLevel): CallSignature | undefined {
  const fact = callFact(name);
  if (fact === undefined || !isPresentSince(fact.since, release)) return undefined;
  const parameters = presentParameters(fact, release);
  const required = parameters.filter((parameter) => parameter.default === undefined).length;
  return {
    name,
    parameters,
    required,
    ignoresSurplus: required < parameters.length,
    result: parseWireType(fact.result),
    role: fact.role,
    async: fact.async,
    removed: fact.removed !== undefined && isPresentSince(fact.removed, release),
    needsSession: fact.session !== false,
  };
}

/** What is known of a call, whatever release has it. */
export function callFact(name: string): CallFact | undefined {
  return Object.hasOwn(callTable, name) ? callTable[name] : (furtherCall(name) ?? generatedCall(name));
}

function presentParameters(fact: CallFact, release: ApiLevel): readonly CallParameter[] {
  return fact.parameters
    .filter((parameter) => isPresentSince(parameter.since, release))
    .map((parameter) => ({
      name: parameter.name,
      type: parseWireType(parameter.type),
      ...(parameter.default === undefined ? {} : { default: parameter.default }),
    }));
}
