/** What the store says of its media in words: what is shared, and when each was last hashed. */
import type { SharedFiles } from '../../media/import/share-files.js';
import { bytes, count } from './units.js';

/** None when nothing is shared. */
export function sharedLines({ files, bytes: saved, damaged }: SharedFiles): string[] {
  return [
    ...(files === 0 ? [] : [`  stored before: ${count(files, 'file')}, ${bytes(saved)} that take no room again`]),
    ...damaged.map((copy) => `  warning: ${copy} is damaged on disk and was not used; see drydock media verify`),
  ];
}
