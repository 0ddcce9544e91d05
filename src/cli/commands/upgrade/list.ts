/** upgrade list: the runs of this controller, the open ones first; those that ended long ago only when they are asked for. */
import { Option } from 'commander';
import { z } from 'zod';
import type { ControlApi } from '../../../contract/control.js';
import type { RunsReply } from '../../../contract/runs-page.js';
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

/** Of a page of older ones: as many as the controller gives at once. */
const pageLength = 1000;

async function readRuns(controller: ControlApi, all: boolean): Promise<RunsReply> {
  const first = await controller.runs(all ? { ended: pageLength } : {});
  const runs = [...first.runs];
  let { next } = first;
  while (all && next !== null) {
    const page = await controller.runs({ ended: pageLength, before: next });
    runs.push(...page.runs);
    next = page.next;
  }
  return { runs, next };
}

export const upgradeList = defineCommand({
  name: 'upgrade list',
  summary: 'list the runs, open ones first',
  arguments: [],
  options: [new Option('--all', 'also those that ended before the last 50')],
  example: 'drydock upgrade list',
  input: z.strictObject({ all: z.boolean().optional() }),
  act: async (input, context) => {
    const { runs: found, next } = await readRuns(controllerOf(context), input.all === true);
    const runs = [...found].sort((left, right) => Number(isOver(left)) - Number(isOver(right)));
    const rows = runs.map((run) => [
      run.run,
      poolNames(run),
      run.media,
      run.state,
      run.startedAt === null ? 'not started' : moment(run.startedAt),
      run.reason,
    ]);
    const older = next === null ? [] : ['older runs that have ended: drydock upgrade list --all'];
    return done(
      { runs, next },
      runs.length === 0
        ? ['no runs yet']
        : [...table(['run', 'pool', 'media', 'state', 'started', 'reason'], rows), ...older],
    );
  },
});
