/** What an import tells while it works. */

export const importPhases = ['opening', 'fetching', 'recognising', 'copying', 'syncing', 'publishing'] as const;

export type ImportPhase = (typeof importPhases)[number];

export interface ImportProgress {
  readonly phase: ImportPhase;
  /** Of the source: fetched in `fetching`, read in `copying`; 0 in total where nobody knows. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Files that were written and found right. */
  readonly files: number;
  readonly totalFiles: number;
  /** The file at hand, where there is one. */
  readonly current: string | null;
}

export type ProgressListener = (progress: ImportProgress) => void;
