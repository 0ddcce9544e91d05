/** The fixes that the findings of a check name, each once, in the order in which a run carries them out. */
import type { Finding } from '../assessments/finding.js';
import { fixEffects, isFixEffect } from '../effects/fixes.js';
import type { PlannedChange } from './plan.js';

export function plannedFixes(findings: readonly Finding[]): readonly PlannedChange[] {
  const planned = new Map<string, PlannedChange & { readonly key: string }>();
  for (const { fix, accepted } of findings) {
    // What a person has accepted stays as it is.
    if (fix === undefined || accepted !== undefined || !isFixEffect(fix.effect)) continue;
    const { effect, key, detail = {} } = fix;
    planned.set(`${effect} ${key}`, { effect, key, detail: { ...detail } });
  }
  const rank = ({ effect }: PlannedChange): number => fixEffects.findIndex((candidate) => candidate === effect);
  return [...planned.values()].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}
