/** Watches a rollout until it ends or waits for a person, with a live picture or a line for each change. */
import type { RolloutApi, RolloutState, RolloutStatus } from '../../contract/rollout.js';
import { exitCodes, type ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { changedLines, rolloutView } from '../output/rollout-view.js';
import { paintFor, plainPaint } from '../output/style.js';
import { moment } from '../output/units.js';

/** A rollout takes hours, and each look is a look at all of its runs. */
const lookEvery = 1000;

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

/** Ctrl-C ends the watching, never the rollout. */
export async function followRollout(
  rollouts: RolloutApi,
  id: string,
  context: CommandContext,
  started = false,
): Promise<CommandResult> {
  const { surroundings, progress } = context;
  const { clock, signal } = surroundings;
  const paint = paintFor(progress.isTerminal, surroundings.environment);
  let shown: RolloutStatus | undefined;
  for (;;) {
    signal.throwIfAborted();
    const status = await rollouts.status(id);
    if (!progress.isTerminal) {
      for (const line of changedLines(shown, status)) progress.say(`${moment(clock.now())} ${line}`);
    }
    progress.draw(rolloutView(status, progress.width, clock.now(), paint));
    shown = status;
    const exitCode = started && status.state === 'planned' ? null : exitOf(status);
    if (exitCode !== null)
      return { document: status, lines: rolloutView(status, progress.width, clock.now(), plainPaint), exitCode };
    await clock.sleep(lookEvery, signal);
  }
}

function exitOf(status: RolloutStatus): ExitCode | null {
  const waits = status.state === 'running' && status.waves.some(({ state }) => state === 'awaiting-approval');
  return waits ? exitCodes.waitsForPerson : ends[status.state];
}
