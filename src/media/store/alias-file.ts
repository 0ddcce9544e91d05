/** The file of the aliases: what each name points at, and what it pointed at before. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { isMissing } from './folders.js';
import type { MediaStore } from './media-store.js';
import { makeFolders, replaceFile } from './replace-file.js';

/** The ids of media. */
export interface AliasTarget {
  readonly id: string;
  /** What it pointed at before; null when there was nothing, or it is gone. */
  readonly previous: string | null;
}

export type AliasTable = ReadonlyMap<string, AliasTarget>;

/** Format 1 of the store knew no previous target; a name without one is still written so. */
const aliasesSchema = z.record(
  z.string(),
  z.union([z.string(), z.strictObject({ id: z.string(), previous: z.string() })]),
);

/** @throws STATE_CORRUPT */
export async function readAliasTable(store: MediaStore): Promise<AliasTable> {
  try {
    const entries = Object.entries(aliasesSchema.parse(JSON.parse(await readFile(store.aliases, 'utf8'))));
    return new Map(entries.map(([alias, to]) => [alias, typeof to === 'string' ? { id: to, previous: null } : to]));
  } catch (cause) {
    if (isMissing(cause)) return new Map();
    throw new DrydockError('STATE_CORRUPT', { attempted: 'reading the aliases', subject: store.aliases, cause });
  }
}

/** For holders of the store's lock. */
export async function writeAliasTable(store: MediaStore, aliases: AliasTable): Promise<void> {
  await makeFolders(store.files, dirname(store.aliases));
  const sorted = [...aliases].sort(([left], [right]) => (left < right ? -1 : 1));
  const document = Object.fromEntries(
    sorted.map(([alias, { id, previous }]) => [alias, previous === null ? id : { id, previous }]),
  );
  await replaceFile(store.files, store.aliases, `${JSON.stringify(document, undefined, 2)}\n`);
}

/** For holders of the store's lock: names keep pointing at these media only. */
export async function forgetAliasesOfOthers(store: MediaStore, published: ReadonlySet<string>): Promise<void> {
  const before = await readAliasTable(store);
  const after = new Map<string, AliasTarget>();
  let changed = false;
  for (const [alias, { id, previous }] of before) {
    const kept = previous !== null && published.has(previous) ? previous : null;
    if (published.has(id)) after.set(alias, { id, previous: kept });
    changed ||= !published.has(id) || kept !== previous;
  }
  if (changed) await writeAliasTable(store, after);
}
