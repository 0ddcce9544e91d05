/** The frozen plan of a run: which hosts in which order, what is changed first, how long it may take, under which hash. */
import { z } from 'zod';
import { endpointSchema } from '../../contract/media-server.js';
import { downVmSchema, orderSearchSchema, stuckVmSchema, vmPathSchema } from '../../contract/plan-forecast.js';
import { fixEffects } from '../effects/fixes.js';
import { manualPlanSchema, upgradeModes } from '../manual/manual-plan.js';
import { plannedPackSchema } from '../packs/planned-pack.js';
import { baselinePbdSchema, baselineSchema, baselineVmSchema, hostVersionsSchema } from './baseline.js';
import { deadlinesSchema } from './deadlines.js';
import { guestPlanSchema } from './guests/guest-plan.js';
import { plannedMirrorSchema } from '../mirrors/planned-mirror.js';
import { mediumSchema, rangeSchema } from './medium.js';
import { probeSchema } from '../probes/probe.js';
import { retryBudgetSchema } from './retry-budget.js';
import { windowSchema } from './window/window.js';

/** Where the run stops and waits for a person's approval. There is none between armed and proven. */
export const pausePoints = ['before-host', 'after-host'] as const;
export type PausePoint = (typeof pausePoints)[number];

export const acceptanceSchema = z.strictObject({
  /** The assessment's id. */
  check: z.string(),
  /** Name or uuid of the host, or of the finding's subject where it is no host. */
  host: z.string(),
  reason: z.string().min(1),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

const plannedMoveSchema = z.strictObject({
  vm: z.string(),
  name: z.string(),
  memory: z.number(),
  /** uuid of the host it is expected to go to; null when no room was found. */
  to: z.string().nullable(),
});

const stepForecastSchema = z.strictObject({
  moves: z.array(plannedMoveSchema),
  /** Bytes of guest memory to move, and bytes free on the hosts that may take guests. */
  needed: z.number(),
  room: z.number(),
  fits: z.boolean(),
  duration: rangeSchema,
  /** The following are absent in plans that are older than these forecasts. */
  stuck: z.array(stuckVmSchema).optional(),
  /** Guests that are shut down or suspended for this turn. */
  down: z.array(downVmSchema).optional(),
  /** Bytes that the control domain takes more afterwards. */
  growth: z.number().optional(),
  /** What would make room, where something has none. */
  help: z.array(z.string()).optional(),
});

const plannedHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  address: z.string(),
  coordinator: z.boolean(),
  from: hostVersionsSchema,
  certificateFingerprint: z.string().nullable(),
  /** The guests that live there now: where they are to be at the end. */
  vms: z.array(baselineVmSchema),
  /** The PBDs that are attached now: what must be attached again. */
  pbds: z.array(baselinePbdSchema),
  /** Local storage (uuids) that the installer may make anew, and that was empty when the plan was made. */
  emptyStorage: z.array(z.string()).optional(),
  forecast: stepForecastSchema,
  deadlines: deadlinesSchema,
});
export type PlannedHost = z.infer<typeof plannedHostSchema>;

const skippedHostSchema = z.strictObject({
  uuid: z.string(),
  name: z.string(),
  why: z.enum(['at-target', 'excluded']),
});
export type SkippedHost = z.infer<typeof skippedHostSchema>;

/** What is changed before the first host and put back at the end. */
const plannedChangeSchema = z.discriminatedUnion('effect', [
  z.strictObject({
    effect: z.literal('disable-ha'),
    heartbeatSrs: z.array(z.string()),
    failuresToTolerate: z.number().int(),
  }),
  z.strictObject({ effect: z.literal('disable-wlb') }),
  z.strictObject({
    effect: z.enum(fixEffects),
    /** What it is about: a host's, VM's, drive's or connection's uuid. */
    key: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
]);
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

export const planSchema = z.strictObject({
  format: z.literal(1),
  run: z.string(),
  madeAt: z.number(),
  pool: z.strictObject({ uuid: z.string(), name: z.string(), coordinator: z.string() }),
  medium: mediumSchema,
  /** What the media server may be reached at, as it was told when the plan was made. */
  endpoints: z.array(endpointSchema),
  /** Where its hosts read in place of the media server itself; absent where there is none. */
  mirror: plannedMirrorSchema.optional(),
  /** In the order of their turn; the coordinator is the first, or at the target already. */
  hosts: z.array(plannedHostSchema),
  skipped: z.array(skippedHostSchema),
  changes: z.array(plannedChangeSchema),
  baseline: baselineSchema,
  forecast: z.strictObject({
    migrations: z.number().int(),
    /** uuid of the host whose evacuation leaves the least memory free; null when nothing has to move. */
    tightest: z.string().nullable(),
    duration: rangeSchema,
    /** Absent in older plans, as the two after it: moves home at the end, which `migrations` does not count. */
    homeward: z.number().int().optional(),
    search: orderSearchSchema.optional(),
    paths: z.array(vmPathSchema).optional(),
    /** Earlier runs whose times it goes by; 0: figures of the field. */
    measuredRuns: z.number().int().optional(),
  }),
  /** Milliseconds that a host is watched after it was proven, before the next is begun. */
  soak: z.number().int().nonnegative(),
  pausePoints: z.array(z.enum(pausePoints)),
  /** Absent: automatic. */
  mode: z.enum(upgradeModes).optional(),
  /** Present in Manual mode alone. */
  manual: manualPlanSchema.optional(),
  /** Milliseconds for which somebody else's work is waited for at a host's turn. */
  waitForOthers: z.number().int().positive().optional(),
  /** Hosts are begun only while it is open and leaves them time; absent: at any time. */
  window: windowSchema.optional(),
  accepted: z.array(acceptanceSchema),
  /** What is asked of the administrator's own probes; absent in older plans. */
  probes: z.array(probeSchema).optional(),
  /** How often it may be tried again before that must be named; absent in older plans. */
  retries: retryBudgetSchema.optional(),
  /** What may be done with guests besides moving them; absent in plans from before that: nothing. */
  guests: guestPlanSchema.optional(),
  /** In the order in which each host is given them; absent where none was named. */
  packs: z.array(plannedPackSchema).optional(),
  /** sha256 in hex over the canonical JSON of everything else. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Plan = z.infer<typeof planSchema>;
