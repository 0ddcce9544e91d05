/** Watches something at work until it ends or waits for a person: a live picture on a terminal, else a line for each change. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ExitCode } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { paintFor, type Paint } from './style.js';
import { moment } from './units.js';

/** A controller that is restarted is back within this time; its work goes on meanwhile nowhere but in its journal. */
const patience = 60_000;

export interface Followed<Status> {
  /** Milliseconds between two looks. */
  readonly lookEvery: number;
  look(): Promise<Status>;
  /** What is new since the look before, for where there is no terminal. */
  changes(before: Status | undefined, now: Status): readonly string[];
  picture(now: Status, width: number, at: number, paint: Paint): readonly string[];
  /** Null while it goes on by itself. */
  exitOf(now: Status): ExitCode | null;
  /** What is printed when the watching ends. */
  last(now: Status, width: number, at: number): readonly string[];
}

/** Ctrl-C ends the watching, never what is watched. @throws CONTROLLER_NOT_RUNNING when it is gone for a minute */
export async function follow<Status>(
  followed: Followed<Status>,
  { surroundings, progress }: CommandContext,
): Promise<CommandResult> {
  const { clock, signal } = surroundings;
  const paint = paintFor(progress.isTerminal, surroundings.environment);
  let shown: Status | undefined;
  for (;;) {
    signal.throwIfAborted();
    const status = await patiently(followed, surroundings);
    if (!progress.isTerminal) {
      for (const line of followed.changes(shown, status)) progress.say(`${moment(clock.now())} ${line}`);
    }
    progress.draw(followed.picture(status, progress.width, clock.now(), paint));
    shown = status;
    const exitCode = followed.exitOf(status);
    if (exitCode !== null)
      return { document: status, lines: followed.last(status, progress.width, clock.now()), exitCode };
    await clock.sleep(followed.lookEvery, signal);
  }
}

/** Bridges a restart of the controller. */
async function patiently<Status>(
  followed: Followed<Status>,
  { clock, signal }: CommandContext['surroundings'],
): Promise<Status> {
  const end = clock.now() + patience;
  for (;;) {
    try {
      return await followed.look();
    } catch (error) {
      const gone = error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING';
      if (!gone || clock.now() >= end) throw error;
      await clock.sleep(followed.lookEvery, signal);
    }
  }
}
