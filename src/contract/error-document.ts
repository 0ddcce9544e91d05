/** How a DrydockError crosses a process boundary: its document on the way out, the same error on the way in. */
import { z } from 'zod';
import { DrydockError, type ErrorDocument } from '../shared/errors/drydock-error.js';
import { isErrorCode, type ErrorCode } from '../shared/errors/registry.js';

const errorDocumentSchema = z.object({
  code: z.custom<ErrorCode>((value) => typeof value === 'string' && isErrorCode(value)),
  attempted: z.string(),
  subject: z.string().optional(),
  expected: z.string().optional(),
  found: z.string().optional(),
  remedy: z.string(),
  cause: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** Any failure as a document; what is not a DrydockError is a defect, and says so without a stack. */
export function documentOf(error: unknown, attempted: string): ErrorDocument {
  if (error instanceof DrydockError) return error.toJSON();
  return new DrydockError('INTERNAL_FAULT', { attempted, cause: error }).toJSON();
}

/** The error again; undefined when the document is not one that this version knows. */
export function errorFromDocument(document: unknown): DrydockError | undefined {
  const parsed = errorDocumentSchema.safeParse(document);
  if (!parsed.success) return undefined;
  const { code, attempted, remedy, subject, expected, found, cause, data } = parsed.data;
  return new DrydockError(code, {
    attempted,
    remedy,
    ...(subject === undefined ? {} : { subject }),
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(cause === undefined ? {} : { cause }),
    ...(data === undefined ? {} : { data }),
  });
}
