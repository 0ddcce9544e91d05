/** Watches a run: on the whole screen of a person's terminal, else until it ends or waits for a person, as a picture or as lines. */
import type { ControlApi } from '../../contract/control.js';
import type { RunState, RunStatus } from '../../contract/run-status.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { follow } from '../output/follow.js';
import { changedLines } from '../output/run-lines.js';
import { changeLines, runView } from '../output/run-view.js';
import { paintFor } from '../output/style.js';
import { screenSize, watchFullScreen } from '../watch/watch-run.js';

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

export interface FollowOptions {
  /** The run was told to start a moment ago, so that it still being planned is no end. */
  readonly started?: boolean;
  /** Not on the whole screen, whatever the terminal is. */
  readonly lines?: boolean | undefined;
}

export async function followRun(
  controller: ControlApi,
  id: string,
  context: CommandContext,
  { started = false, lines = false }: FollowOptions = {},
): Promise<CommandResult> {
  const wholeScreen = !lines && context.progress.isTerminal && screenSize(context.surroundings) !== undefined;
  if (wholeScreen) {
    // A run that waits for a person stays on the screen: the person is there.
    const isOver = ({ state }: RunStatus): boolean => state === 'done' || state === 'aborted';
    const last = await watchFullScreen({ controller, run: id, isOver }, context);
    if (last !== null) return lastPicture(last, context);
  }
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

/** What stays on the terminal when the screen is given back. Who leaves a run that goes on is told so by exit code 0. */
function lastPicture(run: RunStatus, { progress, surroundings }: CommandContext): CommandResult {
  const paint = paintFor(surroundings.stdout.isTTY === true, surroundings.environment);
  const lines = [...runView(run, progress.width, surroundings.clock.now(), paint), ...changeLines(run)];
  return { document: run, lines, exitCode: ends[run.state] ?? exitCodes.done };
}
