/** Reads the central directory of a zip archive, with bounds, through any reader. */
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { cachedReader } from '../block-cache.js';
import type { ByteReader } from '../byte-reader.js';
import { readExactly } from '../read-exactly.js';
import { damagedZip, unsupportedZip } from './zip-errors.js';
import { zipMember, type ZipMember } from './zip-member.js';

const mostEntries = 200_000;
const directoryCache = { blockSize: 64 * 1024, blocks: 4 };
/** Signature of an entry of the central directory (APPNOTE 4.3.12). */
const entrySignature = Buffer.from('PK\x01\x02', 'latin1');

/**
 * All entries, in the order of the directory.
 * @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED, FILE_UNREADABLE, the signal's reason
 */
export async function readZipDirectory(reader: ByteReader, signal: AbortSignal | undefined): Promise<ZipMember[]> {
  const cached = cachedReader(reader, directoryCache);
  try {
    const zip = await fromRandomAccessReaderPromise(new DirectoryReader(cached), reader.size, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    if (zip.entryCount > mostEntries) throw unsupportedZip(reader.name, `${zip.entryCount} entries`);
    const members: ZipMember[] = [];
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      if (!isRoot(entry)) members.push(zipMember(entry));
    }
    await requireAllCounted(zip, cached);
    requireApart(members, reader);
    return members;
  } catch (error) {
    throw signal?.aborted === true ? error : zipError(error, reader.name);
  }
}

/** bsdtar gives the packed folder itself an entry, named `./`. */
function isRoot({ fileNameRaw }: Entry): boolean {
  return fileNameRaw.toString('latin1') === './';
}

/** A count that wrapped at 65,536, or that somebody changed, would hide entries from us that other programs see. */
async function requireAllCounted(zip: ZipFile, reader: ByteReader): Promise<void> {
  const behind = await readExactly(reader, Number(zip.readEntryCursor), entrySignature.length);
  if (behind?.equals(entrySignature) === true)
    throw damagedZip(reader.name, 'more entries in the directory than that', `${zip.entryCount} entries`);
}

/** Else a small archive could fill any disk: each of many entries would unpack the same bytes. */
function requireApart(members: readonly ZipMember[], reader: ByteReader): void {
  const byPlace = [...members].sort((left, right) => left.offset - right.offset);
  for (const [index, member] of byPlace.entries()) {
    const next = byPlace[index + 1];
    if (next !== undefined && next.offset < member.end)
      throw damagedZip(next.path, `bytes that also belong to ${member.path}`, 'entries that lie apart');
    if (member.end > reader.size)
      throw damagedZip(member.path, `an archive of ${reader.size} bytes`, `its bytes before byte ${member.end}`);
  }
}

/** The library tells what is wrong in words alone. */
function zipError(error: unknown, name: string): unknown {
  if (error instanceof DrydockError || !(error instanceof Error)) return error;
  return /encrypt|multi-disk/.test(error.message)
    ? unsupportedZip(name, error.message, error)
    : damagedZip(name, error.message, undefined, error);
}

class DirectoryReader extends RandomAccessReader {
  constructor(private readonly reader: ByteReader) {
    super();
  }

  override read(
    buffer: Buffer,
    into: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    readExactly(this.reader, position, length).then(
      (bytes) => {
        bytes?.copy(buffer, into);
        done(bytes === undefined ? new Error(`the archive ends before byte ${position + length}`) : null);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The reader belongs to the source. */
  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}
