/** Keeps one rollout going in the controller process: fold, decide, carry out; nothing is kept but which runs are being planned. */
import type { Journal } from '../../journal/journal.js';
import { Bell } from '../../shared/bell.js';
import { shownBy, type Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { linkTo } from '../../shared/linked-signal.js';
import type { Logger } from '../../shared/logger.js';
import type { ControlledRuns } from './controlled-runs.js';
import { decideRollout } from './decide-rollout.js';
import { blockers, planRequestOf } from './look-at-pools.js';
import type { RolloutDecision, RolloutInput } from './rollout-decision.js';
import { foldRollout } from './rollout-ledger.js';
import type { RolloutPlan } from './rollout-plan.js';

export interface RolloutDriverOptions {
  readonly plan: RolloutPlan;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runs: ControlledRuns;
  /** Aborted when another controller may have the rollout. */
  readonly signal: AbortSignal;
  /** Called after each decision. */
  readonly onTurn?: (input: RolloutInput, decision: RolloutDecision) => void;
}

export interface RolloutDriver {
  readonly last: RolloutDecision | undefined;
  /** Something has happened: look now. */
  wake(): void;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What happens to a run wakes its rollout; this is for what nobody tells. */
const pace = 15_000;

export function driveRollout(options: RolloutDriverOptions): RolloutDriver {
  const driver = new Driver(options);
  driver.begin();
  return driver;
}

/** What the rollout looks at, read from the journals at this moment. */
export function rolloutInput(
  plan: RolloutPlan,
  { journal, runs, clock }: Pick<RolloutDriverOptions, 'journal' | 'runs' | 'clock'>,
  planning: ReadonlySet<string> = new Set(),
): RolloutInput {
  const ledger = foldRollout(journal.records(plan.rollout));
  const named = [...ledger.begun.values()].map(({ run }) => run);
  return { plan, ledger, runs: runs.facts(named), planning, now: clock.now(), shown: shownBy(clock) };
}

class Driver implements RolloutDriver {
  readonly #abort = new AbortController();
  readonly #planning = new Map<string, Promise<void>>();
  readonly #bell = new Bell();
  ended: Promise<void> = Promise.resolve();
  last: RolloutDecision | undefined;

  constructor(private readonly options: RolloutDriverOptions) {}

  begin(): void {
    linkTo(this.#abort, [this.options.signal]);
    this.ended = this.#loop();
  }

  wake(): void {
    this.#bell.ring();
  }

  /** A look at a pool that is under way is not waited for: what it finds is not written down any more. */
  async stop(): Promise<void> {
    this.#abort.abort(new Error('the controller stops'));
    this.wake();
    await this.ended;
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped()) {
      try {
        await this.options.journal.refresh();
        const input = rolloutInput(this.options.plan, this.options, new Set(this.#planning.keys()));
        const decision = decideRollout(input);
        this.last = decision;
        this.options.onTurn?.(input, decision);
        if (decision.kind === 'finished') return;
        await this.#carryOut(decision);
      } catch (error) {
        if (this.#isStopped()) return;
        this.options.log.error(
          { rollout: this.options.plan.rollout, problem: describeCause(error) },
          'a turn of a rollout failed',
        );
        await this.#pause(pace);
      }
    }
  }

  #isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  async #carryOut(decision: Exclude<RolloutDecision, { kind: 'finished' }>): Promise<void> {
    switch (decision.kind) {
      case 'note':
        await this.#write({ type: 'noted', what: decision.what, key: decision.key, detail: decision.detail });
        return;
      case 'state':
        await this.#write({ type: 'state', state: decision.state, reason: decision.reason, detail: {} });
        // Its runs may be held, or held no more.
        for (const run of rolloutInput(this.options.plan, this.options).runs.keys()) this.options.runs.wake(run);
        return;
      case 'plan-run':
        this.#plan(decision.pool, decision.run);
        return;
      case 'start-run':
        await this.#start(decision.pool, decision.run);
        return;
      case 'abort-run':
        await this.options.runs.command(decision.run, { command: 'abort', by: decision.by });
        return;
      case 'wait':
        await this.#pause(decision.until === null ? pace : decision.until - this.options.clock.now());
    }
  }

  async #write(entry: Parameters<Journal['append']>[2]): Promise<void> {
    this.options.log.info({ rollout: this.options.plan.rollout, entry }, 'rollout decided');
    await this.options.journal.append(this.options.plan.rollout, this.options.clock.now(), entry);
  }

  /** Goes on in the background: planning one pool must not keep the others waiting. */
  #plan(pool: string, run: string): void {
    const work = this.#planned(pool, run)
      .catch((error: unknown) => {
        const { rollout } = this.options.plan;
        this.options.log.error({ rollout, run, problem: describeCause(error) }, 'what became of a plan was not kept');
      })
      .finally(() => {
        this.#planning.delete(run);
        this.wake();
      });
    this.#planning.set(run, work);
  }

  async #planned(name: string, run: string): Promise<void> {
    const pool = this.options.plan.pools.find((one) => one.pool === name);
    if (pool === undefined) return;
    try {
      const { plan, check } = await this.options.runs.prepare(planRequestOf(pool, this.#by), run);
      if (this.#isStopped()) return;
      if (plan === null) await this.#refuse(name, run, blockers(check.results).join('; '));
      else if (plan.pool.uuid !== pool.uuid) await this.#refuse(name, run, 'another pool answers under this name');
      else await this.options.runs.record({ pool: name, plan, by: this.#by, findings: check.results });
    } catch (error) {
      if (this.#isStopped()) return;
      await this.#refuse(name, run, describeCause(error));
    }
  }

  async #start(pool: string, run: string): Promise<void> {
    try {
      await this.options.runs.command(run, { command: 'start', by: this.#by });
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      await this.#refuse(pool, run, describeCause(error));
      await this.options.runs.command(run, { command: 'abort', by: this.#by });
    }
  }

  get #by(): string {
    return `rollout ${this.options.plan.name}`;
  }

  async #refuse(pool: string, run: string, reason: string): Promise<void> {
    await this.#write({ type: 'noted', what: 'pool-refused', key: pool, detail: { run, reason } });
  }

  /** At most the pace: a clock that is put forward must not oversleep a window. */
  async #pause(time: number): Promise<void> {
    await this.#bell
      .sleep(this.options.clock, Math.max(0, Math.min(time, pace)), this.#abort.signal)
      .catch(() => undefined);
  }
}
