/** Turns a run until it is finished: read the facts, fold the journal, decide, carry out. Nothing is kept between turns. */
import type { Bell } from '../../shared/bell.js';
import { abortReason, type Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';
import type { EvacuationAnswer } from '../assessments/assessment.js';
import type { Learnt } from '../assessments/evidence.js';
import type { Grant } from '../../contract/grants.js';
import type { TaskFacts } from '../facts/pool-facts.js';
import type { Plan } from '../planning/plan.js';
import { carryOut, type Surroundings } from './carry-out.js';
import { askProbes } from '../probes/ask-probes.js';
import type { ProbeResult, ProbeRunner } from '../probes/probe.js';
import type { Phase } from '../assessments/finding.js';
import { decide } from './decide.js';
import type { Decision, TurnInput, Wait } from './decision.js';
import { probeKey } from './probe-answers.js';
import { foldJournal, type Ledger } from './ledger.js';
import type { RunBounds } from './run-bounds.js';

export interface RunLoopOptions extends Surroundings {
  readonly plan: Plan;
  readonly log: Logger;
  readonly clock: Clock;
  /** Called after each decision with what it was made of: the source of `upgrade status`. */
  onTurn?(input: TurnInput, decision: Decision): void;
  /** Stretches the pauses between looks, for simulations of many runs; 1 otherwise. */
  readonly paceFactor?: number;
  /** What holds the run back; asked with each decision, so that no other takes the same place. */
  bounds?(): RunBounds | undefined;
  /** Rung when a person has given a command, or a place may be free, so that it does not wait for the next look. */
  readonly bell?: Bell;
  /** Carries the probes of the plan out; without it their answers are unknown. */
  readonly probe?: ProbeRunner;
}

/** Resolves when the run is done or aborted. @throws the signal's reason when aborted from outside. */
export async function runLoop(options: RunLoopOptions): Promise<Ledger> {
  let previous: TurnInput | undefined;
  const evacuation = new Map<string, { at: number; answer: EvacuationAnswer }>();
  let pifs: TurnInput['pifs'];
  let inventory: TurnInput['inventory'];
  let alerts: TurnInput['alerts'];
  const probes = new Map<string, { at: number; results: readonly ProbeResult[] }>();
  const hostAnswers = new Map<string, { at: number; answer: string }>();
  let waitingSince: number | undefined;
  for (;;) {
    options.tools.signal.throwIfAborted();
    const seen =
      previous === undefined
        ? await look(options, { evacuation, pifs, inventory, alerts, probes, hostAnswers })
        : lookAgain(options, previous);
    const input = { ...seen, bounds: options.bounds?.() };
    previous = undefined;
    const decision = decide(input);
    options.onTurn?.(input, decision);
    if (decision.kind !== 'wait') waitingSince = undefined;
    switch (decision.kind) {
      case 'finished':
        return input.ledger;
      case 'wait':
        waitingSince ??= options.clock.now();
        await pause(options, untilNextLook(options, decision, waitingSince));
        break;
      case 'ask-evacuation':
        evacuation.set(decision.host, await askEvacuation(options, decision.host));
        break;
      case 'ask-host': {
        const answer = await options.tools.pool.hostAnswer(decision.address, options.tools.signal);
        hostAnswers.set(decision.host, { at: options.clock.now(), answer });
        break;
      }
      case 'ask-pifs':
        pifs = await learn(options, options.tools.pool.pifs());
        break;
      case 'ask-inventory':
        inventory = await learn(options, options.tools.pool.inventory(options.tools.signal));
        break;
      case 'ask-probes': {
        const results = await askProbesOf(options, decision.phase, decision.host);
        probes.set(probeKey(decision.phase, decision.host), { at: options.clock.now(), results });
        break;
      }
      case 'ask-alerts': {
        const { since } = decision;
        alerts = { since, ...(await learn(options, options.tools.pool.alerts(since, options.tools.signal))) };
        break;
      }
      case 'begin':
      case 'conclude':
      case 'note':
      case 'state':
        options.log.info({ run: options.run, decision: summary(decision) }, 'run decided');
        await carryOut(decision, options);
        // What was written down changes the ledger, not the pool: the reading still holds, while it is young.
        if (decision.kind !== 'begin' && options.clock.now() - input.observation.at < readingHolds) previous = input;
        break;
    }
  }
}

/** Milliseconds for which a reading serves the next decision; what reboots a host takes another look in any case. */
const readingHolds = 1500;

/** The same reading, the ledger as it is now. */
function lookAgain(options: RunLoopOptions, input: TurnInput): TurnInput {
  const ledger = foldJournal(options.run, options.journal.records(options.run));
  return { ...input, ledger, task: undefined, now: options.clock.now() };
}

async function look(
  options: RunLoopOptions,
  asked: Pick<TurnInput, 'evacuation' | 'pifs' | 'inventory' | 'alerts' | 'probes' | 'hostAnswers'>,
): Promise<TurnInput> {
  const ledger = foldJournal(options.run, options.journal.records(options.run));
  const observation = await options.observe();
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
    ...asked,
    now: options.clock.now(),
    seesInside,
  };
}

/** A pool that does not answer is told by the observation; here it only means that nothing is known of the task. */
async function readTask(options: RunLoopOptions, handle: string): Promise<TaskFacts | undefined> {
  try {
    return await options.tools.pool.task(handle);
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.debug({ run: options.run, problem: describeCause(error) }, 'task could not be read');
    return undefined;
  }
}

async function readGrants(options: RunLoopOptions): Promise<readonly Grant[] | undefined> {
  try {
    return (await options.tools.mediaServer.grants({ run: options.run })).filter((grant) => grant.run === options.run);
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.warn({ run: options.run, problem: describeCause(error) }, 'media server could not be asked');
    return undefined;
  }
}

/** Only where the plan has packs: one call more at each look. */
async function readPacks(options: RunLoopOptions): Promise<TurnInput['packs']> {
  if (options.plan.packs === undefined) return undefined;
  try {
    return await options.tools.pool.packs.read();
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    options.log.debug({ run: options.run, problem: describeCause(error) }, 'packs could not be read');
    return undefined;
  }
}

async function askEvacuation(options: RunLoopOptions, host: string): Promise<{ at: number; answer: EvacuationAnswer }> {
  try {
    const blockers = await options.tools.pool.evacuationBlockers(host);
    return { at: options.clock.now(), answer: { known: true, blockers } };
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    return { at: options.clock.now(), answer: { known: false, reason: describeCause(error) } };
  }
}

async function askProbesOf(
  options: RunLoopOptions,
  phase: Phase,
  hostUuid: string | null,
): Promise<readonly ProbeResult[]> {
  const { plan, probe, tools } = options;
  const { uuid, name } = plan.pool;
  const host = plan.hosts.find((candidate) => candidate.uuid === hostUuid);
  const about = host === undefined ? null : { uuid: host.uuid, name: host.name };
  return askProbes(plan.probes ?? [], probe, { phase, run: plan.run, pool: { uuid, name }, host: about }, tools.signal);
}

/** What was asked for, with its time; what keeps it from being read is the answer as well. */
async function learn<T>(options: RunLoopOptions, question: Promise<T>): Promise<{ at: number; answer: Learnt<T> }> {
  try {
    const value = await question;
    return { at: options.clock.now(), answer: { known: true, value } };
  } catch (error) {
    if (options.tools.signal.aborted) throw abortReason(options.tools.signal);
    return { at: options.clock.now(), answer: { known: false, reason: describeCause(error) } };
  }
}

const longestPace = 3500;

/** Longer than an installation with both of its restarts ever takes: by then a person has been told. */
const overdue = 3_600_000;
const longestOverduePace = 60_000;

/**
 * The longer a wait has been, the rarer are the looks: a twentieth of it, so that what a look may come too late is small
 * beside the wait, and a pool that installs for half an hour costs little. Never so rare that a person would notice.
 */
export function patientPace(pace: number, waited: number): number {
  if (waited < overdue) return Math.max(pace, Math.min(longestPace, waited / 20));
  return Math.max(pace, Math.min(longestOverduePace, waited / 240));
}

/** Never beyond the deadline: what it brings, the end of the patience or a window that opens, is seen when it comes. */
function untilNextLook({ clock, paceFactor = 1 }: RunLoopOptions, wait: Wait, since: number): number {
  const now = clock.now();
  const pace = patientPace(wait.pace, now - since) * paceFactor;
  const left = (wait.deadline ?? Infinity) - now;
  return left > 0 ? Math.min(pace, left) : pace;
}

async function pause(options: RunLoopOptions, pace: number): Promise<void> {
  if (options.bell === undefined) await options.clock.sleep(pace, options.tools.signal);
  else await options.bell.sleep(options.clock, pace, options.tools.signal);
}

function summary(decision: Decision): string {
  switch (decision.kind) {
    case 'begin':
      return `begin ${decision.request.effect} ${decision.request.key}`;
    case 'conclude':
      return `${decision.result} ${decision.attempt.request.effect} ${decision.attempt.request.key}: ${decision.reason}`;
    case 'note':
      return `note ${decision.what} ${decision.key}`;
    case 'state':
      return `${decision.state}: ${decision.reason}`;
    case 'wait':
      return decision.reason;
    case 'ask-evacuation':
      return `ask ${decision.host}`;
    case 'ask-host':
      return `ask ${decision.host} itself`;
    case 'ask-pifs':
      return 'ask for network interfaces';
    case 'ask-inventory':
      return 'read what is compared with before';
    case 'ask-alerts':
      return 'read the alerts';
    case 'ask-probes':
      return `ask the probes ${decision.phase}`;
    case 'finished':
      return 'finished';
  }
}
