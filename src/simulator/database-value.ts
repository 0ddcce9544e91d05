/**
 * Values as the database file holds them: sets and maps as nested lists of quoted texts, blanks protected from the XML
 * parser (sExpr.ml, xml_spaces.ml).
 */
import { isStruct, WireDateTime, type WireValue } from './wire/wire-value.js';

/** Ready to stand between double quotes. */
export function databaseAttribute(value: WireValue): string {
  return escapeXml(protectBlanks(databaseText(value)));
}

function databaseText(value: WireValue): string {
  if (value instanceof WireDateTime) return value.text;
  if (value === null) return '';
  if (typeof value === 'object') {
    if (!isStruct(value)) return `(${value.map(quoted).join(' ')})`;
    const pairs = Object.entries(value).map(([key, item]) => `(${quoted(key)} ${quoted(item)})`);
    return `(${pairs.join(' ')})`;
  }
  return plainText(value);
}

function plainText(value: string | boolean | number | bigint): string {
  return String(value);
}

function quoted(value: WireValue): string {
  return `'${databaseText(value).replace(/[\\']/g, '\\$&')}'`;
}

function protectBlanks(text: string): string {
  const names: Readonly<Record<string, string>> = { ' ': '.', '\t': 't', '\n': 'n', '\r': 'r', '%': '%' };
  return text.replace(/[ \t\n\r%]/g, (blank) => `%${names[blank] ?? ''}`);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
