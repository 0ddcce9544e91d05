/**
 * The audit on the disk: a line of JSON for each action, appended and synced, in files that are never rewritten. The controller and
 * the command line may both append: a line is written in one piece, and a full file is followed by a new one rather than
 * renamed, so that neither can take a line from the other.
 */
import { constants } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRecord } from '../../contract/api/audit.js';
import { makeFolderDurably, syncFolder } from '../../shared/durable-files.js';

export interface AuditBounds {
  /** Bytes after which the next file is begun. */
  readonly size: number;
  /** How many files stay. */
  readonly keep: number;
}

export const usualBounds: AuditBounds = { size: 4_000_000, keep: 50 };

const longestText = 500;

export class AuditLog {
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly bounds: AuditBounds = usualBounds,
  ) {}

  /** Resolves when it is on the disk. @throws DISK_FULL, FILE_WRITE_FAILED */
  append(record: AuditRecord): Promise<void> {
    const written = this.#writing.then(() => this.#append(record));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #append(record: AuditRecord): Promise<void> {
    const line = `${JSON.stringify(bounded(record))}\n`;
    await makeFolderDurably(this.folder, 0o700);
    const { name, isNew } = await this.#current(record.at);
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
    const file = await open(join(this.folder, name), flags, 0o600);
    try {
      await file.write(line);
      await file.datasync();
    } finally {
      await file.close();
    }
    if (!isNew) return;
    await syncFolder(this.folder);
    await this.#forgetOldest();
  }

  async #current(at: number): Promise<{ name: string; isNew: boolean }> {
    const newest = (await auditFiles(this.folder)).at(-1);
    if (newest === undefined) return { name: nameAt(at), isNew: true };
    const { size } = await stat(join(this.folder, newest));
    if (size < this.bounds.size) return { name: newest, isNew: false };
    // A clock that was set back must not put the new file before the old one.
    return { name: nameAt(Math.max(at, timeOf(newest) + 1)), isNew: true };
  }

  async #forgetOldest(): Promise<void> {
    const files = await auditFiles(this.folder);
    for (const file of files.slice(0, Math.max(0, files.length - this.bounds.keep))) await rm(join(this.folder, file));
  }
}

/** Oldest first; none where there is no such folder. */
export async function auditFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^audit-\d{15}\.jsonl$/.test(name)).sort();
}

function nameAt(at: number): string {
  return `audit-${String(Math.floor(at)).padStart(15, '0')}.jsonl`;
}

function timeOf(name: string): number {
  return Number(name.slice('audit-'.length, -'.jsonl'.length));
}

/** What people say is kept at a length that a page can show. */
function bounded(record: AuditRecord): AuditRecord {
  const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);
  return { ...record, who: cut(record.who), object: cut(record.object), detail: cut(record.detail) };
}
