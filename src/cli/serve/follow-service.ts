/** What `serve` does while it runs: says what the runs do, brings the controller back if it dies, and ends well on Ctrl-C. */
import type { RunStatus } from '../../contract/run-status.js';
import { launchController } from '../../daemon/controller/launch-controller.js';
import { stopBoth } from '../../daemon/serve/stop-both.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { changedLines } from '../output/run-lines.js';
import { forTerminal } from '../output/terminal-text.js';
import { moment } from '../output/units.js';
import { isOver } from '../runs/choose-run.js';
import { controllerOf } from '../runs/controller.js';

const lookEvery = 1000;
/** A controller that dies again and again is not started faster than this. */
const relaunchEvery = 5000;

export async function followService(context: CommandContext): Promise<CommandResult> {
  const { clock, signal } = context.surroundings;
  const shown = new Map<string, RunStatus>();
  while (!signal.aborted) {
    await look(context, shown);
    await clock.sleep(lookEvery, signal).catch(() => undefined);
  }
  const lines = await endLines(context);
  // With --json standard output has had its document.
  if (context.json) for (const line of lines) sayOn(context, line);
  return { document: undefined, lines, exitCode: exitCodes.done };
}

async function look(context: CommandContext, shown: Map<string, RunStatus>): Promise<void> {
  const { clock, signal } = context.surroundings;
  const say = (line: string): void => sayOn(context, `${moment(clock.now())} ${line}`);
  try {
    for (const run of await controllerOf(context).runs()) {
      const before = shown.get(run.run);
      shown.set(run.run, run);
      if (before === undefined && isOver(run)) continue;
      for (const line of changedLines(before, run)) say(line);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof DrydockError) || error.code !== 'CONTROLLER_NOT_RUNNING') throw error;
    say('the controller has ended; it is started again (its runs are in the journal)');
    await launchController(context.settings);
    await clock.sleep(relaunchEvery, signal).catch(() => undefined);
  }
}

/** A service tells what happens with --json as well: on standard error, like a log. */
function sayOn({ surroundings }: CommandContext, line: string): void {
  surroundings.stderr.write(`${forTerminal(line)}\n`);
}

/** Ctrl-C: both are stopped, or left alone when a host may be installing. */
async function endLines(context: CommandContext): Promise<string[]> {
  try {
    const { openRuns } = await stopBoth(context.settings);
    return ['media server and controller have stopped', ...openRuns.map((run) => `${run} goes on at the next start`)];
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code !== 'GRANT_ARMED') throw error;
    return [
      `a host may be installing (${error.details.subject ?? ''}), so media server and controller go on without this terminal`,
      'watch with: drydock upgrade watch     come back with: drydock serve     end with: drydock stop',
    ];
  }
}
