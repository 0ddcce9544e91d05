/** upgrade list: all runs of this controller, the open ones first. */
import { z } from 'zod';
import type { RunStatus } from '../../../contract/run-status.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { moment } from '../../output/units.js';
import { isOver } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';

/** What commands go by, and the pool's own name where that is another. */
function poolNames({ addedAs, pool }: RunStatus): string {
  return addedAs === undefined || addedAs === pool ? pool : `${addedAs} (${pool})`;
}

export const upgradeList = defineCommand({
  name: 'upgrade list',
  summary: 'list the runs, open ones first',
  arguments: [],
  options: [],
  example: 'drydock upgrade list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const all = await controllerOf(context).runs();
    const runs = [...all].sort((left, right) => Number(isOver(left)) - Number(isOver(right)));
    const rows = runs.map((run) => [
      run.run,
      poolNames(run),
      run.media,
      run.state,
      run.startedAt === null ? 'not started' : moment(run.startedAt),
      run.reason,
    ]);
    return done(
      { runs },
      runs.length === 0 ? ['no runs yet'] : table(['run', 'pool', 'media', 'state', 'started', 'reason'], rows),
    );
  },
});
