/**
 * The records of a real pool as a document: what a twin is built from, and what an administrator can inspect and keep.
 * The simulator has its own idea of it, as of everything on the wire: only the fields that it models are looked at.
 */
import { z } from 'zod';
import type { PlainValue } from '../wire/wire-value.js';

/** Stands in the place of every value that may be a secret or is nobody's business. */
export const redacted = '[secret]';

/** As XAPI has it in plain JavaScript: integers, references, enumerations and dates are strings. */
const wireValue: z.ZodType<RecordValue> = z.lazy(() =>
  z.union([z.string(), z.boolean(), z.number(), z.null(), z.array(wireValue), z.record(z.string(), wireValue)]),
);
export type RecordValue = PlainValue;

export type PlainRecord = Readonly<Record<string, RecordValue>>;
/** By reference. */
export type RecordsOfClass = Readonly<Record<string, PlainRecord>>;

export const poolRecordsSchema = z.strictObject({
  format: z.literal('drydock-pool-records'),
  version: z.literal(1),
  /** When the records were read, in milliseconds since 1970: the twin's time begins here. */
  readAt: z.number().int().nonnegative(),
  /** By reference of the host: milliseconds that its clock was ahead; a host that did not answer is left out. */
  clocks: z.record(z.string(), z.number()),
  /**
   * By reference of the host: which VMs keep it from being evacuated, as the pool itself answered, each with xapi's code
   * and parameters. A host that could not be asked is left out.
   */
  evacuation: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  /** By class as XAPI spells it, then by reference; classes that the release does not have are left out. */
  classes: z.record(z.string(), z.record(z.string(), z.record(z.string(), wireValue))),
});
export type PoolRecords = z.infer<typeof poolRecordsSchema>;

export function recordsOf(records: PoolRecords, className: string): RecordsOfClass {
  return records.classes[className] ?? {};
}
