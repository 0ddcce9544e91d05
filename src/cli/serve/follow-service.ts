/** What `serve` does while it runs: says what the runs do, brings back what dies, and ends well on Ctrl-C or when it is stopped from elsewhere. */
import type { RunStatus } from '../../contract/run-status.js';
import { missingDaemons } from '../../daemon/serve/missing-daemons.js';
import { startBoth } from '../../daemon/serve/start-both.js';
import { stopBoth } from '../../daemon/serve/stop-both.js';
import { wasStopped } from '../../daemon/serve/stopped-note.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { changedLines } from '../output/run-lines.js';
import { forTerminal } from '../output/terminal-text.js';
import { moment } from '../output/units.js';
import { isOver } from '../runs/choose-run.js';
import { controllerOf } from '../runs/controller.js';

const lookEvery = 1000;
/** What dies again and again is not started faster than this. */
const relaunchEvery = 5000;

/** @param withNfs whether NFS exports are kept */
export async function followService(context: CommandContext, withNfs: boolean): Promise<CommandResult> {
  const { clock, signal } = context.surroundings;
  const shown = new Map<string, RunStatus>();
  while (!signal.aborted) {
    if (wasStopped(context.settings.state)) return stoppedElsewhere;
    await look(context, shown);
    await bringBack(context, withNfs);
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
    for (const run of (await controllerOf(context).runs()).runs) {
      const before = shown.get(run.run);
      shown.set(run.run, run);
      if (before === undefined && isOver(run)) continue;
      for (const line of changedLines(before, run)) say(line);
    }
  } catch (error) {
    // It is brought back below, if it has died.
    const gone = error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING';
    if (!signal.aborted && !gone) throw error;
  }
}

async function bringBack(context: CommandContext, withNfs: boolean): Promise<void> {
  const { surroundings, settings } = context;
  const { clock, signal } = surroundings;
  const missing = await missingDaemons(settings, withNfs);
  // Asked after the look: `stop` says that it is at work before it ends anything.
  if (missing.length === 0 || signal.aborted || wasStopped(settings.state)) return;
  const runs = missing.includes('the controller') ? ' (its runs are in the journal)' : '';
  for (const name of missing) sayOn(context, `${moment(clock.now())} ${name} has ended; it is started again${runs}`);
  await startBoth(settings).catch((error: unknown) => {
    // A port may be taken for a moment. It is tried again for as long as this runs.
    sayOn(context, `${moment(clock.now())} it could not be started: ${describeCause(error)}`);
  });
  await clock.sleep(relaunchEvery, signal).catch(() => undefined);
}

const stoppedElsewhere: CommandResult = {
  document: undefined,
  lines: ['stopped from elsewhere (drydock stop)'],
  exitCode: exitCodes.done,
};

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
