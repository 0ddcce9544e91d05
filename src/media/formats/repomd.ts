/** `repodata/repomd.xml`: the table of contents of a yum repository. */
import { z } from 'zod';
import { invalidMetadata } from './invalid.js';
import { repositoryPath } from './repository-path.js';
import { readXml } from './xml-reader.js';

export interface RepomdEntry {
  /** primary, filelists, other, group, group_gz, primary_db … */
  readonly type: string;
  /** Relative to the tree. */
  readonly path: string;
  readonly digestType: string;
  readonly digest: string;
  /** In bytes; null where the file does not say. */
  readonly size: number | null;
}

export const repomdPath = 'repodata/repomd.xml';
export const repomdLimit = 1024 * 1024;

const entrySchema = z.object({
  type: z.string().min(1),
  href: z.string().min(1),
  digestType: z.string().min(1),
  digest: z.string().regex(/^[0-9a-f]+$/),
  size: z.coerce.number().int().nonnegative().nullable(),
});

/** @throws MEDIA_METADATA_INVALID */
export async function parseRepomd(bytes: Uint8Array): Promise<RepomdEntry[]> {
  const entries: RepomdEntry[] = [];
  let current: Record<string, string | null> = {};
  await readXml([bytes], repomdPath, {
    open: ({ name, attributes, parents }) => {
      if (parents.length === 0 && name !== 'repomd')
        throw invalidMetadata(repomdPath, { expected: '<repomd>', found: `<${name}>` });
      if (name === 'data') current = { type: attributes['type'] ?? null, size: null };
      else if (name === 'location') current['href'] = attributes['href'] ?? null;
      else if (name === 'checksum') current['digestType'] = attributes['type'] ?? null;
    },
    close: ({ name }, text) => {
      if (name === 'checksum') current['digest'] = text.trim().toLowerCase();
      else if (name === 'size') current['size'] = text.trim();
      else if (name === 'data') entries.push(toEntry(current));
    },
  });
  const types = entries.map((entry) => entry.type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice !== undefined) throw invalidMetadata(repomdPath, { found: `two entries of the type ${twice}` });
  return entries;
}

function toEntry(raw: Record<string, string | null>): RepomdEntry {
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success)
    throw invalidMetadata(repomdPath, { found: `an incomplete entry: ${z.prettifyError(parsed.error)}` });
  const { type, href, digestType, digest, size } = parsed.data;
  return { type, path: repositoryPath('', href, repomdPath), digestType, digest, size };
}
