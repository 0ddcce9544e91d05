/** One look of a run: the pool, its grants and its packs as they are now, beside the journal and what was asked before. */
import type { Grant } from '../../contract/grants.js';
import { abortReason, shownBy } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { TaskFacts } from '../facts/pool-facts.js';
import type { Plan } from '../planning/plan.js';
import type { Answers } from './answers.js';
import type { Surroundings } from './carry-out.js';
import type { TurnInput } from './decision.js';
import { foldJournal } from './ledger.js';

export interface Looking extends Surroundings {
  readonly plan: Plan;
  readonly log: Logger;
}

export async function look(options: Looking, answers: Answers): Promise<TurnInput> {
  await options.journal.refresh();
  const ledger = foldJournal(options.run, options.journal.records(options.run));
  const observation = await options.observe('usual');
  const handle = ledger.open?.handle ?? null;
  const task = handle?.startsWith('OpaqueRef:') !== true ? undefined : await readTask(options, handle);
  const grants = await readGrants(options);
  const packs = observation.pool.known ? await readPacks(options) : undefined;
  const seesInside = options.tools.inside !== undefined;
  return {
    plan: options.plan,
    ledger,
    observation,
    grants,
    packs,
    task,
    ...answers,
    now: options.clock.now(),
    shown: shownBy(options.clock),
    seesInside,
  };
}

/** The same reading, the ledger as it is now. */
export function lookAgain(options: Looking, input: TurnInput): TurnInput {
  const ledger = foldJournal(options.run, options.journal.records(options.run));
  return { ...input, ledger, task: undefined, now: options.clock.now(), shown: shownBy(options.clock) };
}

/** A pool that does not answer is told by the observation; here it only means that nothing is known of the task. */
async function readTask(options: Looking, handle: string): Promise<TaskFacts | undefined> {
  try {
    return await options.tools.pool.task(handle);
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.debug({ run: options.run, problem: describeCause(error) }, 'task could not be read');
    return undefined;
  }
}

async function readGrants(options: Looking): Promise<readonly Grant[] | undefined> {
  try {
    return (await options.tools.mediaServer.grants({ run: options.run })).filter((grant) => grant.run === options.run);
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.warn({ run: options.run, problem: describeCause(error) }, 'media server could not be asked');
    return undefined;
  }
}

/** Only where the plan has packs: one call more at each look. */
async function readPacks(options: Looking): Promise<TurnInput['packs']> {
  if (options.plan.packs === undefined) return undefined;
  try {
    return await options.tools.pool.packs.read();
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.debug({ run: options.run, problem: describeCause(error) }, 'packs could not be read');
    return undefined;
  }
}
