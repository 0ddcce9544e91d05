/** Records of a pax header (POSIX, pax, "pax Extended Header"), read by their lengths: a value may hold anything. */
import { refusedEntry } from '../safe-path.js';
import { damagedTar, unsupportedTar } from './tar-errors.js';

/** What a pax header says of the entry behind it; undefined where it says nothing. */
export interface PaxRecords {
  readonly path?: string | undefined;
  readonly target?: string | undefined;
  readonly size?: number | undefined;
  /** Milliseconds since 1970. */
  readonly modified?: number | undefined;
}

/** @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED */
export function parsePaxRecords(bytes: Buffer, archive: string): PaxRecords {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const record = recordAt(bytes, at);
    if (record === null) throw damagedTar(archive, 'a pax header with a record that cannot be');
    records.set(record.key, record.value);
    at = record.end;
  }
  for (const key of records.keys())
    if (key.startsWith('GNU.sparse.')) throw unsupportedTar(archive, 'a sparse file', 'files with all their bytes');
  return {
    path: text(records, 'path', archive),
    target: text(records, 'linkpath', archive),
    size: number(records, 'size', archive, /^\d{1,15}$/),
    modified: milliseconds(number(records, 'mtime', archive, /^-?\d{1,15}(\.\d*)?$/)),
  };
}

/** `26 path=Packages/a-long-name\n`: the length counts itself and the end of the line. */
function recordAt(bytes: Buffer, at: number): { key: string; value: Buffer; end: number } | null {
  const digits = /^(\d{1,7}) /.exec(bytes.toString('latin1', at, at + 8))?.[1];
  if (digits === undefined) return null;
  const end = at + Number(digits);
  const start = at + digits.length + 1;
  const equals = bytes.indexOf('=', start);
  if (end > bytes.length || equals === -1 || equals >= end || bytes[end - 1] !== 0x0a) return null;
  return { key: bytes.toString('utf8', start, equals), value: bytes.subarray(equals + 1, end - 1), end };
}

function text(records: ReadonlyMap<string, Buffer>, key: string, archive: string): string | undefined {
  const value = records.get(key);
  if (value === undefined || value.length === 0) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch (cause) {
    throw refusedEntry(archive, `a ${key} that is not UTF-8: ${JSON.stringify(value.toString('latin1'))}`, cause);
  }
}

function number(records: ReadonlyMap<string, Buffer>, key: string, archive: string, form: RegExp): number | undefined {
  const value = records.get(key)?.toString('latin1');
  if (value === undefined || value === '') return undefined;
  if (!form.test(value)) throw damagedTar(archive, `a ${key} of ${JSON.stringify(value.slice(0, 40))}`);
  return Number(value);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
