/** What was read of a real pool and does not change in its twin; empty for a pool that was made up. */
import { isRecordClass } from '../../releases/records/classes.js';
import type { RecordClass } from '../../releases/records/record-tables.js';
import type { WireType } from '../../releases/wire-types.js';
import { fromPlain, WireDateTime, type WireValue } from '../wire/wire-value.js';
import { livingFields } from './living-fields.js';
import { redacted, type PlainRecord, type RecordValue } from './pool-records.js';

export interface OriginalEntity {
  readonly ref: string;
  readonly uuid: string;
}

export class OriginalRecords {
  readonly #classes = new Map<RecordClass, ReadonlyMap<string, PlainRecord>>();
  readonly #entities = new Map<RecordClass, readonly OriginalEntity[]>();

  /** `rebuilt`: classes whose objects are in the state as well, which says which of them there are. */
  add(className: string, records: Readonly<Record<string, PlainRecord>>, rebuilt: boolean): void {
    if (!isRecordClass(className)) return;
    this.#classes.set(className, new Map(Object.entries(records)));
    if (rebuilt) return;
    const entities = Object.entries(records).map(([ref, { uuid }]) => ({
      ref,
      uuid: typeof uuid === 'string' ? uuid : '',
    }));
    this.#entities.set(className, entities);
  }

  /** Objects of classes that the simulator does not model: there as they were, for ever. */
  entities(className: RecordClass): readonly OriginalEntity[] {
    return this.#entities.get(className) ?? [];
  }

  /** Undefined where the twin's own state tells, or nothing was read. */
  field(className: RecordClass, ref: string, name: string, type: WireType): WireValue | undefined {
    if (livingFields[className]?.includes(name) === true) return undefined;
    const value = this.#classes.get(className)?.get(ref)?.[name];
    return value === undefined || (value === redacted && type.kind !== 'string') ? undefined : onWire(value, type);
  }
}

function onWire(value: RecordValue, type: WireType): WireValue {
  return type.kind === 'datetime' && typeof value === 'string' ? new WireDateTime(value) : fromPlain(value);
}
