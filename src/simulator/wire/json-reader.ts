/** Reads JSON as xapi's codec does: whole numbers are ints, with all their digits, and anything with a point is a float. */
import type { WireStruct, WireValue } from './wire-value.js';

export class MalformedJson extends Error {}

const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))\s*/y;
const deepest = 100;

/** @throws MalformedJson for anything that is not one JSON value */
export function parseJson(source: string): WireValue {
  const tokens = tokensOf(source);
  const reader = new JsonReader(tokens);
  const value = reader.value(0);
  if (!reader.atEnd) throw new MalformedJson('junk after the end');
  return value;
}

function tokensOf(source: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null) throw new MalformedJson(`unexpected text at character ${at}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class JsonReader {
  #at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get atEnd(): boolean {
    return this.#at === this.tokens.length;
  }

  value(depth: number): WireValue {
    if (depth > deepest) throw new MalformedJson('nested too deeply');
    const next = this.#take();
    if (next === '{') return this.#struct(depth);
    if (next === '[') return this.#list(depth);
    if (next.startsWith('"')) return text(next);
    if (next === 'true' || next === 'false') return next === 'true';
    if (next === 'null') return null;
    if (/^-?\d+$/.test(next)) return BigInt(next);
    if (/^-?\d/.test(next)) return Number(next);
    throw new MalformedJson(`unexpected ${next}`);
  }

  #struct(depth: number): WireStruct {
    const members: [string, WireValue][] = [];
    if (this.#skip('}')) return {};
    do {
      const name = this.#take();
      if (!name.startsWith('"')) throw new MalformedJson('a member without a name');
      this.#expect(':');
      members.push([text(name), this.value(depth + 1)]);
    } while (this.#skip(','));
    this.#expect('}');
    return Object.fromEntries(members);
  }

  #list(depth: number): readonly WireValue[] {
    const items: WireValue[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#skip(','));
    this.#expect(']');
    return items;
  }

  #take(): string {
    const next = this.tokens[this.#at++];
    if (next === undefined) throw new MalformedJson('it ends too early');
    return next;
  }

  #skip(wanted: string): boolean {
    if (this.tokens[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #expect(wanted: string): void {
    const found = this.#take();
    if (found !== wanted) throw new MalformedJson(`expected ${wanted}, found ${found}`);
  }
}

/** The token has been found to be a string; its escapes have not. */
function text(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new MalformedJson('a string with an unknown escape');
  }
}
