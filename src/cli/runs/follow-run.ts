/** Watches a run until it ends or waits for a person, with a live picture or a line for each change. */
import type { ControlApi } from '../../contract/control.js';
import type { RunState, RunStatus } from '../../contract/run-status.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { changedLines } from '../output/run-lines.js';
import { changeLines, runView } from '../output/run-view.js';
import { paintFor } from '../output/style.js';
import { moment } from '../output/units.js';

const lookEvery = 250;
/** A controller that is restarted is back within this time; its runs go on meanwhile nowhere but in its journal. */
const patience = 60_000;

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

/**
 * Ctrl-C ends the watching, never the run.
 * @param started the run was told to start a moment ago, so that it still being planned is no end
 */
export async function followRun(
  controller: ControlApi,
  id: string,
  context: CommandContext,
  started = false,
): Promise<CommandResult> {
  const { surroundings, progress } = context;
  const { clock, signal } = surroundings;
  const paint = paintFor(progress.isTerminal, surroundings.environment);
  let shown: RunStatus | undefined;
  for (;;) {
    signal.throwIfAborted();
    const run = await patiently(controller, id, context);
    if (!progress.isTerminal) {
      for (const line of changedLines(shown, run)) progress.say(`${moment(clock.now())} ${line}`);
    }
    progress.draw(runView(run, progress.width, clock.now(), paint));
    shown = run;
    const exitCode = started && run.state === 'planned' ? null : ends[run.state];
    if (exitCode !== null) return { document: run, lines: changeLines(run), exitCode };
    await clock.sleep(lookEvery, signal);
  }
}

/** Bridges a restart of the controller. @throws CONTROLLER_NOT_RUNNING after a minute */
async function patiently(controller: ControlApi, id: string, context: CommandContext): Promise<RunStatus> {
  const { clock, signal } = context.surroundings;
  const end = clock.now() + patience;
  for (;;) {
    try {
      return await controller.run(id);
    } catch (error) {
      const gone = error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING';
      if (!gone || clock.now() >= end) throw error;
      await clock.sleep(lookEvery, signal);
    }
  }
}
