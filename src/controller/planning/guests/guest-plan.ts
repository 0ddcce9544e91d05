/** What a run may do with guests besides moving them: frozen in the plan, each with the consent of a person by name. */
import { z } from 'zod';

/**
 * migrate: moved live, and brought home at the end. stop: shut down in order for its host's turn, and started after it.
 * suspend: the same with what it has in memory kept. leave: moved live, and left where it landed.
 */
export const vmPolicies = ['migrate', 'stop', 'suspend', 'leave'] as const;
export type VmPolicy = (typeof vmPolicies)[number];

const consentSchema = z.strictObject({
  /** Who: a person, or the tag of the VM. */
  by: z.string().min(1),
  /** By what: `--stop-vms`, `--vm web=stop`, `drydock:stop`. */
  how: z.string().min(1),
});
export type Consent = z.infer<typeof consentSchema>;

export const guestPlanSchema = z.strictObject({
  /** Guests with a policy of their own. */
  vms: z.array(
    z.strictObject({ vm: z.string(), name: z.string(), policy: z.enum(vmPolicies), consent: consentSchema }),
  ),
  /** Any guest that cannot leave its host may be shut down in order. Null: none may. */
  stopUnmovable: consentSchema.nullable(),
  suspend: consentSchema.nullable(),
  /** Guests whose plug may be pulled where they do not shut down in order. */
  hardStop: z.array(z.strictObject({ vm: z.string(), name: z.string(), consent: consentSchema })),
  /** Places in the start order, of guests that have one. */
  startOrder: z.array(z.strictObject({ vm: z.string(), order: z.number().int() })),
});
export type GuestPlan = z.infer<typeof guestPlanSchema>;

/** Everything is moved, nothing is stopped. */
export const onlyMoved: GuestPlan = { vms: [], stopUnmovable: null, suspend: null, hardStop: [], startOrder: [] };

export function policyOf(guests: GuestPlan, vm: string): VmPolicy {
  return guests.vms.find((candidate) => candidate.vm === vm)?.policy ?? 'migrate';
}

export function startOrderOf(guests: GuestPlan, vm: string): number {
  return guests.startOrder.find((candidate) => candidate.vm === vm)?.order ?? 0;
}

export function describeConsent({ by, how }: Consent): string {
  return `${how} (${by})`;
}
