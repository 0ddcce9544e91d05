/** Arguments held against the data model's types, as strictly as xapi's generated code does it (xapi.md 3.1). */
import type { WireType } from '../../releases/wire-types.js';
import { isStruct, WireDateTime, type WireStruct, type WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';

/** Gives the value in one form: ints as bigint, floats as numbers. @throws XapiFailure FIELD_TYPE_ERROR */
export function coerce(name: string, type: WireType, value: WireValue): WireValue {
  switch (type.kind) {
    case 'string':
    case 'enum':
    case 'ref':
      return typeof value === 'string' ? value : refuse(name);
    case 'bool':
      return typeof value === 'boolean' ? value : refuse(name);
    case 'int':
      return coerceInt(name, value);
    case 'float':
      return coerceFloat(name, value);
    case 'datetime':
      return coerceDate(name, value);
    case 'set':
      return Array.isArray(value) ? value.map((item: WireValue) => coerce(name, type.of, item)) : refuse(name);
    case 'map':
      return isStruct(value) ? coerceMap(name, type.value, value) : refuse(name);
    case 'record':
      return isStruct(value) ? value : refuse(name);
    case 'void':
    case 'event-batch':
      return refuse(name);
  }
}

/** `<int>`, `<i4>`, `<i8>` or digits as a string; an in-process caller may use a whole number. */
function coerceInt(name: string, value: WireValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  return refuse(name);
}

function coerceFloat(name: string, value: WireValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return refuse(name);
}

function coerceDate(name: string, value: WireValue): WireDateTime {
  const text = value instanceof WireDateTime ? value.text : value;
  if (typeof text === 'string' && /^\d{8}T\d{2}:\d{2}:\d{2}Z?$/.test(text)) return new WireDateTime(text);
  return refuse(name);
}

function coerceMap(name: string, type: WireType, value: WireStruct): WireStruct {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerce(name, type, item)]));
}

function refuse(name: string): never {
  throw XapiFailure.of('FIELD_TYPE_ERROR', name);
}
