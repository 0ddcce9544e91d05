/** What a plan and the assessments need to know of a medium: a summary of its manifest and of its release. */
import { z } from 'zod';
import { targetVersionsSchema, totals, type Manifest } from '../../media/manifest.js';

/** A time in milliseconds with its range. */
export const rangeSchema = z.strictObject({ least: z.number(), expected: z.number(), most: z.number() });
export type Range = z.infer<typeof rangeSchema>;

/** What the release data say of the medium's installer. */
const releaseRuleSchema = z.strictObject({
  id: z.string(),
  /** As a person calls it: `XCP-ng 8.3`. */
  name: z.string(),
  /** The oldest platform version that its installer upgrades; null where the data do not tell. */
  minimumPlatform: z.string().nullable(),
  /** The oldest product version, of the installers that compare these (up to 6.5). */
  minimumProduct: z.string().nullable().optional(),
});
export type ReleaseRule = z.infer<typeof releaseRuleSchema>;

export const mediumSchema = z.strictObject({
  id: z.string(),
  /** Product and version, for people: `XCP-ng 8.3.0`. */
  name: z.string(),
  target: targetVersionsSchema,
  /** Null when the medium is of no known release. */
  release: releaseRuleSchema.nullable(),
  totals: z.strictObject({ files: z.number().int(), bytes: z.number().int(), packages: z.number().int() }),
});
export type Medium = z.infer<typeof mediumSchema>;

export function mediumOf(manifest: Manifest, release: ReleaseRule | null): Medium {
  const all = totals(manifest);
  return {
    id: manifest.id,
    name: `${manifest.product.name} ${manifest.product.version}`,
    target: manifest.target,
    release,
    totals: { ...all, packages: totals(manifest, 'package').files },
  };
}
