/** `XS-REPOSITORY`, `XS-PACKAGES` and `XS-REPOSITORY-LIST`: the repositories of releases 5.6 to 6.5 and of packs up to 7.0. */
import { z } from 'zod';
import { decodeUtf8, invalidMetadata } from './invalid.js';
import { repositoryPath } from './repository-path.js';
import { readXml } from './xml-reader.js';

export interface XsRepository {
  readonly originator: string;
  readonly name: string;
  readonly product: string;
  readonly version: string;
  readonly build: string | null;
  readonly description: string;
}

export interface XsPackage {
  readonly label: string;
  readonly type: string;
  /** Relative to the tree. */
  readonly path: string;
  readonly size: number;
  readonly md5: string;
}

export const xsMetadataLimit = 4 * 1024 * 1024;

const repositorySchema = z.object({
  originator: z.string().min(1),
  name: z.string().min(1),
  product: z.string().min(1),
  version: z.string().regex(/^\d+(\.\d+)*$/),
  build: z.string().min(1).optional(),
  description: z.string(),
});

const packageSchema = z.object({
  label: z.string().min(1),
  type: z.enum(['tbz2', 'rpm', 'driver-rpm', 'driver', 'firmware']),
  size: z.coerce.number().int().nonnegative(),
  md5: z.string().regex(/^[0-9a-f]{32}$/i),
  file: z.string().min(1),
});

/** @throws MEDIA_METADATA_INVALID, also for the text form of 5.5 and before */
export async function parseXsRepository(bytes: Uint8Array, subject: string): Promise<XsRepository> {
  let found: Record<string, string> | undefined;
  await readXml([bytes], subject, {
    open: ({ name, attributes, parents }) => {
      if (parents.length > 0) return;
      if (name !== 'repository') throw invalidMetadata(subject, { expected: '<repository>', found: `<${name}>` });
      found = { ...attributes };
    },
    close: ({ name }, text) => {
      if (name === 'description' && found !== undefined) found['description'] = text.trim();
    },
  });
  const parsed = repositorySchema.safeParse(found);
  if (!parsed.success) throw invalidMetadata(subject, { found: z.prettifyError(parsed.error) });
  return { ...parsed.data, build: parsed.data.build ?? null };
}

/**
 * @param folder the folder of the repository, which the names are relative to
 * @throws MEDIA_METADATA_INVALID
 */
export async function parseXsPackages(bytes: Uint8Array, folder: string, subject: string): Promise<XsPackage[]> {
  const packages: XsPackage[] = [];
  await readXml([bytes], subject, {
    open: ({ name, parents }) => {
      if (parents.length === 0 && name !== 'packages')
        throw invalidMetadata(subject, { expected: '<packages>', found: `<${name}>` });
    },
    close: ({ name, attributes }, text) => {
      if (name !== 'package') return;
      const parsed = packageSchema.safeParse({ ...attributes, file: text.trim() });
      if (!parsed.success)
        throw invalidMetadata(subject, { found: `an incomplete package: ${z.prettifyError(parsed.error)}` });
      const { label, type, size, md5, file } = parsed.data;
      packages.push({ label, type, size, md5: md5.toLowerCase(), path: repositoryPath(folder, file, subject) });
    },
  });
  return packages;
}

/** The folders that the list names, in its order; blanks around them do not count, as for the hosts. */
export function parseRepositoryList(bytes: Uint8Array): string[] {
  const subject = 'XS-REPOSITORY-LIST';
  return decodeUtf8(bytes, subject)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => repositoryPath('', line.replace(/\/+$/, ''), subject));
}
