/** The frozen plan of a rollout: what its description came to, with aliases resolved, pools identified and waves filled. */
import { z } from 'zod';
import { runOptionsSchema, type RolloutDescription } from '../../contract/rollout-description.js';
import { spanLength } from '../../shared/span.js';
import { resolveWaves } from '../../contract/rollout-waves.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { hashOf } from '../planning/canonical-json.js';
import { rangeSchema } from '../planning/medium.js';
import { parseWindow } from '../planning/window/parse-window.js';
import { windowSchema, type Window } from '../planning/window/window.js';

const rolloutPoolSchema = z.strictObject({
  /** The name under which the pool was added. */
  pool: z.string(),
  uuid: z.string(),
  media: z.string(),
  windows: z.array(windowSchema),
  options: runOptionsSchema,
  hosts: z.number().int(),
  duration: rangeSchema,
  /** Milliseconds that the turn of its first host may last, with its soak: what must fit into a window for it to begin. */
  firstTurn: z.number(),
});
export type RolloutPool = z.infer<typeof rolloutPoolSchema>;

const rolloutPlanSchema = z.strictObject({
  format: z.literal(1),
  rollout: z.string(),
  name: z.string(),
  madeAt: z.number(),
  by: z.string(),
  pools: z.array(rolloutPoolSchema),
  waves: z.array(z.strictObject({ name: z.string(), canary: z.boolean(), pools: z.array(z.string()) })),
  limits: z.strictObject({
    pools: z.number().int().positive(),
    /** Hosts of this rollout that may be at work at a time; null: as many as pools. */
    hosts: z.number().int().positive().nullable(),
    /** Hosts of all runs of the controller that the link has room for; null: it is not bounded. */
    link: z.number().int().positive().nullable(),
    failureBudget: z.number().int().nonnegative(),
  }),
  /** Milliseconds between the end of a wave and the next. */
  soak: z.number().int().nonnegative(),
  approval: z.enum(['never', 'after-canary', 'each-wave']),
  /** sha256 in hex over the canonical JSON of everything else. */
  hash: z.string(),
});
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>;

/** What looking at a pool told. */
export type LookedAtPool = Pick<RolloutPool, 'uuid' | 'media' | 'hosts' | 'duration' | 'firstTurn'>;

export interface RolloutPlanInput {
  readonly rollout: string;
  readonly madeAt: number;
  readonly by: string;
  readonly pools: ReadonlyMap<string, LookedAtPool>;
  /** servers.limits.rate, in megabytes a second; undefined: no cap. */
  readonly serverRate: number | undefined;
}

export function makeRolloutPlan(description: RolloutDescription, input: RolloutPlanInput): RolloutPlan {
  const { name, approval, failureBudget, atOnce } = description;
  const content: Omit<RolloutPlan, 'hash'> = {
    format: 1,
    rollout: input.rollout,
    name,
    madeAt: input.madeAt,
    by: input.by,
    pools: description.pools.flatMap((entry) => {
      const seen = input.pools.get(entry.pool);
      const windows = windowsOfPool(description, entry);
      return seen === undefined
        ? []
        : [{ ...seen, pool: entry.pool, windows, options: optionsOfPool(description, entry) }];
    }),
    waves: resolveWaves(description).waves.map((wave) => ({ ...wave, pools: [...wave.pools] })),
    limits: {
      pools: atOnce.pools,
      hosts: atOnce.hosts ?? null,
      link: linkPlaces(description.link, input.serverRate),
      failureBudget,
    },
    soak: spanLength(description.soak),
    approval,
  };
  return { ...content, hash: hashOf(content) };
}

type PoolEntry = RolloutDescription['pools'][number];

/** Its own windows replace those of the rollout. @throws WINDOW_INVALID */
export function windowsOfPool(description: RolloutDescription, entry: PoolEntry): Window[] {
  return (entry.windows ?? description.windows).map(parseWindow);
}

export function optionsOfPool({ run }: RolloutDescription, entry: PoolEntry): RolloutPool['options'] {
  const own = Object.entries(entry.run ?? {}).filter(([, value]) => value !== undefined);
  return { ...run, ...Object.fromEntries(own), accept: [...run.accept, ...(entry.run?.accept ?? [])] };
}

/** How many hosts may install at once so that each gets its share; one always may. */
function linkPlaces(
  link: { readonly megabytesPerSecond?: number | undefined; readonly perHost: number },
  serverRate: number | undefined,
): number | null {
  const bounds = [link.megabytesPerSecond, serverRate].filter((rate) => rate !== undefined);
  return bounds.length === 0 ? null : Math.max(1, Math.floor(Math.min(...bounds) / link.perHost));
}

/** @throws STATE_CORRUPT when it has not the form of a rollout, or its hash is not that of its content */
export function readRolloutPlan(value: unknown): RolloutPlan {
  const attempted = 'reading the frozen plan of a rollout';
  const parsed = rolloutPlanSchema.safeParse(value);
  if (!parsed.success) throw new DrydockError('STATE_CORRUPT', { attempted, found: z.prettifyError(parsed.error) });
  const { hash, ...content } = parsed.data;
  const found = hashOf(content);
  if (found !== hash) throw new DrydockError('STATE_CORRUPT', { attempted, expected: `the hash ${hash}`, found });
  return parsed.data;
}
