/** Watches a run until it ends or waits for a person, with a live picture or a line for each change. */
import type { ControlApi } from '../../contract/control.js';
import type { RunState } from '../../contract/run-status.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { follow } from '../output/follow.js';
import { changedLines } from '../output/run-lines.js';
import { changeLines, runView } from '../output/run-view.js';

/** How a run stands, as an exit code; null while it goes on by itself. */
const ends: Readonly<Record<RunState, ExitCode | null>> = {
  planned: exitCodes.waitsForPerson,
  running: null,
  waiting: null,
  paused: exitCodes.waitsForPerson,
  stopped: exitCodes.waitsForPerson,
  undoing: null,
  aborted: exitCodes.failed,
  done: exitCodes.done,
};

/** @param started the run was told to start a moment ago, so that it still being planned is no end */
export function followRun(
  controller: ControlApi,
  id: string,
  context: CommandContext,
  started = false,
): Promise<CommandResult> {
  return follow(
    {
      lookEvery: 250,
      look: () => controller.run(id),
      changes: changedLines,
      picture: runView,
      exitOf: ({ state }) => (started && state === 'planned' ? null : ends[state]),
      last: changeLines,
    },
    context,
  );
}
