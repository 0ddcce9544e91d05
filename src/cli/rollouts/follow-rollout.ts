/** Watches a rollout until it ends or waits for a person, with a live picture or a line for each change. */
import type { RolloutApi, RolloutState, RolloutStatus } from '../../contract/rollout.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { follow } from '../output/follow.js';
import { changedLines, rolloutView } from '../output/rollout-view.js';
import { plainPaint } from '../output/style.js';

/** How a rollout stands, as an exit code; null while it goes on by itself. */
const ends: Readonly<Record<RolloutState, ExitCode | null>> = {
  planned: exitCodes.waitsForPerson,
  running: null,
  paused: exitCodes.waitsForPerson,
  stopped: exitCodes.waitsForPerson,
  aborting: null,
  aborted: exitCodes.failed,
  done: exitCodes.done,
};

/** @param started the rollout was told to start a moment ago, so that it still being planned is no end */
export function followRollout(
  rollouts: RolloutApi,
  id: string,
  context: CommandContext,
  started = false,
): Promise<CommandResult> {
  return follow(
    {
      // A rollout takes hours, and each look is a look at all of its runs.
      lookEvery: 1000,
      look: () => rollouts.status(id),
      changes: changedLines,
      picture: rolloutView,
      exitOf: (status) => (started && status.state === 'planned' ? null : exitOf(status)),
      last: (status, width, at) => rolloutView(status, width, at, plainPaint),
    },
    context,
  );
}

function exitOf(status: RolloutStatus): ExitCode | null {
  const waits = status.state === 'running' && status.waves.some(({ state }) => state === 'awaiting-approval');
  return waits ? exitCodes.waitsForPerson : ends[status.state];
}
