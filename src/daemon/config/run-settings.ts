/** The settings of runs: what the controller freezes into the plans that it makes. */
import { z } from 'zod';
import { usualRetryBudget } from '../../controller/planning/retry-budget.js';
import { waitingShape } from './waiting-settings.js';

const count = (preset: number) =>
  z.int({ error: 'must be a whole number' }).min(0, { error: 'must be at least 0' }).default(preset);

export const runSettingsSchema = z.strictObject({
  retriesPerHost: count(usualRetryBudget.perHost).describe(
    'How often `upgrade retry` is taken for one host; after that it must name the host and a reason, which fills the budget again.',
  ),
  retriesPerRun: count(usualRetryBudget.perRun).describe('The same for all hosts of a run together.'),
  ...waitingShape,
});
