/** Names that may become names on disk: everything else is refused with the entry, never mended in silence. */
import { withoutTrailing } from '../../shared/trim.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** Longest name a Linux file system takes, in bytes. */
const longestName = 255;
const longestPath = 4000;

/**
 * The path as it stands, without a leading `./` and trailing slashes.
 * @throws MEDIA_ENTRY_REFUSED for what is absolute, leaves the tree, or is no name
 */
export function requireSafePath(path: string): string {
  const relative = withoutTrailing(path.replace(/^(\.\/+)+/, ''), '/');
  for (const [pattern, what] of forbidden) if (pattern.test(relative)) throw refusedEntry(path, what);
  for (const name of relative.split('/')) requireSafeName(name, path);
  if (Buffer.byteLength(relative) > longestPath)
    throw refusedEntry(path.slice(0, 200), `a path of ${Buffer.byteLength(relative)} bytes`);
  return relative;
}

/** One component. @throws MEDIA_ENTRY_REFUSED with `subject` */
export function requireSafeName(name: string, subject: string): void {
  if (name === '' || name === '.' || name === '..')
    throw refusedEntry(subject, `an entry named ${JSON.stringify(name)}`);
  if (name.includes('/') || name.includes('\0'))
    throw refusedEntry(subject, `a slash or NUL in the name ${JSON.stringify(name)}`);
  // They would reach the terminal of whoever lists the medium, and break lines of logs.
  if (Array.from(name).some((character) => character < ' ' || character === '\u007f'))
    throw refusedEntry(JSON.stringify(subject), `a control character in the name ${JSON.stringify(name)}`);
  if (Buffer.byteLength(name) > longestName)
    throw refusedEntry(subject.slice(0, 200), `a name of ${Buffer.byteLength(name)} bytes`);
}

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/^\//, 'an absolute path'],
  [/\0/, 'a NUL in its name'],
  [/\\/, 'a backslash in its name, which some systems take for a slash'],
];

export function refusedEntry(subject: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('MEDIA_ENTRY_REFUSED', {
    attempted: 'reading the names of the source',
    subject: subject === '' ? '/' : subject,
    found,
    ...(cause === undefined ? {} : { cause }),
  });
}
