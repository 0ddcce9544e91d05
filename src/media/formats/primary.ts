/** `primary.xml.gz`: the packages of a yum repository, streamed, since it may be large. */
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { invalidMetadata } from './invalid.js';
import { compressionOf } from './compression.js';
import { withoutPlainPackages, type PlainPackage } from './plain-packages.js';
import { repositoryPath } from './repository-path.js';
import { readXmlText, textOf, type XmlElement } from './xml-reader.js';

export interface RepositoryPackage {
  readonly name: string;
  readonly architecture: string;
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  /** Relative to the tree. */
  readonly path: string;
  readonly size: number;
  readonly digestType: string;
  readonly digest: string;
  /** Where its headers end in it, in bytes; null where the list does not say. Nobody has checked it. */
  readonly headerEnd: number | null;
  /** Version of what the package provides under the name `kernel-uname-r`. */
  readonly kernelRelease: string | null;
}

/** Compressed; a full medium's is under 1 MiB. */
export const primaryLimit = 64 * 1024 * 1024;
/** Unpacked; a full medium's is some megabytes. More would be minutes of parsing. */
const mostOpenBytes = 256 * 1024 * 1024;
const mostPackages = 100_000;

const packageSchema = z.object({
  name: z.string().trim().min(1),
  architecture: z.string().trim().min(1),
  epoch: z.string().default('0'),
  version: z.string().min(1),
  release: z.string().min(1),
  href: z.string().min(1),
  size: z.coerce.number().int().nonnegative(),
  digestType: z.string().min(1),
  digest: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]+$/),
  headerEnd: z.coerce.number().int().positive().nullable().catch(null),
  kernelRelease: z.string().nullable().default(null),
});

/**
 * @param subject path of the file in the medium
 * @throws MEDIA_METADATA_INVALID; MEDIA_DIGEST_UNSUPPORTED when it is not gzip, which installers unpack themselves
 */
export async function parsePrimary(bytes: Uint8Array, subject: string): Promise<RepositoryPackage[]> {
  requireGzip(bytes, subject);
  const packages: RepositoryPackage[] = [];
  await gunzipInto(bytes, subject, (source) => readPackages(textOf(source), subject, packages));
  return packages;
}

/** @param into is given the packages in their order. @throws MEDIA_METADATA_INVALID */
export async function readPackages(
  text: AsyncIterable<string>,
  subject: string,
  into: RepositoryPackage[],
): Promise<void> {
  const add = (raw: PlainPackage): void => {
    into.push(toPackage(raw, subject));
    if (into.length > mostPackages) throw invalidMetadata(subject, { found: `more than ${mostPackages} packages` });
  };
  let current: Record<string, string> = {};
  const handlers = {
    open: (element: XmlElement) => {
      if (element.parents.length === 0 && element.name !== 'metadata')
        throw invalidMetadata(subject, { expected: '<metadata>', found: `<${element.name}>` });
      if (element.name === 'package') current = {};
      takeAttributes(element, current);
    },
    close: ({ name, parents }: XmlElement, text: string) => {
      if (name === 'package') add(current);
      else if (parents.at(-1) === 'package' && (name === 'name' || name === 'arch'))
        current[name === 'arch' ? 'architecture' : name] = text;
      else if (name === 'checksum') current['digest'] = text;
    },
  };
  await readXmlText(withoutPlainPackages(text, add), subject, handlers);
}

/** The installer unpacks the list itself and knows gzip alone (host-installer, repository.py). */
function requireGzip(bytes: Uint8Array, subject: string): void {
  const found = compressionOf(bytes);
  if (found === 'gzip') return;
  throw new DrydockError('MEDIA_DIGEST_UNSUPPORTED', {
    attempted: 'reading the list of packages',
    subject,
    expected: 'gzip',
    found,
  });
}

function takeAttributes({ name, attributes, parents }: XmlElement, into: Record<string, string>): void {
  const take = (key: string, value: string | undefined): void => {
    if (value !== undefined) into[key] = value;
  };
  if (name === 'version') {
    take('epoch', attributes['epoch']);
    take('version', attributes['ver']);
    take('release', attributes['rel']);
  } else if (name === 'checksum') take('digestType', attributes['type']);
  else if (name === 'size') take('size', attributes['package']);
  else if (name === 'location') {
    take('href', attributes['href']);
    take('base', attributes['xml:base']);
  } else if (name === 'rpm:header-range') take('headerEnd', attributes['end']);
  else if (name === 'rpm:entry' && parents.at(-1) === 'rpm:provides' && attributes['name'] === 'kernel-uname-r') {
    take('kernelRelease', attributes['ver']);
  }
}

function toPackage(raw: PlainPackage, subject: string): RepositoryPackage {
  if (raw['base'] !== undefined)
    throw invalidMetadata(subject, { expected: 'packages in this tree', found: `xml:base="${raw['base']}"` });
  const parsed = packageSchema.safeParse(raw);
  if (!parsed.success)
    throw invalidMetadata(subject, { found: `an incomplete package: ${z.prettifyError(parsed.error)}` });
  const { href, ...rest } = parsed.data;
  return { ...rest, path: repositoryPath('', href, subject) };
}

/** Unpacks no more than a bound, so that a small file cannot fill the memory or the day. */
export async function gunzipInto(
  bytes: Uint8Array,
  subject: string,
  consume: (source: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.length;
      if (total > mostOpenBytes)
        throw invalidMetadata(subject, { found: `more than ${mostOpenBytes} bytes when unpacked` });
      yield chunk;
    }
  };
  // The pipeline would tell that it was ended, in place of what ended it.
  let failure: unknown;
  const consumed = (source: AsyncIterable<Uint8Array>): Promise<void> =>
    consume(counted(source)).catch((error: unknown) => {
      failure = error;
      throw error;
    });
  try {
    await pipeline(Readable.from([bytes]), createGunzip(), consumed);
  } catch (error) {
    const cause = isDamage(error) ? error : (failure ?? error);
    if (cause instanceof DrydockError) throw cause;
    throw invalidMetadata(subject, { expected: 'gzip data', found: 'damaged data', cause });
  }
}

/** As zlib names what is wrong with the data: `Z_DATA_ERROR`, `Z_BUF_ERROR`. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
