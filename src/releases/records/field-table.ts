/** The shape of one class's record table. */
import type { Since } from '../since.js';

export interface FieldFact {
  /** Notation of the data model, see {@link parseWireType}. */
  readonly type: string;
  readonly since?: Since;
}

/** By field name, as the wire spells it. Fields that the data model calls removed still travel, and are listed. */
export type FieldTable = Readonly<Record<string, FieldFact>>;
