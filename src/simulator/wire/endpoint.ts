/** One XML-RPC request body in, one reply body out: the simulated host behind any transport that carries text. */
import type { SimulatedPool } from '../simulated-pool.js';
import { decodeMethodCall } from './decode.js';
import { encodeReply } from './encode.js';

/** Larger bodies are refused (xapi.md 3.1). */
export const largestBody = 300 * 1024;

/** @throws MalformedXml, ConnectionRefused, ConnectionLost */
export async function answerBody(pool: SimulatedPool, address: string, body: string): Promise<string> {
  const { method, params } = decodeMethodCall(body);
  return encodeReply(await pool.handle(address, method, params));
}
