/** What a plan foretells, in the form that `upgrade plan --json` and the plan itself have alike. */
import { z } from 'zod';

/** Where a VM goes at a host's turn (`turn`: uuid of the host), or at the end of the run (`turn` null). */
const vmStepSchema = z.strictObject({
  turn: z.string().nullable(),
  what: z.enum(['moves', 'stops', 'suspends', 'starts', 'resumes', 'goes-home', 'stays-away', 'has-no-place']),
  /** uuid of the host where it runs afterwards; null while it is down. */
  to: z.string().nullable(),
  /** Empty where nothing is to be said. */
  why: z.string(),
});
export type VmStep = z.infer<typeof vmStepSchema>;

export const vmPathSchema = z.strictObject({
  vm: z.string(),
  name: z.string(),
  /** uuid of the host that it runs on when the plan is made. */
  home: z.string(),
  /** How often it is moved live, the way home with it. */
  migrations: z.number().int(),
  steps: z.array(vmStepSchema),
});
export type VmPath = z.infer<typeof vmPathSchema>;

/** A guest that has no place when its host's turn comes, and why. */
export const stuckVmSchema = z.strictObject({
  vm: z.string(),
  name: z.string(),
  memory: z.number(),
  /** xapi's code where it is one of xapi's reasons: `VM_REQUIRES_SR`. */
  code: z.string(),
  reason: z.string(),
});
export type StuckVm = z.infer<typeof stuckVmSchema>;

export const downVmSchema = z.strictObject({
  vm: z.string(),
  name: z.string(),
  how: z.enum(['stop', 'suspend']),
  reason: z.string(),
});
export type DownVm = z.infer<typeof downVmSchema>;

/** by-hand: a person gave all of it. exact: no order has fewer migrations. bounded: the best of those that were looked at. */
export const orderSearchSchema = z.strictObject({
  how: z.enum(['by-hand', 'exact', 'bounded']),
  /** Evacuations that were forecast to find it. */
  looked: z.number().int(),
});
export type OrderSearch = z.infer<typeof orderSearchSchema>;
