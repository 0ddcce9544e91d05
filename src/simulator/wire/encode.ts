/** Writes XML-RPC the way xapi's codec has written it from 2011 to 2026 (reference xapi.md 3.1). */
import { isStruct, WireDateTime, type Reply, type WireValue } from './wire-value.js';

/** One `<value>` element: also the text that a finished task carries as its result. */
export function encodeValue(value: WireValue): string {
  return `<value>${encodeContent(value)}</value>`;
}

export function encodeReply(reply: Reply): string {
  return encodeResponse(reply.Status === 'Success' ? { Status: 'Success', Value: reply.Value } : { ...reply });
}

/** A response without the Status envelope, as `system.listMethods` gives it. */
export function encodeResponse(value: WireValue): string {
  return `<?xml version="1.0"?><methodResponse><params><param>${encodeValue(value)}</param></params></methodResponse>`;
}

/** XML-RPC's own kind of error, which xapi used for what is no call at all. */
export function encodeFault(code: bigint, text: string): string {
  const fault = encodeValue({ faultCode: code, faultString: text });
  return `<?xml version="1.0"?><methodResponse><fault>${fault}</fault></methodResponse>`;
}

function encodeContent(value: WireValue): string {
  if (value === null) return '<nil/>';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'boolean') return `<boolean>${value ? '1' : '0'}</boolean>`;
  if (typeof value === 'number') return `<double>${Number(value.toPrecision(16))}</double>`;
  if (typeof value === 'bigint') return `<i4>${value}</i4>`;
  if (value instanceof WireDateTime) return `<dateTime.iso8601>${value.text}</dateTime.iso8601>`;
  if (isStruct(value)) return `<struct>${Object.entries(value).map(encodeMember).join('')}</struct>`;
  return `<array><data>${value.map(encodeValue).join('')}</data></array>`;
}

/** Member names go out unescaped, as xapi does it: an other_config key with `&` makes the whole reply malformed. */
function encodeMember([name, value]: [string, WireValue]): string {
  return `<member><name>${name}</name>${encodeValue(value)}</member>`;
}

/** Control characters are dropped, not escaped. */
function escapeText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
