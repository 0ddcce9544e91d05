/** The server's half of the codec, for tests: reads calls and writes replies the way xapi does (untyped strings). */
import { decodeValue } from '../../src/xapi/wire/decode.js';
import { isStruct, type WireReply, type WireValue } from '../../src/xapi/wire/wire-value.js';

export interface DecodedCall {
  readonly method: string;
  readonly params: readonly WireValue[];
}

export function decodeCall(body: string): DecodedCall {
  const method = /<methodName>([^<]*)<\/methodName>/.exec(body)?.[1] ?? '';
  const params = [...body.matchAll(/<param>(.*?)<\/param>/gs)].map((match) => decodeValue(match[1] ?? ''));
  return { method, params };
}

export function encodeReply(reply: WireReply): string {
  const answer: WireValue =
    reply.status === 'success'
      ? { Status: 'Success', Value: reply.value }
      : { Status: 'Failure', ErrorDescription: [reply.code, ...reply.params] };
  return `<?xml version="1.0"?><methodResponse><params><param>${encodeAsXapi(answer)}</param></params></methodResponse>`;
}

/** Strings without a tag; member names without escaping, which is the server's defect. */
export function encodeAsXapi(value: WireValue): string {
  if (value === null) return '<value><nil/></value>';
  if (typeof value === 'string') return `<value>${escape(value)}</value>`;
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>`;
  if (typeof value === 'number') return `<value><double>${value}</double></value>`;
  if (!isStruct(value)) return `<value><array><data>${value.map(encodeAsXapi).join('')}</data></array></value>`;
  const members = Object.entries(value).map(
    ([name, item]) => `<member><name>${name}</name>${encodeAsXapi(item)}</member>`,
  );
  return `<value><struct>${members.join('')}</struct></value>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
