/** Manual mode in a plan: who reboots the hosts, and how long a person at a console is waited for. */
import { z } from 'zod';

export const upgradeModes = ['automatic', 'manual'] as const;
const rebooters = ['drydock', 'person'] as const;

export const manualPlanSchema = z.strictObject({
  /** drydock: it reboots a host once a person says that the medium is in its drive. person: he boots it from the medium himself. */
  rebootBy: z.enum(rebooters),
  /** Milliseconds; see ManualPatience. */
  remindEvery: z.number().int().positive(),
  warnAfter: z.number().int().positive(),
  stopAfter: z.number().int().positive(),
});
export type ManualPlan = z.infer<typeof manualPlanSchema>;

/** In words, for a person who has to say yes to the plan. */
export function describeManual({ rebootBy, stopAfter }: ManualPlan): string {
  const who =
    rebootBy === 'person'
      ? 'you boot it from the medium'
      : 'you put the medium into its drive and say so (drydock upgrade approve), and Drydock reboots it';
  const hours = Math.round(stopAfter / 360_000) / 10;
  return `Manual mode: Drydock empties each host and waits, for ${hours} h at most; ${who}, choose "Upgrade" at its console, and Drydock proves the rest.`;
}
