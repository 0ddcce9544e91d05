/** The Range header of RFC 9110, section 14: the ranges that are answered, and a bound on what they may cost. */

export interface ByteRange {
  /** First byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

/** More than any install client asks for at once. */
const mostRanges = 32;

/**
 * `whole`: there is no range, or a set that may be ignored (another unit, bad syntax, more ranges than `mostRanges`, ranges
 * that overlap: RFC 9110, 14.2). A range bomb then costs what the plain file costs. `unsatisfiable`: 416.
 */
export function parseRanges(
  header: string | undefined,
  size: number,
): readonly ByteRange[] | 'whole' | 'unsatisfiable' {
  const set = header === undefined ? null : /^bytes\s*=(.*)$/i.exec(header);
  if (set === null) return 'whole';
  const specs = (set[1] ?? '').split(',', mostRanges + 1);
  if (specs.length > mostRanges) return 'whole';
  const ranges: ByteRange[] = [];
  let valid = 0;
  for (const spec of specs) {
    const text = spec.trim();
    // Empty elements of a list count for nothing (RFC 9110, 5.6.1.2).
    if (text === '') continue;
    const range = parseRange(text, size);
    if (range === 'invalid') return 'whole';
    valid += 1;
    if (range !== 'unsatisfiable') ranges.push(range);
  }
  if (valid === 0 || overlap(ranges)) return 'whole';
  return ranges.length === 0 ? 'unsatisfiable' : ranges;
}

function parseRange(text: string, size: number): ByteRange | 'invalid' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(text) ?? [];
  if (first === '') return last === '' ? 'invalid' : suffix(Number(last), size);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'invalid';
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) };
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { start: Math.max(0, size - length), end: size };
}

function overlap(ranges: readonly ByteRange[]): boolean {
  const sorted = [...ranges].sort((left, right) => left.start - right.start);
  return sorted.some((range, index) => range.start < (sorted[index - 1]?.end ?? 0));
}
