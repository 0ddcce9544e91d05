/** Names that point at a medium, so that addresses can stay the same when a newer medium takes its place. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { readAliasTable, writeAliasTable } from './alias-file.js';
import { exists } from './folders.js';
import type { StoreFiles } from './store-files.js';
import { withStoreLock, type StoreLockOptions } from './store-lock.js';
import { mediumFolder, requireMediumName, mediaStore, type MediaStore } from './media-store.js';

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

/**
 * Points a name back at what it pointed at before; done twice, it is as it was.
 * @returns the id it points at now
 * @throws MEDIA_NOT_FOUND when there is no such alias, or nothing before, or that was removed
 */
export async function restoreAlias(options: AliasOptions): Promise<string> {
  const store = mediaStore(options.mediaCache, options.files);
  return withStoreLock(store, { ...options, purpose: 'naming a medium' }, async () => {
    const previous = (await readAliasTable(store)).get(options.alias)?.previous ?? null;
    if (previous === null) {
      throw new DrydockError('MEDIA_NOT_FOUND', {
        attempted: 'pointing an alias at what it pointed at before',
        subject: options.alias,
        found: 'nothing that is still there',
      });
    }
    await writeAlias(store, options.alias, previous);
    return previous;
  });
}

/** @throws MEDIA_NOT_FOUND when there is no such alias */
export async function removeAlias(options: AliasOptions): Promise<void> {
  const store = mediaStore(options.mediaCache, options.files);
  await withStoreLock(store, { ...options, purpose: 'removing the name of a medium' }, async () => {
    const aliases = new Map(await readAliasTable(store));
    if (!aliases.delete(options.alias)) {
      throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'removing an alias', subject: options.alias });
    }
    await writeAliasTable(store, aliases);
  });
}

/** For callers that hold the store's lock. @throws MEDIA_NAME_TAKEN, MEDIA_NOT_FOUND */
export async function writeAlias(store: MediaStore, alias: string, id: string): Promise<void> {
  await requireFreeAlias(store, alias);
  if (!(await exists(mediumFolder(store, id))))
    throw new DrydockError('MEDIA_NOT_FOUND', { attempted: 'naming a medium', subject: id });
  const aliases = new Map(await readAliasTable(store));
  const before = aliases.get(alias);
  if (before?.id === id) return;
  await writeAliasTable(store, aliases.set(alias, { id, previous: before?.id ?? null }));
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

/** For holders of the store's lock. @throws MEDIA_IN_USE when a name points at the medium */
export async function requireUnnamed(store: MediaStore, id: string): Promise<void> {
  const names = [...(await readAliasFile(store))].filter(([, target]) => target === id).map(([alias]) => alias);
  if (names.length === 0) return;
  throw new DrydockError('MEDIA_IN_USE', {
    attempted: 'removing a medium',
    subject: id,
    found: `named ${names.join(', ')}`,
    data: { names },
  });
}

/** What each name points at. @throws STATE_CORRUPT */
export async function readAliasFile(store: MediaStore): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await readAliasTable(store))].map(([alias, { id }]) => [alias, id]));
}
