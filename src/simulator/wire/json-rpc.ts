/** JSON-RPC as xapi speaks it: two versions of the protocol, three shapes of an error (xapi.md 3.2; api_server.ml, jsonrpc.ml). */
import type { ApiLevel } from '../../releases/since.js';
import { wireBehaviour, type WireBehaviour } from '../../releases/wire-behaviour.js';
import type { WireType } from '../../releases/wire-types.js';
import { MalformedJson, parseJson } from './json-reader.js';
import { writeJson } from './json-writer.js';
import { isStruct, type Reply, type WireStruct, type WireValue } from './wire-value.js';

export interface JsonCall {
  readonly version: '1.0' | '2.0';
  readonly id: string | bigint;
  readonly method: string;
  readonly params: readonly WireValue[];
}

/** @throws MalformedJson */
export function decodeJsonCall(body: string, level: ApiLevel): JsonCall {
  const request = parseJson(body);
  if (!isStruct(request)) throw new MalformedJson('the request is no object');
  const { method } = request;
  if (typeof method !== 'string') throw new MalformedJson('the request has no method');
  if (wireBehaviour(level).jsonRpc === 'version-1') {
    if (typeof request['id'] !== 'bigint') throw new MalformedJson('id is no int');
    return { version: '1.0', id: 0n, method, params: listOf(request['params']) };
  }
  const version = versionOf(request);
  return { version, id: idOf(request), method, params: version === '1.0' ? listOf(request['params']) : named(request) };
}

/** `type`: of the result. */
export function encodeJsonReply(call: JsonCall, reply: Reply, level: ApiLevel, type: WireType | undefined): string {
  const id = writeJson(call.id, level);
  if (reply.Status === 'Success') {
    const result = writeJson(reply.Value, level, type);
    return call.version === '2.0'
      ? `{"jsonrpc":"2.0","result":${result},"id":${id}}`
      : `{"result":${result},"error":null,"id":${id}}`;
  }
  const error = writeJson(reply.ErrorDescription, level);
  return call.version === '2.0'
    ? `{"jsonrpc":"2.0","error":${errorObject(reply.ErrorDescription, level)},"id":${id}}`
    : `{"result":null,"error":${error},"id":${id}}`;
}

/** An error raised before the call was dispatched: whatever was asked, one shape by release, and the id 0. */
export function encodeEarlyError(description: readonly string[], level: ApiLevel): string {
  const error = writeJson(description, level);
  return wireBehaviour(level).earlyJsonError === '2.0'
    ? `{"jsonrpc":"2.0","error":${error},"id":0}`
    : `{"result":null,"error":${error},"id":0}`;
}

function errorObject([message = '', ...data]: readonly string[], level: ApiLevel): string {
  const { jsonErrorCode }: WireBehaviour = wireBehaviour(level);
  return `{"code":${jsonErrorCode},"message":${writeJson(message, level)},"data":${writeJson(data, level)}}`;
}

function versionOf({ jsonrpc }: WireStruct): '1.0' | '2.0' {
  if (jsonrpc === undefined) return '1.0';
  if (jsonrpc !== '2.0') throw new MalformedJson('an unknown version');
  return '2.0';
}

function idOf({ id }: WireStruct): string | bigint {
  if (typeof id !== 'bigint' && typeof id !== 'string') throw new MalformedJson('id is no int and no string');
  return id;
}

function listOf(params: WireValue | undefined): readonly WireValue[] {
  if (!Array.isArray(params)) throw new MalformedJson('params is no list');
  return params as readonly WireValue[];
}

/** 2.0 may leave the parameters out, or give them by name, which is then one parameter. */
function named({ params }: WireStruct): readonly WireValue[] {
  if (params === undefined || params === null) return [];
  return isStruct(params) ? [params] : listOf(params);
}
