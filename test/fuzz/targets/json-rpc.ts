/** JSON-RPC where XML-RPC is expected, as a proxy or another version may answer; and what the practice pool reads of calls in JSON. */
import { MalformedJson } from '../../../src/simulator/wire/json-reader.js';
import { decodeJsonCall } from '../../../src/simulator/wire/json-rpc.js';
import { decodeReply } from '../../../src/xapi/wire/decode.js';
import type { ApiLevel } from '../../../src/releases/since.js';
import type { Draws } from '../draws.js';
import { drawJson } from '../json-draw.js';
import { parserTarget } from '../target.js';

/** One of version 1 alone, one of both. */
const levels: readonly ApiLevel[] = [
  { productVersion: '6.5.0', xapiVersion: '1.3' },
  { productVersion: '8.3.0', xapiVersion: '24.19.2' },
];
const keys = ['jsonrpc', 'method', 'params', 'id', 'result', 'error', 'code', 'message', 'data'];
const values = ['2.0', '1.0', 'session.login_with_password', 'root', 'OpaqueRef:1', 'HOST_IS_SLAVE'];

export const jsonRpc = parserTarget('json-rpc', draw, read);

function draw(draws: Draws): Buffer {
  return draws.damaged(Buffer.from(drawJson(draws, keys, values)), 4);
}

function read(input: Buffer): void {
  const text = input.toString('utf8');
  for (const level of levels) {
    try {
      decodeJsonCall(text, level);
    } catch (error) {
      if (!(error instanceof MalformedJson)) throw error;
    }
  }
  decodeReply(text);
}
