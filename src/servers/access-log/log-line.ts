/** A record as one line of JSON that nothing from outside can break out of, or use to write on somebody's terminal. */
import type { RequestRecord } from '../observation/request-record.js';

const longestText = 1100;

/**
 * ASCII only: JSON leaves alone what is no ASCII, and among that are line separators, marks that turn the direction of
 * text, and the C1 control characters that a terminal obeys.
 */
export function logLine(record: RequestRecord): string {
  const { at, ...rest } = record;
  const shown = { at: new Date(at).toISOString(), ...rest };
  return `${JSON.stringify(shown, shorten).replace(/[\u007f-\uffff]/g, escaped)}\n`;
}

function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
