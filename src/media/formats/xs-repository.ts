/** `XS-REPOSITORY`, `XS-PACKAGES` and `XS-REPOSITORY-LIST`: the repositories of releases 5.6 to 6.5 and of packs up to 7.0. */
import { withoutTrailing } from '../../shared/trim.js';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
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
  readonly requires: readonly XsRequirement[];
}

/** What must be installed before this repository is. */
export interface XsRequirement {
  readonly originator: string;
  readonly name: string;
  readonly test: 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge';
  readonly version: string;
  readonly build: string | null;
}

export interface XsPackage {
  readonly label: string;
  readonly type: string;
  /** Relative to the tree. */
  readonly path: string;
  readonly size: number;
  readonly md5: string;
  /** Of a driver: the one kernel it is for, or `any`; null for everything else. */
  readonly kernel: string | null;
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

const requirementSchema = z.object({
  originator: z.string().min(1),
  name: z.string().min(1),
  // The hosts' library asserts that it knows the test.
  test: z.enum(['eq', 'ne', 'lt', 'gt', 'le', 'ge']),
  version: z.string().min(1),
  build: z.string().optional(),
});

const packageSchema = z.object({
  label: z.string().min(1),
  type: z.enum(['tbz2', 'rpm', 'driver-rpm', 'driver', 'firmware']),
  size: z.coerce.number().int().nonnegative(),
  md5: z.string().regex(/^[0-9a-f]{32}$/i),
  file: z.string().min(1),
  kernel: z.string().min(1).optional(),
});

/** @throws MEDIA_METADATA_INVALID; MEDIA_RELEASE_TOO_OLD for the text form of 5.5 and before */
export async function parseXsRepository(bytes: Uint8Array, subject: string): Promise<XsRepository> {
  requireXmlForm(bytes, subject);
  const requires: XsRequirement[] = [];
  let found: Record<string, string> | undefined;
  await readXml([bytes], subject, {
    open: ({ name, attributes, parents }) => {
      if (name === 'requires') requires.push(toRequirement(attributes, subject));
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
  return { ...parsed.data, build: parsed.data.build ?? null, requires };
}

function toRequirement(attributes: Readonly<Record<string, string>>, subject: string): XsRequirement {
  const parsed = requirementSchema.safeParse(attributes);
  if (!parsed.success)
    throw invalidMetadata(subject, { found: `an incomplete <requires>: ${z.prettifyError(parsed.error)}` });
  const { build, ...rest } = parsed.data;
  return { ...rest, build: build === undefined || build === '' ? null : build };
}

/** Up to 5.5 the file was four lines of text, which no installer since reads (reference: 1.1). */
function requireXmlForm(bytes: Uint8Array, subject: string): void {
  if (
    Buffer.from(bytes.subarray(0, 64)).toString('latin1').replace('\u00ef\u00bb\u00bf', '').trimStart().startsWith('<')
  )
    return;
  throw new DrydockError('MEDIA_RELEASE_TOO_OLD', {
    attempted: 'reading the description of a repository',
    subject,
    expected: 'XML, as from XenServer 5.6 on',
    found: 'the text form of 5.5 and before',
  });
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
      const { label, type, size, md5, file, kernel = null } = parsed.data;
      packages.push({ label, type, size, md5: md5.toLowerCase(), path: repositoryPath(folder, file, subject), kernel });
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
    .map((line) => repositoryPath('', withoutTrailing(line, '/'), subject));
}
