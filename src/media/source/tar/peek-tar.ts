/** Reads a tar archive only as far as the metadata of a medium, and keeps what of it recognition reads. */
import { parseRepomd, repomdPath } from '../../formats/repomd.js';
import { parseTreeinfo } from '../../formats/treeinfo.js';
import { parseRepositoryList } from '../../formats/xs-repository.js';
import { marks } from '../../recognise/evidence.js';
import type { PeekedStream } from '../media-source.js';
import type { TarReader } from './tar-reader.js';
import { TarTree } from './tar-tree.js';

/** Of one file; lists of packages are the largest. */
const longestKept = 64 * 1024 * 1024;
const mostKept = 96 * 1024 * 1024;
/** A file beside the metadata that may be a key: its name is known only once `.treeinfo` was read. */
const longestKey = 256 * 1024;
const longestXsMetadata = 4 * 1024 * 1024;
/** How much further to look for a signature and its key, which need not be there. */
const grace = 32 * 1024 * 1024;

/** @throws MEDIA_ARCHIVE_DAMAGED, MEDIA_ARCHIVE_UNSUPPORTED, MEDIA_ENTRY_REFUSED, what the source throws */
export async function peekTar(tar: TarReader): Promise<PeekedStream> {
  const tree = new TarTree();
  const contents = new Map<string, Buffer>();
  let kept = 0;
  let passed = 0;
  let found: Found = 'nothing';
  for (let entry = await tar.next(); entry !== null; entry = await tar.next()) {
    const made = tree.add(entry);
    if (entry.kind === 'file' && made !== null && isMetadata(made.path, entry.size) && kept + entry.size <= mostKept) {
      const pieces: Uint8Array[] = [];
      for await (const piece of tar.content()) pieces.push(Buffer.from(piece));
      contents.set(made.path, Buffer.concat(pieces));
      kept += entry.size;
      found = await howMuch(contents);
    } else if (found === 'enough') passed += entry.size;
    if (found === 'all' || passed > grace) return { entries: tree.entries, contents, complete: false };
  }
  await tar.finish();
  return { entries: tree.entries, contents, complete: true };
}

/** In the root or one level down, as archives often hold the medium in a folder. */
function isMetadata(path: string, size: number): boolean {
  if (/^(?:[^/]+\/)?repodata\/[^/]+$/.test(path)) return size <= longestKept && !/filelists|other|sqlite/.test(path);
  if (/(?:^|\/)XS-[A-Z-]+$/.test(path)) return size <= longestXsMetadata;
  return size <= longestKey && /^(?:[^/]+\/)?[^/]+$/.test(path) && !/\.(rpm|bz2|gz|img|iso)$/.test(path);
}

/** `enough` tells what the medium is; `all` tells who signed it as well. */
type Found = 'nothing' | 'enough' | 'all';

async function howMuch(contents: ReadonlyMap<string, Buffer>): Promise<Found> {
  for (const path of contents.keys()) {
    const base = baseOf(path);
    if (base === undefined) continue;
    const found = path.endsWith(marks.treeinfo) ? await ofTreeinfo(contents, base) : ofXsRepository(contents, base);
    if (found !== 'nothing') return found;
  }
  return 'nothing';
}

/** The folder that the medium lies in, with its slash, where this file marks one. */
function baseOf(path: string): string | undefined {
  return /^(?<base>(?:[^/]+\/)?)(?:\.treeinfo|XS-REPOSITORY-LIST)$/.exec(path)?.groups?.['base'];
}

async function ofTreeinfo(contents: ReadonlyMap<string, Buffer>, base: string): Promise<Found> {
  const has = (path: string): boolean => contents.has(base + path);
  const treeinfo = contents.get(base + marks.treeinfo);
  const repomd = contents.get(base + repomdPath);
  if (treeinfo === undefined || repomd === undefined) return 'nothing';
  try {
    const named = (await parseRepomd(repomd)).filter(({ type }) => /^(primary|group)/.test(type));
    if (!named.every(({ path }) => has(path))) return 'nothing';
    const [key] = parseTreeinfo(treeinfo).keys;
    return has(`${repomdPath}.asc`) && (key === undefined || has(key)) ? 'all' : 'enough';
  } catch {
    // Recognition says what is wrong with them.
    return 'all';
  }
}

function ofXsRepository(contents: ReadonlyMap<string, Buffer>, base: string): Found {
  const list = contents.get(base + marks.repositoryList);
  if (list === undefined) return 'nothing';
  try {
    const folders = parseRepositoryList(list);
    const named = folders.flatMap((folder) => [`${folder}/XS-REPOSITORY`, `${folder}/XS-PACKAGES`]);
    return named.length > 0 && named.every((path) => contents.has(base + path)) ? 'all' : 'nothing';
  } catch {
    return 'all';
  }
}
