/** The shape of one class's record table. */
import type { Role } from '../calls/call-table.js';
import type { Since } from '../since.js';

export interface FieldFact {
  /** Notation of the data model, see {@link parseWireType}. */
  readonly type: string;
  readonly since?: Since;
  /** From then on its getter answers MESSAGE_REMOVED; the field itself still travels. */
  readonly removed?: Since;
  /** Least role for `set_`, and for `add_to_` and `remove_from_` of a map; absent where the field has no generated setters. */
  readonly setter?: Role;
  /** Least role for its getter, where that is not the class's. */
  readonly getter?: Role;
}

/** By field name, as the wire spells it. Fields that the data model calls removed still travel, and are listed. */
export type FieldTable = Readonly<Record<string, FieldFact>>;
