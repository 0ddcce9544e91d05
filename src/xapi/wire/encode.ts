/** Writes XML-RPC calls as xapi wants them: integers as strings, booleans and floats with their tags. */
import type { WireValue } from './wire-value.js';

/** The body of a call. */
export function encodeCall(method: string, params: readonly WireValue[]): string {
  const body = params.map((param) => `<param>${encodeValue(param)}</param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>${escapeText(method)}</methodName><params>${body}</params></methodCall>`;
}

/** One `<value>`. */
export function encodeValue(value: WireValue): string {
  return `<value>${encodeContent(value)}</value>`;
}

function encodeContent(value: WireValue): string {
  if (value === null) return '<nil/>';
  if (typeof value === 'string') return `<string>${escapeText(value)}</string>`;
  if (typeof value === 'boolean') return `<boolean>${value ? '1' : '0'}</boolean>`;
  if (typeof value === 'number') return `<double>${value}</double>`;
  if (isList(value)) return `<array><data>${value.map(encodeValue).join('')}</data></array>`;
  const members = Object.entries(value).map(
    ([name, member]) => `<member><name>${escapeText(name)}</name>${encodeValue(member)}</member>`,
  );
  return `<struct>${members.join('')}</struct>`;
}

/** Array.isArray does not narrow a read-only array. */
function isList(value: object): value is readonly WireValue[] {
  return Array.isArray(value);
}

/** Control characters cannot stand in XML 1.0 at all; the other side drops them as well. */
function escapeText(text: string): string {
  return text
    .replace(new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]', 'g'), '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
