/** Fields of raw records as text that compares: sets sorted, maps by key, values of settings as a mark of whether they changed. */
import { createHash } from 'node:crypto';
import { isStruct, type WireStruct, type WireValue } from '../wire/wire-value.js';

/** Undefined where the release does not have the field. */
export function text(record: WireStruct, field: string): string | undefined {
  const value = record[field];
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : undefined;
}

export function list(record: WireStruct, field: string): string[] | undefined {
  const value = record[field];
  return isList(value) ? value.filter((one) => typeof one === 'string').sort() : undefined;
}

export function map(record: WireStruct, field: string): Readonly<Record<string, string>> | undefined {
  const value = record[field];
  if (!isStruct(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): [string, string][] => (typeof one === 'string' ? [[key, one]] : [])),
  );
}

const secretKey = /pass|secret|token|key|credential|chap/i;

/** Keys with a mark of their values: what stands in them is nobody's business, that it changed is. Of secrets not even that. */
export function settings(
  record: WireStruct,
  field: string,
  leaveOut: (key: string) => boolean = () => false,
): string | undefined {
  const found = map(record, field);
  if (found === undefined) return undefined;
  return Object.entries(found)
    .filter(([key]) => !leaveOut(key))
    .map(([key, value]) => (secretKey.test(key) ? key : `${key}#${markOf(value)}`))
    .sort()
    .join(' ');
}

export function present(facts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
}

/** Null references come in two forms. */
export function isReference(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value !== 'OpaqueRef:NULL';
}

function markOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 6);
}

function isList(value: WireValue | undefined): value is readonly WireValue[] {
  return Array.isArray(value);
}
