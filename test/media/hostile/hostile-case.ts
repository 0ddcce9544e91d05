/** One entry of the hostile corpus: a source that no honest program makes, and what import must say of it. */
import type { ImportOptions } from '../../../src/media/import-media.js';
import type { ErrorCode } from '../../../src/shared/errors/registry.js';

export interface HostileCase {
  readonly name: string;
  /** `accepted` for what looks odd and harms nobody. */
  readonly outcome: ErrorCode | 'accepted';
  /**
   * Makes the source.
   * @param folder empty, the case's own; gives the path or URL of the source
   * @param closing takes what is to be done when the case is over
   */
  make(folder: string, closing: (() => Promise<void>)[]): Promise<string>;
  readonly options?: (folder: string) => Partial<ImportOptions>;
}

/** Stands beside the source: what an escape would change. */
export const canaryName = 'canary';
export const canaryContent = 'nobody may change this\n';
