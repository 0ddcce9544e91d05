/** Spans of time as people write them into files: `30s`, `90m`, `12h`, `7d`, or `0`. Which of them a setting takes is its schema's word. */
import type { Milliseconds } from './clock.js';

const units: Readonly<Record<string, Milliseconds>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Of a text that a schema has let pass. */
export function spanLength(text: string): Milliseconds {
  return text === '0' ? 0 : Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? Number.NaN);
}
