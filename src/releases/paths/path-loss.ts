/** The shape of what an upgrade destroys, removes or refuses, and what is done about it before and after. */
import type { PlatformName } from '../platforms.js';

export interface PathLoss {
  /** Stable: it stands in documents. That of the assessment where one looks for it. */
  readonly id: string;
  /** `refuses`: with it the installer, or the vendor, does not go on. */
  readonly kind: 'destroys' | 'removes' | 'refuses' | 'changes';
  /** What of the old system is meant, as a short name. */
  readonly what: string;
  readonly how: string;
  readonly before: string;
  /** Empty where nothing is to be done. */
  readonly after: string;
  readonly source: string;
}

/** A loss at the first release that has no more of it: a hop that crosses it has it. */
export interface ReleaseLoss extends PathLoss {
  readonly from: PlatformName;
}
