/** A rollout as a person writes it down: which pools, in which waves, how many at once, when, and what is too much. */
import { z } from 'zod';
import { resolveWaves } from './rollout-waves.js';

const poolName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
  error: 'must be the name of a pool, as `drydock pool list` shows it',
});
const label = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$/, {
  error: 'must be a word of letters, digits, dot, dash, slash and underscore',
});
const count = z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' });
const megabytes = z.number({ error: 'must be a number' }).min(1, { error: 'must be at least 1' });

const duration = z
  .string({ error: 'must be 0, or a number with m, h or d, such as 12h' })
  .regex(/^(0|\d{1,5}[mhd])$/, { error: 'must be 0, or a number with m, h or d, such as 12h' });

const windows = z
  .array(z.string({ error: 'must be a window, such as "Sat 22:00-04:00 Europe/Berlin"' }))
  .describe(
    'When hosts may be begun: `[DAYS ]HH:MM-HH:MM ZONE` or `START/END`. A host is begun only if it is forecast to be ready before the window closes. Empty: at any time.',
  );

/** What `upgrade plan` takes as options, for each run of the rollout. */
const runOptionsShape = {
  fix: z.boolean().describe('Let the run put right what it can, and put it back at the end (--fix).'),
  acceptEua: z.boolean().describe("The medium's licence agreement was read and is accepted (--accept-eua)."),
  approveEachHost: z.boolean().describe('Wait for an approval before each host.'),
  soakMinutes: z
    .number({ error: 'must be a number' })
    .nonnegative({ error: 'must be at least 0' })
    .describe('Minutes a host must stay well before the next one of its pool.'),
  accept: z.array(z.string()).describe('Answers to findings that block: CHECK@HOST=REASON.'),
  stopVms: z.boolean().describe('VMs that cannot move may be shut down for the turn of their host (--stop-vms).'),
  vmPolicies: z.array(z.string()).describe('What is done with single VMs: NAME=migrate|stop|suspend|leave (--vm).'),
  allowSuspend: z.boolean().describe('VMs with that policy may be suspended (--allow-suspend).'),
  hardStop: z.array(z.string()).describe('VMs whose plug may be pulled if they do not shut down (--hard-stop).'),
  packs: z.array(z.string().min(1)).describe('Supplemental packs that each host is given when it is back (--pack).'),
};

export const runOptionsSchema = z.strictObject({
  fix: runOptionsShape.fix.default(false),
  acceptEua: runOptionsShape.acceptEua.default(false),
  approveEachHost: runOptionsShape.approveEachHost.default(false),
  soakMinutes: runOptionsShape.soakMinutes.default(0),
  accept: runOptionsShape.accept.default([]),
  // Absent where nothing is said, so that rollouts from before these options keep their hash.
  stopVms: runOptionsShape.stopVms.optional(),
  vmPolicies: runOptionsShape.vmPolicies.optional(),
  allowSuspend: runOptionsShape.allowSuspend.optional(),
  hardStop: runOptionsShape.hardStop.optional(),
  packs: runOptionsShape.packs.optional(),
});

const poolSchema = z.strictObject({
  pool: poolName.describe('The name under which the pool was added.'),
  media: z.string().min(1).optional().describe('Its medium, where it is not that of the rollout.'),
  labels: z.array(label).default([]).describe('Words by which waves choose it.'),
  windows: windows.optional(),
  run: z.strictObject(runOptionsShape).partial().optional().describe('Its own options, beside those of the rollout.'),
});

const waveSchema = z
  .strictObject({
    name: z.string().min(1).max(60).optional().describe('Shown in status and report.'),
    pools: z.array(poolName).min(1).optional().describe('These pools, in this order.'),
    labels: z.array(label).min(1).optional().describe('All pools with one of these labels that are in no wave yet.'),
    count: count.optional().describe('That many pools of those that are in no wave yet.'),
    percent: z
      .number({ error: 'must be a number' })
      .gt(0, { error: 'must be more than 0' })
      .max(100, { error: 'must be at most 100' })
      .optional()
      .describe('That share of all pools but the canaries, rounded up, of those that are in no wave yet.'),
    rest: z.literal(true, { error: 'must be true' }).optional().describe('All pools that are in no wave yet.'),
  })
  .refine((wave) => chosenBy(wave).length === 1, {
    error: 'needs one of pools, labels, count, percent, rest, and only one',
  });

function chosenBy(wave: Readonly<Record<string, unknown>>): readonly string[] {
  return ['pools', 'labels', 'count', 'percent', 'rest'].filter((key) => wave[key] !== undefined);
}

const atOnceSchema = z.strictObject({
  pools: count.default(1).describe('How many pools are worked on at a time.'),
  hosts: count
    .optional()
    .describe('How many hosts of all pools may be upgraded at a time; that of a run which has stopped does not count.'),
});

const linkSchema = z.strictObject({
  megabytesPerSecond: megabytes
    .optional()
    .describe('What all installing hosts may take of the link; default: servers.limits.rate of the configuration.'),
  perHost: megabytes.default(25).describe('What each of them should get at least.'),
});

export const rolloutDescriptionSchema = z
  .strictObject({
    name: z.string().min(1).max(60).describe('What it is called.'),
    media: z.string().min(1).optional().describe("The medium's id or alias, for pools that name none."),
    pools: z.array(poolSchema).min(1, { error: 'must have at least one pool' }),
    canary: z
      .array(poolName)
      .default([])
      .describe('The pools that go first, all others waiting; the failure of one stops the rollout.'),
    waves: z.array(waveSchema).default([]).describe('Who goes next; pools that are left over make the last wave.'),
    atOnce: atOnceSchema.prefault({}),
    link: linkSchema.prefault({}),
    failureBudget: z
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be at least 0' })
      .default(0)
      .describe('How many pools may fail before no other is begun; 0: the first failure stops the rollout.'),
    soak: duration.default('0').describe('How long to watch the pools of a wave before the next one: 90m, 12h, 7d.'),
    approval: z
      .enum(['never', 'after-canary', 'each-wave'], { error: 'must be one of never, after-canary, each-wave' })
      .default('after-canary')
      .describe('Where a person must say yes before the next wave begins.'),
    windows: windows.default([]),
    run: runOptionsSchema.prefault({}).describe('Options of each run.'),
  })
  .superRefine((description, context) => {
    for (const { path, message } of resolveWaves(description).problems) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    description.pools.forEach(({ media }, index) => {
      if (media === undefined && description.media === undefined)
        context.addIssue({ code: 'custom', path: ['pools', index], message: 'has no media, and the rollout has none' });
    });
  });
export type RolloutDescription = z.infer<typeof rolloutDescriptionSchema>;
