/** What opening a source may need besides its bytes: some must be brought here, or unpacked, before they can be looked at. */
import type { Clock } from '../../shared/clock.js';
import type { StoreFiles } from '../store/store-files.js';

export interface SourceSurroundings {
  /** Gives a folder that exists and is the source's own; removed by the caller. Called only when one is needed. */
  readonly spool: () => Promise<string>;
  readonly files: StoreFiles;
  readonly signal: AbortSignal | undefined;
  /** While something is fetched or unpacked; the total is null where nobody knows it. */
  readonly onProgress: (bytes: number, totalBytes: number | null) => void;
  /** It will be looked at and never copied: what is far away is read in parts where that is possible. */
  readonly lookOnly?: boolean | undefined;
  /** For pauses between attempts; default: the machine's. */
  readonly clock?: Clock | undefined;
}
