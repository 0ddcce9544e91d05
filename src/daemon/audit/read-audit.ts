/** Pages of the audit, newest first: from the end of the newest file backwards, so that its size does not matter. */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { auditRecordSchema, type AuditRecord, type AuditReply } from '../../contract/api/audit.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseJson } from '../../shared/json-text.js';
import { auditFiles } from './audit-log.js';

const pieceSize = 64 * 1024;

interface Position {
  readonly file: string;
  /** Lines that begin before this byte are still to come. */
  readonly before: number;
}

/** @param before `next` of the page before. @throws CONTROL_REQUEST_INVALID for a position that is none */
export async function readAudit(folder: string, before: string | undefined, limit: number): Promise<AuditReply> {
  const files = [...(await auditFiles(folder))].reverse();
  const from = before === undefined ? undefined : positionOf(before);
  const records: AuditRecord[] = [];
  for (const file of files) {
    if (from !== undefined && file > from.file) continue;
    const page = await readFileBackwards(
      join(folder, file),
      from?.file === file ? from.before : undefined,
      limit - records.length,
    );
    records.push(...page.records);
    if (records.length >= limit) {
      const isLast = page.before === 0 && file === files.at(-1);
      return { records, next: isLast ? null : `${file}:${page.before}` };
    }
  }
  return { records, next: null };
}

async function readFileBackwards(
  path: string,
  before: number | undefined,
  limit: number,
): Promise<{ records: AuditRecord[]; before: number }> {
  const file = await open(path, 'r').catch(() => undefined);
  // The oldest may have been forgotten between the two looks.
  if (file === undefined) return { records: [], before: 0 };
  try {
    return await linesBackwards(file, before ?? (await file.stat()).size, limit);
  } finally {
    await file.close();
  }
}

async function linesBackwards(
  file: FileHandle,
  end: number,
  limit: number,
): Promise<{ records: AuditRecord[]; before: number }> {
  const records: AuditRecord[] = [];
  let tail = Buffer.alloc(0);
  let start = end;
  while (start > 0 && records.length < limit) {
    const size = Math.min(pieceSize, start);
    const piece = Buffer.alloc(size);
    await file.read(piece, 0, size, start - size);
    start -= size;
    tail = Buffer.concat([piece, tail]);
    for (;;) {
      // The line break at the end of the last line is its own.
      const line = tail.lastIndexOf(10, Math.max(0, tail.length - 2));
      if (line === -1 && start > 0) break;
      const record = parseLine(tail.subarray(line + 1));
      tail = tail.subarray(0, line + 1);
      if (record !== undefined) records.push(record);
      if (records.length >= limit || tail.length === 0) break;
    }
  }
  return { records, before: start + tail.length };
}

/** A line that was cut off by a crash, or is of a later version, is passed over. */
function parseLine(line: Buffer): AuditRecord | undefined {
  const parsed = auditRecordSchema.safeParse(parseJson(line.toString('utf8')));
  return parsed.success ? parsed.data : undefined;
}

function positionOf(text: string): Position {
  const [, file, before] = /^(audit-\d{15}\.jsonl):(\d{1,15})$/.exec(text) ?? [];
  if (file !== undefined) return { file, before: Number(before) };
  throw new DrydockError('CONTROL_REQUEST_INVALID', {
    attempted: 'reading the audit',
    expected: '`next` of the page before',
  });
}
