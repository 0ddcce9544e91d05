/** How long each machine wait of a host may take: when it is expected to end, when to warn, when to stop the run. */
import { z } from 'zod';

/**
 * evacuating: disable and evacuate. staging: `testUrl` and `main`. leaving: from the reboot call until the host is gone.
 * fetching: from then until the installer's first request. installing: until the host returned. restoring: storage
 * plugged and the host enabled.
 */
export const waitPhases = ['evacuating', 'staging', 'leaving', 'fetching', 'installing', 'restoring'] as const;
export type WaitPhase = (typeof waitPhases)[number];

/** Milliseconds from the start of the phase. */
const deadlineSchema = z.strictObject({
  expected: z.number().int().positive(),
  warnAfter: z.number().int().positive(),
  stopAfter: z.number().int().positive(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

export const deadlinesSchema = z.strictObject({
  evacuating: deadlineSchema,
  staging: deadlineSchema,
  leaving: deadlineSchema,
  fetching: deadlineSchema,
  installing: deadlineSchema,
  restoring: deadlineSchema,
} satisfies Record<WaitPhase, typeof deadlineSchema>);
export type Deadlines = z.infer<typeof deadlinesSchema>;
