/** Watches a run on the whole screen: looks again and again, draws, and gives the commands that keys ask for. */
import type { ControlApi } from '../../contract/control.js';
import type { RunStatus } from '../../contract/run-status.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { CommandContext } from '../command.js';
import { changedLines } from '../output/run-lines.js';
import { paintFor } from '../output/style.js';
import type { Keyboard, Surroundings } from '../surroundings.js';
import { openScreen } from './screen.js';
import { pressed } from './watch-keys.js';
import { noWatchState, withoutAnswer, withPicture, type KeyCommand, type WatchState } from './watch-state.js';
import { leastScreen, watchView, type ScreenSize } from './watch-view.js';

const lookEvery = 500;

export interface WatchedRun {
  readonly controller: ControlApi;
  readonly run: string;
  /** True when there is nothing more to watch. */
  readonly isOver: (run: RunStatus) => boolean;
}

/** The screen, where there is one that is large enough, and a person with keys before it. */
export function screenSize({ stderr, environment }: Surroundings): ScreenSize | undefined {
  const { rows = 0, columns: width = 0 } = stderr;
  const able = stderr.isTTY === true && environment['TERM'] !== 'dumb';
  return able && rows >= leastScreen.rows && width >= leastScreen.width ? { rows, width } : undefined;
}

/**
 * Until the run is over, or the person leaves; a controller that is away is asked again for as long as it takes.
 * @returns the last picture, or null when no keys can be read here: nothing was shown then
 * @throws INTERRUPTED, and what the controller answers to the first look, such as RUN_UNKNOWN
 */
export async function watchFullScreen(watched: WatchedRun, context: CommandContext): Promise<RunStatus | null> {
  const { surroundings } = context;
  const first = await watched.controller.run(watched.run);
  const watch = createWatch(watched, surroundings);
  const keyboard = surroundings.keyboard((key) => watch.onKey(key));
  if (keyboard === undefined) return null;
  return whileBorrowed(watch, keyboard, first, surroundings);
}

interface Watch {
  readonly onKey: (key: string) => void;
  /** @returns the last picture */
  follow(first: RunStatus, draw: (lines: readonly string[]) => void): Promise<RunStatus>;
}

async function whileBorrowed(
  watch: Watch,
  keyboard: Keyboard,
  first: RunStatus,
  { stderr }: Surroundings,
): Promise<RunStatus> {
  const screen = openScreen(stderr);
  try {
    return await watch.follow(first, (lines) => screen.draw(lines));
  } finally {
    screen.close();
    keyboard.close();
  }
}

function createWatch({ controller, run, isOver }: WatchedRun, surroundings: Surroundings): Watch {
  const { clock, signal } = surroundings;
  const paint = paintFor(true, surroundings.environment);
  let state: WatchState = noWatchState;
  let left = false;
  let wake = new AbortController();
  let show: () => void = () => undefined;

  const give = (command: KeyCommand): void => {
    controller.command(run, { command, by: surroundings.user }).then(
      () => wake.abort(),
      (error: unknown) => {
        state = { ...state, told: `${command}: ${error instanceof Error ? error.message : String(error)}` };
        show();
      },
    );
  };

  return {
    onKey: (key) => {
      const outcome = pressed(state, key);
      state = outcome.state;
      if (outcome.command !== undefined) give(outcome.command);
      left ||= outcome.leave === true;
      if (left) wake.abort();
      show();
    },
    follow: async (first, draw) => {
      show = () => draw(watchView(state, screenSize(surroundings) ?? leastScreen, clock.now(), paint));
      let last = first;
      state = withPicture(state, first, changedLines(undefined, first), clock.now());
      for (;;) {
        show();
        if (left || isOver(last)) return last;
        wake = new AbortController();
        await clock.sleep(lookEvery, AbortSignal.any([signal, wake.signal])).catch(() => undefined);
        signal.throwIfAborted();
        const next = await lookAgain(controller, run);
        if (next === undefined) state = withoutAnswer(state, clock.now());
        else {
          state = withPicture(state, next, changedLines(last, next), clock.now());
          last = next;
        }
      }
    },
  };
}

/** Undefined while the controller is away: its service may be restarting. */
async function lookAgain(controller: ControlApi, run: string): Promise<RunStatus | undefined> {
  try {
    return await controller.run(run);
  } catch (error) {
    if (error instanceof DrydockError && ['CONTROLLER_NOT_RUNNING', 'DEADLINE_PASSED'].includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}
