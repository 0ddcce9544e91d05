/** How long a run waits for others: for their backups, and for the person at a console. */
import { z } from 'zod';
import type { RunPolicies } from '../../controller/planning/policies.js';
import { spanLength } from '../../shared/span.js';

const wait = z.string().regex(/^[1-9]\d{0,4}[mhd]$/, { error: 'must be a number with m, h or d, such as 90m' });

/** Part of the settings of runs. */
export const waitingShape = {
  waitForOthers: wait
    .default('1h')
    .describe(
      'How long a run waits, at the turn of a host, for work of somebody else that ends by itself: a backup, an export, a migration. Then it stops.',
    ),
  manual: z
    .strictObject({
      remindEvery: wait
        .default('15m')
        .describe('Manual mode: how often the person at the console is reminded of the host that waits for him.'),
      warnAfter: wait
        .default('1h')
        .describe('After how long the reminder says that the host waits for longer than expected.'),
      stopAfter: wait.default('1d').describe('After how long the run stops; the host stays empty and out of service.'),
    })
    .superRefine(({ warnAfter, stopAfter }, context) => {
      if (spanLength(stopAfter) > spanLength(warnAfter)) return;
      context.addIssue({ code: 'custom', path: ['stopAfter'], message: 'must be longer than warnAfter' });
    })
    .prefault({})
    .describe('How long a person at a console is waited for.'),
} as const;

/** @param settings checked by the schema */
export function runPolicies(settings: z.infer<z.ZodObject<typeof waitingShape>>): RunPolicies {
  const { remindEvery, warnAfter, stopAfter } = settings.manual;
  return {
    waitForOthers: spanLength(settings.waitForOthers),
    manual: {
      remindEvery: spanLength(remindEvery),
      warnAfter: spanLength(warnAfter),
      stopAfter: spanLength(stopAfter),
    },
  };
}
