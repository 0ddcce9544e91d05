/** Which run a command means when none is named: the only one that is not at its end. */
import type { ControlApi } from '../../contract/control.js';
import type { RunStatus } from '../../contract/run-status.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

/** Is there nothing left to happen in this run? */
export function isOver(run: RunStatus): boolean {
  return run.state === 'done' || run.state === 'aborted';
}

/**
 * A run by its id, or the only open one; with `orLast`, the latest one when none is open.
 * @throws RUN_AMBIGUOUS, RUN_UNKNOWN
 */
export async function chooseRun(controller: ControlApi, id: string | undefined, orLast = false): Promise<RunStatus> {
  if (id !== undefined) return controller.run(id);
  const { runs } = await controller.runs();
  const open = runs.filter((run) => !isOver(run));
  const chosen = open.length === 0 && orLast ? latest(runs) : open[0];
  if (chosen !== undefined && open.length <= 1) return chosen;
  throw new DrydockError('RUN_AMBIGUOUS', {
    attempted: 'choosing a run',
    expected: 'one run that is not at its end, or the id of a run',
    found: open.length === 0 ? 'no open run' : open.map((run) => run.run).join(', '),
  });
}

function latest(runs: readonly RunStatus[]): RunStatus | undefined {
  return runs.reduce<RunStatus | undefined>(
    (best, run) => (best === undefined || (run.startedAt ?? 0) >= (best.startedAt ?? 0) ? run : best),
    undefined,
  );
}
