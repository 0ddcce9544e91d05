/** Names that point at a medium, so that addresses can stay the same when a newer medium takes its place. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { dirname } from 'node:path';
import { exists, isMissing } from './folders.js';
import { makeFolders, replaceFile } from './replace-file.js';
import type { StoreFiles } from './store-files.js';
import { withStoreLock, type StoreLockOptions } from './store-lock.js';
import { mediumFolder, requireMediumName, mediaStore, type MediaStore } from './media-store.js';

const aliasesSchema = z.record(z.string(), z.string());

export interface AliasOptions extends Omit<StoreLockOptions, 'purpose'> {
  readonly mediaCache: string;
  readonly alias: string;
  /** For tests: a disk that fails. */
  readonly files?: StoreFiles | undefined;
}

/** All aliases: name to id. @throws STATE_CORRUPT */
export async function readAliases(mediaCache: string): Promise<ReadonlyMap<string, string>> {
  return readAliasFile(mediaStore(mediaCache));
}

/**
 * Points a name at a medium, whatever it pointed at before.
 * @throws MEDIA_NAME_INVALID, MEDIA_NAME_TAKEN when a medium has it as its id, MEDIA_NOT_FOUND
 */
export async function setAlias(options: AliasOptions & { readonly id: string }): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  requireMediumName(options.alias);
  await withStoreLock(store, { ...options, purpose: 'naming a medium' }, () =>
    writeAlias(store, options.alias, options.id),
  );
}

/** @throws MEDIA_NOT_FOUND when there is no such alias */
export async function removeAlias(options: AliasOptions): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  await withStoreLock(store, { ...options, purpose: 'removing the name of a medium' }, async () => {
    const aliases = new Map(await readAliasFile(store));
    if (!aliases.delete(options.alias)) {
      throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'removing an alias', subject: options.alias });
    }
    await writeAliasFile(store, aliases);
  });
}

/** For callers that hold the store's lock. @throws MEDIA_NAME_TAKEN, MEDIA_NOT_FOUND */
export async function writeAlias(store: MediaStore, alias: string, id: string): Promise<void> {
  await requireFreeAlias(store, alias);
  if (!(await exists(mediumFolder(store, id))))
    throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'naming a medium', subject: id });
  await writeAliasFile(store, new Map(await readAliasFile(store)).set(alias, id));
}

/** @throws MEDIA_NAME_TAKEN when a medium has the name as its id */
export async function requireFreeAlias(store: MediaStore, alias: string): Promise<void> {
  if (!(await exists(mediumFolder(store, alias)))) return;
  throw new DrydockError('MEDIA_NAME_TAKEN', {
    attempted: 'naming a medium',
    subject: alias,
    found: 'a medium with that id',
  });
}

/** For callers that hold the store's lock: forgets all names of a medium. */
export async function forgetAliasesOf(store: MediaStore, id: string): Promise<void> {
  const aliases = await readAliasFile(store);
  const left = [...aliases].filter(([, target]) => target !== id);
  if (left.length !== aliases.size) await writeAliasFile(store, new Map(left));
}

export async function readAliasFile(store: MediaStore): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map(Object.entries(aliasesSchema.parse(JSON.parse(await readFile(store.aliases, 'utf8')))));
  } catch (cause) {
    if (isMissing(cause)) return new Map();
    throw new DrydockError('STATE_CORRUPT', { attempted: 'reading the aliases', subject: store.aliases, cause });
  }
}

async function writeAliasFile(store: MediaStore, aliases: ReadonlyMap<string, string>): Promise<void> {
  await makeFolders(store.files, dirname(store.aliases));
  const sorted = Object.fromEntries([...aliases].sort(([left], [right]) => (left < right ? -1 : 1)));
  await replaceFile(store.files, store.aliases, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
