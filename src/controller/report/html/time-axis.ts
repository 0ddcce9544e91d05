/** Where times lie on a chart, and at which round moments it has lines; pure. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map((count) => count * hour),
];
const mostLines = 9;

export interface TimeAxis {
  readonly lines: readonly { readonly x: number; readonly label: string }[];
  x(at: number): number;
}

/** @param from, to milliseconds since 1970; @param left, right where they lie */
export function timeAxis(from: number, to: number, left: number, right: number): TimeAxis {
  const length = Math.max(second, to - from);
  const x = (at: number): number =>
    round(left + ((Math.min(Math.max(at, from), from + length) - from) / length) * (right - left));
  const step = steps.find((candidate) => length / candidate <= mostLines) ?? length;
  const lines = [];
  for (let at = Math.ceil(from / step) * step; at <= from + length; at += step)
    lines.push({ x: x(at), label: label(at, step) });
  return { lines, x };
}

/** `22:05`, with seconds where lines are closer than a minute, with the date where they are a day apart. */
function label(at: number, step: number): string {
  const text = new Date(at).toISOString();
  if (step >= 24 * hour) return text.slice(5, 10);
  return text.slice(11, step < minute ? 19 : 16);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
