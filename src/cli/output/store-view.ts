/** What the store says of its media in words: what is shared, and when each was last hashed. */
import type { SharedFiles } from '../../media/import/share-files.js';
import type { StoredMedium } from '../../media/list-media.js';
import { isWhole } from '../../media/store/checks.js';
import { bytes, count, moment } from './units.js';

/** None when nothing is shared. */
export function sharedLines({ files, bytes: saved, damaged }: SharedFiles): string[] {
  return [
    ...(files === 0 ? [] : [`  stored before: ${count(files, 'file')}, ${bytes(saved)} that take no room again`]),
    ...damaged.map((copy) => `  warning: ${copy} is damaged on disk and was not used; see drydock media verify`),
  ];
}

/** `2026-01-05 22:00:00Z, whole`; `never since its import`. */
export function checkText({ lastCheck, manifest }: Pick<StoredMedium, 'lastCheck' | 'manifest'>): string {
  if (lastCheck === null) return `never since its ${manifest.generation === 1 ? 'import' : 'repair'}`;
  const { damaged, missing, extra } = lastCheck;
  const faults = `${damaged.length} damaged, ${missing.length} missing, ${extra.length} unknown files`;
  return `${moment(lastCheck.checkedAt)}, ${isWhole(lastCheck) ? 'whole' : faults.toUpperCase()}`;
}
