/** One request body in, one reply body out: a simulated host's RPC behind any transport that carries bytes (xapi.md 3.1, 3.2). */
import { isUtf8 } from 'node:buffer';
import type { ApiLevel } from '../../releases/since.js';
import { wireBehaviour } from '../../releases/wire-behaviour.js';
import type { WireType } from '../../releases/wire-types.js';
import { BrokenReply } from '../faults/broken-reply.js';
import { answersLocally } from '../dispatch/local-answers.js';
import { readMethodName } from '../dispatch/method-name.js';
import type { SimulatedPool } from '../simulated-pool.js';
import { decodeMethodCall } from './decode.js';
import { encodeFault, encodeReply, encodeResponse } from './encode.js';
import { MalformedJson } from './json-reader.js';
import { decodeJsonCall, encodeEarlyError, encodeJsonReply } from './json-rpc.js';
import type { Reply } from './wire-value.js';
import { MalformedXml } from './xml-tree.js';

/** Larger bodies are refused (xapi.md 3.1). */
export const largestBody = 300 * 1024;

export interface RpcAnswer {
  readonly contentType: 'text/xml' | 'application/json';
  readonly body: string;
  /** The code of the error, if it is one: some have a header of their own. */
  readonly failure: string | undefined;
}

/** What answers every POST that cannot be read. */
export class UnreadableRequest extends Error {}

/** @throws UnreadableRequest, ConnectionRefused, ConnectionLost */
export async function answerPost(
  pool: SimulatedPool,
  address: string,
  path: string,
  body: Uint8Array,
): Promise<RpcAnswer> {
  const level = pool.host(address).running;
  try {
    const json = path.startsWith('/jsonrpc') && wireBehaviour(level).jsonRpc !== 'absent';
    return await (json ? answerJson(pool, address, body, level) : answerXml(pool, address, body));
  } catch (error) {
    if (error instanceof MalformedJson) throw new UnreadableRequest(error.message);
    if (!(error instanceof MalformedXml)) throw error;
    if (wireBehaviour(level).malformedXml === 'http-500') throw new UnreadableRequest(error.message);
    const fault = encodeFault(1n, 'Failed to parse supplied XML');
    return { contentType: 'text/xml', body: fault, failure: undefined };
  }
}

async function answerXml(pool: SimulatedPool, address: string, body: Uint8Array): Promise<RpcAnswer> {
  const { method, params } = decodeMethodCall(textOf(body));
  const reply = await pool.handle(address, method, params);
  const bare = method === 'system.listMethods' && reply.Status === 'Success';
  return {
    contentType: 'text/xml',
    body: bare ? encodeResponse(reply.Value) : encodeReply(reply),
    failure: codeOf(reply),
  };
}

async function answerJson(pool: SimulatedPool, address: string, body: Uint8Array, level: ApiLevel): Promise<RpcAnswer> {
  const call = decodeJsonCall(textOf(body), level);
  const early = pool.host(address).agent === 'emergency' && !answersLocally(call.method);
  const encode = (reply: Reply): string => encodeJsonReply(call, reply, level, resultType(call.method, level));
  const reply = await pool.handle(address, call.method, call.params).catch((error: unknown) => {
    if (error instanceof BrokenReply && error.reply !== undefined) error.text = encode(error.reply);
    throw error;
  });
  return {
    contentType: 'application/json',
    body: early && reply.Status === 'Failure' ? encodeEarlyError(reply.ErrorDescription, level) : encode(reply),
    failure: codeOf(reply),
  };
}

/** The Async. form gives the reference of its task. */
function resultType(method: string, level: ApiLevel): WireType | undefined {
  const { asynchronous, signature } = readMethodName(method, level);
  return asynchronous ? undefined : signature?.result;
}

function codeOf(reply: Reply): string | undefined {
  return reply.Status === 'Failure' ? reply.ErrorDescription[0] : undefined;
}

/** Bytes that are no UTF-8 become half of a surrogate pair, which no text of a call may hold. */
function textOf(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  return isUtf8(body) ? text : text.replaceAll('\ufffd', '\udfff');
}
