/** Arguments held against the data model's types, as strictly as xapi's generated code does it (xapi.md 3.1; ocaml-rpc, rpc.ml). */
import { enumValues } from '../../releases/enums.js';
import { formatWireType, type WireType } from '../../releases/wire-types.js';
import { isStruct, WireDateTime, type WireStruct, type WireValue } from '../wire/wire-value.js';

/** An argument of another type than its parameter. */
export class WrongType extends Error {
  constructor(
    readonly parameter: string,
    readonly type: WireType,
    readonly value: WireValue,
  ) {
    super(`${parameter} is no ${formatWireType(type)}`);
  }
}

/** Gives the value in one form: ints as bigint, floats as numbers. @throws WrongType */
export function coerce(name: string, type: WireType, value: WireValue): WireValue {
  const found = converted(name, type, value);
  if (found === undefined) throw new WrongType(name, type, value);
  return found;
}

function converted(name: string, type: WireType, value: WireValue): WireValue | undefined {
  switch (type.kind) {
    case 'string':
    case 'ref':
      return typeof value === 'string' ? value : undefined;
    case 'enum':
      return typeof value === 'string' ? enumWord(type.name, value) : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
      return intOf(value);
    case 'float':
      return floatOf(value);
    case 'datetime':
      return dateOf(value);
    case 'set':
      return Array.isArray(value) ? value.map((item: WireValue) => coerce(name, type.of, item)) : undefined;
    case 'option':
      return value === null ? null : converted(name, type.of, value);
    case 'map':
      return isStruct(value) ? mapOf(name, type.key, type.value, value) : undefined;
    case 'record':
      return isStruct(value) ? value : undefined;
    case 'void':
    case 'event-batch':
      return undefined;
  }
}

/** In any case of letters; the word as the model writes it. */
function enumWord(name: string, value: string): string | undefined {
  const words = enumValues(name);
  return words === undefined ? value : words.find((word) => word.toLowerCase() === value.toLowerCase());
}

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** `<int>`, `<i4>`, `<i8>` or a text as OCaml reads numbers; an in-process caller may use a whole number. 64 bits. */
function intOf(value: WireValue): bigint | undefined {
  const number =
    typeof value === 'bigint'
      ? value
      : typeof value === 'string'
        ? numberInText(value)
        : typeof value === 'number' && Number.isInteger(value)
          ? BigInt(value)
          : undefined;
  return number !== undefined && number >= least && number <= most ? number : undefined;
}

/** `-12`, `1_000`, `0x1f`: blanks and fractions are none. */
function numberInText(text: string): bigint | undefined {
  const [, sign, digits] = /^([-+]?)(\d[\d_]*|0x[\da-f][\da-f_]*|0o[0-7][0-7_]*|0b[01][01_]*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const amount = BigInt(digits.replaceAll('_', '').toLowerCase());
  return sign === '-' ? -amount : amount;
}

function floatOf(value: WireValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && value.trim() === value && value !== '' && Number.isFinite(Number(value)))
    return Number(value);
  return undefined;
}

function dateOf(value: WireValue): WireDateTime | undefined {
  const text = value instanceof WireDateTime ? value.text : value;
  if (typeof text === 'string' && /^\d{8}T\d{2}:\d{2}:\d{2}Z?$/.test(text)) return new WireDateTime(text);
  return undefined;
}

/** Keys are texts on the wire whatever the type says; they must read as it. */
function mapOf(name: string, key: WireType, item: WireType, value: WireStruct): WireStruct {
  return Object.fromEntries(
    Object.entries(value).map(([word, content]) => [keyOf(name, key, word), coerce(name, item, content)]),
  );
}

function keyOf(name: string, key: WireType, word: string): string {
  const read = coerce(name, key, word);
  return typeof read === 'string' ? read : word;
}
