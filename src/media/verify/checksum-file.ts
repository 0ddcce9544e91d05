/** The file of checksums that a vendor publishes beside an image: `SHA256SUMS`, or a single hash. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** Those of whole mirrors have some thousand lines. */
const largestFile = 4 * 1024 * 1024;
const hash = '[0-9A-Fa-f]{64}';
/** `<hash>  <name>` of GNU coreutils, with ` *` for binary reading. */
const gnuLine = new RegExp(`^(?<hash>${hash}) [ *](?<name>.+)$`);
/** `SHA256 (<name>) = <hash>` of BSD and of `sha256sum --tag`. */
const bsdLine = new RegExp(`^SHA256 \\((?<name>.+)\\) = (?<hash>${hash})$`);
const bareLine = new RegExp(`^(?<hash>${hash})$`);

/**
 * @param source a path or address; only the end of it is looked for
 * @returns in lower case
 * @throws FILE_UNREADABLE; MEDIA_CHECKSUM_NOT_FOUND when it names the source not at all, or twice in different ways
 */
export async function readChecksumFile(path: string, source: string): Promise<string> {
  const name = nameOf(source);
  const found = findChecksums(await readText(path), name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new DrydockError('MEDIA_CHECKSUM_NOT_FOUND', {
    attempted: 'looking for the checksum of the source',
    subject: path,
    expected: `one SHA-256 of ${name}`,
    found: found.length === 0 ? 'none' : `${found.length} different ones`,
  });
}

/** Different ones only; a file that holds nothing but one hash needs no name. */
export function findChecksums(text: string, name: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const bare = lines.length === 1 ? bareLine.exec(lines[0] ?? '')?.groups?.['hash'] : undefined;
  if (bare !== undefined) return [bare.toLowerCase()];
  const named = lines
    .map((line) => (gnuLine.exec(line) ?? bsdLine.exec(line))?.groups)
    .filter((groups) => groups !== undefined && basename(groups['name'] ?? '') === name)
    .map((groups) => (groups?.['hash'] ?? '').toLowerCase());
  return [...new Set(named)];
}

function nameOf(source: string): string {
  if (!/^https?:\/\//i.test(source) || !URL.canParse(source)) return basename(source);
  const last = basename(new URL(source).pathname);
  try {
    return decodeURIComponent(last);
  } catch {
    // A lone percent sign: the name is what stands there.
    return last;
  }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > largestFile) throw new Error(`it has ${size} bytes, more than any file of checksums`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DrydockError('FILE_UNREADABLE', { attempted: 'reading a file of checksums', subject: path, cause });
  }
}
