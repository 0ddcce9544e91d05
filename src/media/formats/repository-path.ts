/** Checks a path that metadata names, before it is looked up or compared. */
import { invalidMetadata } from './invalid.js';

/**
 * A plain relative path, with `base` before it.
 * @throws MEDIA_METADATA_INVALID when it is absolute, empty, a URL, or leaves the folder
 */
export function repositoryPath(base: string, named: string, subject: string): string {
  const parts = named.split('/');
  const bad =
    named === '' ||
    named.includes('\0') ||
    named.includes('://') ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  if (bad) throw invalidMetadata(subject, { expected: 'a relative path', found: JSON.stringify(named) });
  return base === '' ? named : `${base}/${named}`;
}
