/** The records of a pool in a file: written for its owner alone, checked whole when it is read back. */
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { parseJson } from '../../shared/json-text.js';
import { poolRecordsSchema, type PoolRecords } from '../../simulator/twin/pool-records.js';

/** Indented, so that a person can inspect it and a later one can be compared with it. @throws FILE_WRITE_FAILED, DISK_FULL */
export async function saveRecords(file: string, records: PoolRecords): Promise<void> {
  await writeFileDurably(file, `${JSON.stringify(records, null, 1)}\n`, 0o600);
}

/** @throws FILE_UNREADABLE, POOL_RECORDS_INVALID */
export async function loadRecords(file: string): Promise<PoolRecords> {
  const attempted = 'reading the records of a pool';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted, subject: file, cause });
  }
  const document = parseJson(text);
  const parsed = poolRecordsSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new DrydockError('POOL_RECORDS_INVALID', {
    attempted,
    subject: file,
    expected: 'a file of `drydock rehearse`, format drydock-pool-records, version 1',
    found: document === undefined ? `no whole JSON document in ${text.length} characters` : firstIssue(parsed.error),
  });
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'another form';
  return [...(issue.path.length === 0 ? [] : [issue.path.map(String).join('.')]), issue.message].join(': ');
}
