/** Turns a run until it is finished: read the facts, fold the journal, decide, carry out. What is kept between turns are answers, with their time. */
import type { Bell } from '../../shared/bell.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { ask, noAnswers, type Answers, type Asking } from './answers.js';
import { carryOut } from './carry-out.js';
import { decide } from './decide.js';
import type { Decision, TurnInput } from './decision.js';
import { summary } from './decision-summary.js';
import type { Ledger } from './ledger.js';
import { look, lookAgain, type Looking } from './look.js';
import { untilNextLook } from './pace.js';
import { watchOn, type Watched } from './watched.js';
import type { RunBounds } from './run-bounds.js';

export interface RunLoopOptions extends Looking, Asking {
  /** Called after each decision with what it was made of: the source of `upgrade status`. */
  onTurn?(input: TurnInput, decision: Decision): void;
  /** Stretches the pauses between looks, for simulations of many runs; 1 otherwise. */
  readonly paceFactor?: number;
  /** What holds the run back; asked with each decision, so that no other takes the same place. */
  bounds?(): RunBounds | undefined;
  /** Rung when a person has given a command, or a place may be free, so that it does not wait for the next look. */
  readonly bell?: Bell;
}

/** Resolves when the run is done or aborted. @throws the signal's reason when aborted from outside. */
export async function runLoop(options: RunLoopOptions): Promise<Ledger> {
  const { clock, log, run, tools, paceFactor = 1 } = options;
  let answers: Answers = noAnswers;
  let previous: TurnInput | undefined;
  let waitingSince: number | undefined;
  let watched: Watched | undefined;
  for (;;) {
    tools.signal.throwIfAborted();
    const seen = previous === undefined ? await look(options, answers) : lookAgain(options, previous);
    watched = watchOn(watched, clock.now());
    const input = { ...seen, bounds: options.bounds?.(), watchedSince: watched.since };
    const { last } = options.journal;
    previous = undefined;
    const decision = decide(input);
    options.onTurn?.(input, decision);
    if (decision.kind !== 'wait') waitingSince = undefined;
    switch (decision.kind) {
      case 'finished':
        return input.ledger;
      case 'wait':
        waitingSince ??= clock.now();
        await pause(options, untilNextLook(decision, waitingSince, clock.now(), paceFactor));
        break;
      case 'begin':
      case 'conclude':
      case 'note':
      case 'state':
        log.info({ run, decision: summary(decision) }, 'run decided');
        await carryOut(decision, options, takesPlace(input, decision) ? { last } : {}).catch(async (error: unknown) => {
          if (!isLate(error)) throw error;
          await options.journal.refresh();
        });
        // What was written down changes the ledger, not the pool: the reading still holds, while it is young.
        if (decision.kind !== 'begin' && clock.now() - input.observation.at < readingHolds) previous = input;
        break;
      case 'ask-evacuation':
      case 'ask-host':
      case 'ask-pifs':
      case 'ask-inventory':
      case 'ask-alerts':
      case 'ask-probes':
        answers = await ask(decision, answers, options);
    }
  }
}

/** Milliseconds for which a reading serves the next decision; what reboots a host takes another look in any case. */
const readingHolds = 1500;

/** The record by which a host of a rollout takes one of its places: it must be decided on all that others have written. */
function takesPlace({ bounds, ledger }: TurnInput, decision: Decision): boolean {
  if (bounds === undefined) return false;
  if (decision.kind === 'note') return decision.what === 'rechecked';
  return decision.kind === 'state' && ledger.state === 'waiting';
}

/** Another run of the rollout was faster: whether there still is a place is decided anew. */
function isLate(error: unknown): boolean {
  return error instanceof DrydockError && error.code === 'JOURNAL_MOVED_ON';
}

async function pause(options: RunLoopOptions, pace: number): Promise<void> {
  if (options.bell === undefined) await options.clock.sleep(pace, options.tools.signal);
  else await options.bell.sleep(options.clock, pace, options.tools.signal);
}
