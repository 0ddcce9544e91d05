/** What the wire's strings mean: integers, times, references and maps, decoded by the schema of the field. */
import { z } from 'zod';

const nullReference = 'OpaqueRef:NULL';

/** 64-bit numbers of xapi are memory sizes and counters: they fit, and -2^63 ("not set") only loses digits. */
export const wireInt = z
  .string()
  .regex(/^[+-]?\d+$/)
  .transform(Number);

/** A void result. Up to 6.5 some calls answer other empty forms, so the value is not looked at. */
export const wireVoid = z.unknown().transform(() => undefined);

/** Milliseconds since 1970; `20240229T15:07:05Z`, always UTC. 1970 means that it was never set. */
export const wireTime = z
  .string()
  .regex(/^\d{4}-?\d{2}-?\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/)
  .transform((text) => {
    const digits = text.replaceAll('-', '');
    return Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 17).replace(/Z$/, '')}Z`);
  });

export const textMap = z.record(z.string(), z.string());

/** A reference, or null where xapi writes the null reference or nothing. */
export const optionalReference = z.string().transform((ref) => (ref === '' || ref === nullReference ? null : ref));

/** All records of a class, by reference. */
export function recordsOf<R extends z.ZodType>(record: R) {
  return z.record(z.string(), record);
}
