/**
 * A line `key = value` or `key: value` of an INI file. Not by one regular expression: blanks on either side of the separator
 * made that quadratic, and a line of 64 kB of blanks took half a minute.
 */

export interface OptionLine {
  readonly key: string;
  /** Without the blanks before it; those behind it are kept. */
  readonly value: string;
}

/** undefined: there is no separator, no key before it, or the value has a line separator in it. */
export function optionLine(line: string): OptionLine | undefined {
  const separator = line.search(/[:=]/);
  if (separator < 1) return undefined;
  const before = line.slice(0, separator);
  const value = line.slice(separator + 1).trimStart();
  if (/[\n\r\u2028\u2029]/.test(value)) return undefined;
  return { key: before.trimEnd() === '' ? before.slice(0, 1) : before.trimEnd(), value };
}
