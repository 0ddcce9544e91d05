/** Validators and the conditional requests built on them: RFC 9110, section 13. */
import type { ServedFile } from '../site/resolution.js';
import type { RequestHeaders } from './request-head.js';

/** Strong: the digest of the very bytes. */
export function entityTag(file: ServedFile): string {
  return `"${file.sha256}"`;
}

/** HTTP dates have whole seconds. */
export function lastModified(file: ServedFile): string {
  return new Date(file.modified).toUTCString();
}

/** The status that a conditional request ends with before the file is looked at: 304, 412, or undefined to go on (13.2.2). */
export function precondition(headers: RequestHeaders, file: ServedFile): 304 | 412 | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined) {
    if (!names(match, file, 'strong')) return 412;
  } else if (isBefore(headers['if-unmodified-since'], file) === true) return 412;
  if (noneMatch !== undefined) return names(noneMatch, file, 'weak') ? 304 : undefined;
  return isBefore(headers['if-modified-since'], file) === false ? 304 : undefined;
}

/** True when a Range may be used: there is no If-Range, or it names exactly what we have (13.1.5). */
export function rangeAllowed(ifRange: string | undefined, file: ServedFile): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === entityTag(file);
  return parseDate(ifRange) === seconds(file.modified);
}

function names(list: string, file: ServedFile, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === entityTag(file));
}

/** Whether a date lies before the file's; undefined when there is no valid date, which is as good as none. */
function isBefore(date: string | undefined, file: ServedFile): boolean | undefined {
  const parsed = date === undefined ? undefined : parseDate(date);
  return parsed === undefined ? undefined : parsed < seconds(file.modified);
}

/** The three forms of RFC 9110, 5.6.7; everything else that Date would accept is refused. */
function parseDate(text: string): number | undefined {
  const imf = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
  const rfc850 = /^[A-Z][a-z]+, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
  const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
  if (!imf.test(text) && !rfc850.test(text) && !asctime.test(text)) return undefined;
  const time = Date.parse(asctime.test(text) ? `${text} GMT` : text);
  return Number.isNaN(time) ? undefined : seconds(time);
}

function seconds(time: number): number {
  return Math.floor(time / 1000);
}
