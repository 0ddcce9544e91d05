/** What the controller needs of the media store: to read it, to prove it whole, and to keep a medium from being removed. */
import type { Medium } from '../media/catalogue.js';
import type { MediumHardware } from '../media/hardware.js';

export interface MediaMark {
  readonly medium: string;
  readonly by: string;
}

export interface MediaAccess {
  open(idOrAlias: string): Promise<Medium | undefined>;
  /** Re-hashes every file. @throws MEDIA_DAMAGED */
  verify(id: string): Promise<void>;
  /** Which devices it drives; computed once, which takes seconds. */
  hardware(id: string): Promise<MediumHardware>;
  /** Marks on disk, beside the medium; both may be repeated. */
  markInUse(id: string, by: string): Promise<void>;
  unmarkInUse(id: string, by: string): Promise<void>;
  /** All of them on this machine, whoever made them. */
  marks(): Promise<readonly MediaMark[]>;
}
