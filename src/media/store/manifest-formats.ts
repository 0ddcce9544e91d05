/** Manifests of every format that was ever written, read as the present one. */
import { z } from 'zod';
import { manifestSchema, type Manifest } from '../manifest.js';

const anyFormat = z.looseObject({ format: z.number().int() });

/** What format 2 (0.2.0) added: signatures of packages, parts, generations. */
const firstFormat = z.looseObject({
  format: z.literal(1),
  verified: z.looseObject({}),
  files: z.array(z.looseObject({})),
});

export const manifestFormat = 2;

/** Undefined for what is no manifest at all. */
export function formatOf(document: unknown): number | undefined {
  const parsed = anyFormat.safeParse(document);
  return parsed.success ? parsed.data.format : undefined;
}

/**
 * @throws an error of zod for what is no manifest, or one of a format of the future
 */
export function parseManifest(document: unknown): Manifest {
  const { format } = anyFormat.parse(document);
  return manifestSchema.parse(format === 1 ? fromFirst(firstFormat.parse(document)) : document);
}

/** Nobody looked at the signatures of packages then, so nothing is claimed of them. */
function fromFirst(document: z.infer<typeof firstFormat>): unknown {
  return {
    ...document,
    format: 2,
    generation: 1,
    parts: [],
    files: document.files.map((file) => ({ ...file, signature: null })),
    verified: {
      ...document.verified,
      packageSignatures: { good: 0, absent: 0, untrustedKey: 0 },
      sourceChecksum: false,
    },
  };
}
