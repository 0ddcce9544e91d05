/** The language of `get_all_records_where` (xen-api, db_filter_lex.mll, db_filter_parse.mly): comparisons joined by and, or, not. */
import { isStruct, WireDateTime, type WireStruct, type WireValue } from '../wire/wire-value.js';
import { XapiFailure } from '../xapi-failure.js';

type Predicate = (record: WireStruct) => boolean;
type Operand = (record: WireStruct) => string;

/** @throws XapiFailure INVALID_VALUE for what is no expression */
export function parseFilter(expression: string): Predicate {
  const reader = new Reader(expression);
  const predicate = readExpression(reader);
  reader.end();
  return predicate;
}

class Reader {
  readonly #words: readonly string[];
  #next = 0;

  constructor(readonly expression: string) {
    const found = [...expression.matchAll(/\s*([()=]|"[^"]*"|[a-z]+|\S)/g)].map(([, word = '']) => word);
    this.#words = found;
  }

  take(word: string): boolean {
    if (this.#words[this.#next] !== word) return false;
    this.#next++;
    return true;
  }

  need(word: string): void {
    if (!this.take(word)) this.refuse();
  }

  quoted(): string {
    const word = this.#words[this.#next] ?? '';
    if (!/^"[^"]*"$/.test(word)) this.refuse();
    this.#next++;
    return word.slice(1, -1);
  }

  end(): void {
    if (this.#next < this.#words.length) this.refuse();
  }

  refuse(): never {
    throw XapiFailure.of('INVALID_VALUE', this.expression, 'Stdlib.Parsing.Parse_error');
  }
}

/** `and` and `or` bind alike, from the left. */
function readExpression(reader: Reader): Predicate {
  let left = readTerm(reader);
  for (;;) {
    const before = left;
    if (reader.take('and')) {
      const right = readTerm(reader);
      left = (record) => before(record) && right(record);
    } else if (reader.take('or')) {
      const right = readTerm(reader);
      left = (record) => before(record) || right(record);
    } else return left;
  }
}

function readTerm(reader: Reader): Predicate {
  // It binds least of all: everything that follows is under it.
  if (reader.take('not')) {
    const inner = readExpression(reader);
    return (record) => !inner(record);
  }
  if (reader.take('(')) {
    const inner = readExpression(reader);
    reader.need(')');
    return inner;
  }
  if (reader.take('true')) return () => true;
  if (reader.take('false')) return () => false;
  const left = readOperand(reader);
  reader.need('=');
  const right = readOperand(reader);
  return (record) => left(record) === right(record);
}

/** In the database a field such as `name_label` is `name__label`. */
function readOperand(reader: Reader): Operand {
  if (!reader.take('field')) {
    const literal = reader.quoted();
    return () => literal;
  }
  const name = reader.quoted();
  const field = name.replaceAll('__', '_');
  return (record) => {
    const value = record[field];
    if (value === undefined) throw XapiFailure.of('INTERNAL_ERROR', 'missing field', name, '');
    return asText(value);
  };
}

/** Values as the database holds them: text. */
function asText(value: WireValue): string {
  if (value === null) return '';
  if (value instanceof WireDateTime) return value.text;
  if (Array.isArray(value)) return `(${value.map((item: WireValue) => `'${asText(item)}'`).join(' ')})`;
  if (isStruct(value))
    return `(${Object.entries(value)
      .map(([key, item]) => `('${key}' '${asText(item)}')`)
      .join(' ')})`;
  return typeof value === 'string' ? value : `${value as boolean | number | bigint}`;
}
