/**
 * The claim on a pool: one key of its other_config, whose creation fails when it is there. Its value says which run has the
 * pool, who began it, on which machine and when, so that whoever finds it later knows whom to ask.
 */
import { z } from 'zod';
import { parseJson } from '../../shared/json-text.js';

/** Written by claim-pool, removed by release-claim, read again before every other effect. */
export const claimKey = 'drydock_run';

export interface Claim {
  readonly run: string;
  /** `user@machine`; empty where an earlier version wrote the claim. */
  readonly by: string;
  /** ISO 8601, UTC; empty as well. */
  readonly since: string;
}

const claimSchema = z.object({ run: z.string().min(1), by: z.string().default(''), since: z.string().default('') });

export function claimText({ run, by, since }: Claim): string {
  return JSON.stringify({ run, by, since });
}

/** What holds the pool; undefined when nothing does. Anything that is no claim of ours in form is taken for a run's id. */
export function readClaim(otherConfig: Readonly<Record<string, string>>): Claim | undefined {
  const text = otherConfig[claimKey];
  if (text === undefined) return undefined;
  const parsed = claimSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : { run: text, by: '', since: '' };
}

/** "run-2026-01-01-abc (begun by ann@jump1 at 2026-01-01T12:00:00.000Z)". */
export function describeClaim({ run, by, since }: Claim): string {
  const begun = [by === '' ? '' : `by ${by}`, since === '' ? '' : `at ${since}`]
    .filter((part) => part !== '')
    .join(' ');
  return begun === '' ? run : `${run} (begun ${begun})`;
}
