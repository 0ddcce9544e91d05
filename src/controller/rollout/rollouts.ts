/** The rollouts of a controller: plans them, keeps the open ones going, takes people's commands, tells runs what they may. */
import type { RolloutDescription } from '../../contract/rollout-description.js';
import type { RolloutApi, RolloutCommand, RolloutReply, RolloutStatus } from '../../contract/rollout.js';
import type { Journal } from '../../journal/journal.js';
import { shownBy, type Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { RandomBytes } from '../../shared/random-bytes.js';
import { datedId } from '../dated-id.js';
import type { Logger } from '../../shared/logger.js';
import type { RunBounds } from '../run/run-bounds.js';
import { appendDecided } from '../sharing/append-decided.js';
import { leasedJournal } from '../sharing/leased-journal.js';
import type { LeaseKeeper } from '../sharing/lease-keeper.js';
import { elsewhere } from '../sharing/placed-status.js';
import type { Needs } from '../sharing/what-lacks.js';
import { boundsOf, type OpenRollout } from './bounds.js';
import type { ControlledRuns } from './controlled-runs.js';
import { describeRollout } from './describe-rollout.js';
import { requireReadable } from './description-problems.js';
import { lookAtPools, type Look } from './look-at-pools.js';
import { needsOfRollout } from './needs-of-rollout.js';
import { poolProgress } from './pool-progress.js';
import { checkRolloutCommand } from './rollout-commands.js';
import type { RolloutDecision, RolloutInput } from './rollout-decision.js';
import { driveRollout, rolloutInput, type RolloutDriver } from './rollout-driver.js';
import { foldRollout, isOver, type RolloutLedger } from './rollout-ledger.js';
import { makeRolloutPlan, readRolloutPlan, type RolloutPlan } from './rollout-plan.js';
import { renderRolloutReport, rolloutReport } from './rollout-report.js';
import { rolloutStatus, unreadRollout } from './rollout-status.js';

export interface RolloutsOptions {
  readonly journal: Journal;
  readonly leases: LeaseKeeper;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: RandomBytes;
  readonly runs: ControlledRuns;
  /** Reads what other controllers have written. */
  freshen(): Promise<void>;
  /** servers.limits.rate, in megabytes a second; undefined: no cap. */
  readonly serverRate: number | undefined;
  /** What this controller lacks of that, as a clause; undefined where no other can have a rollout. */
  readonly whatLacks: ((needs: Needs) => Promise<string | undefined>) | undefined;
  /** Hears each decision; for what watches a rollout in a simulation. */
  readonly onTurn: ((input: RolloutInput, decision: RolloutDecision) => void) | undefined;
  /** Hears at each look of the rollouts that another controller has. */
  readonly onTurnElsewhere: (id: string) => void;
}

export class Rollouts implements RolloutApi {
  readonly #plans = new Map<string, RolloutPlan>();
  readonly #drivers = new Map<string, RolloutDriver>();
  readonly #beginning = new Set<string>();
  /** Why this controller leaves a rollout to others, by rollout. */
  readonly #unfit = new Map<string, string>();
  /** What keeps this controller from going on with a rollout, by rollout. */
  readonly #hindered = new Map<string, string>();
  /** Folded up to that many records: runs ask for their bounds with every decision. */
  readonly #ledgers = new Map<string, { readonly length: number; readonly ledger: RolloutLedger }>();

  constructor(private readonly options: RolloutsOptions) {}

  /** Goes on with those that were started. */
  async resume(): Promise<void> {
    for (const id of this.#ids()) if (this.#isUnderWay(id)) await this.#goOnWith(id);
  }

  /** What keeps one from going on, a plan that cannot be read for one, keeps no other; it is told once, and tried with each look. */
  async #goOnWith(id: string): Promise<void> {
    try {
      await this.#drive(id);
      this.#hindered.delete(id);
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      const problem = describeCause(error);
      if (this.#hindered.get(id) !== problem)
        this.options.log.error({ rollout: id, problem }, 'a rollout could not be gone on with');
      this.#hindered.set(id, problem);
    }
  }

  /** Where others share the journal: commands that were given to them, and rollouts that nobody drives any more. */
  async lookAgain(): Promise<void> {
    for (const [id, driver] of this.#drivers) if (!isOver(this.#ledger(id).state)) driver.wake();
    await this.resume();
  }

  async plan(request: { readonly description: RolloutDescription; readonly by: string }): Promise<RolloutReply> {
    const { clock, random, runs, serverRate, journal } = this.options;
    const { description, by } = request;
    requireReadable(description);
    const looks = await lookAtPools(description, by, shownBy(clock), (plan, run) => runs.prepare(plan, run));
    const rollout = datedId('rollout', clock.now(), random);
    const pools = new Map(looks.flatMap(({ pool, seen }) => (seen === null ? [] : [[pool, seen] as const])));
    const plan = makeRolloutPlan(description, { rollout, madeAt: clock.now(), by, pools, serverRate });
    const shown = looks.map((look) => plannedPool(look, plan));
    if (looks.some(({ problems }) => problems.length > 0)) return { rollout: null, hash: null, pools: shown, text: [] };
    await journal.append(rollout, clock.now(), { type: 'rollout', plan });
    return { rollout, hash: plan.hash, pools: shown, text: [...describeRollout(plan)] };
  }

  async list(): Promise<readonly RolloutStatus[]> {
    await this.options.freshen();
    return this.#ids().map((id) => this.#listed(id));
  }

  async status(id: string): Promise<RolloutStatus> {
    await this.options.freshen();
    return this.#status(this.#known(id));
  }

  async command(id: string, command: RolloutCommand): Promise<RolloutStatus> {
    const { journal, clock } = this.options;
    await appendDecided(journal, () => {
      const { plan, ledger, runs } = this.#input(this.#known(id));
      const detail = checkRolloutCommand(ledger, poolProgress(plan, ledger, runs), command);
      return [id, clock.now(), { type: 'command', command: command.command, by: command.by, detail }];
    });
    const driver = this.#drivers.get(id);
    if (driver === undefined) await this.#drive(id);
    else driver.wake();
    return this.#status(id);
  }

  async report(id: string, format: 'markdown' | 'json'): Promise<string> {
    await this.options.freshen();
    const status = this.#status(this.#known(id));
    return renderRolloutReport(rolloutReport(this.#plan(id), this.#ledger(id), status), format);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
  }

  /** What a run may do now; undefined for a run of no rollout. */
  boundsOf(run: string): RunBounds | undefined {
    const rollout = this.#rolloutOf(run);
    if (rollout === undefined) return undefined;
    return boundsOf(run, rollout, this.options.runs.facts([...rollout.ledger.begun.values()].map((one) => one.run)));
  }

  /** Something has become of a run: its rollout may have a place for another pool, and the others for another host. */
  runMoved(run: string): void {
    for (const [id, driver] of this.#drivers) {
      const { begun, state } = this.#ledger(id);
      if (isOver(state)) continue;
      const runs = [...begun.values()].map((one) => one.run);
      if (runs.includes(run)) driver.wake();
      for (const other of runs) if (other !== run) this.options.runs.wake(other);
    }
  }

  /** Unless another controller does. */
  async #drive(id: string): Promise<void> {
    const { clock, log, runs, onTurn, leases } = this.options;
    if (this.#drivers.has(id) || this.#beginning.has(id)) return;
    if (leases.other(id) !== undefined) {
      this.options.onTurnElsewhere(id);
      return;
    }
    this.#beginning.add(id);
    try {
      if (!(await this.#isFit(id))) return;
      const lease = await leases.hold(id);
      if (lease === undefined) return;
      const journal = leasedJournal(this.options.journal, lease);
      await journal.refresh();
      const heard = onTurn === undefined ? {} : { onTurn };
      const driver = driveRollout({ plan: this.#plan(id), journal, clock, log, runs, signal: lease.signal, ...heard });
      this.#drivers.set(id, driver);
      void driver.ended.then(async () => {
        if (lease.signal.aborted) this.#drivers.delete(id);
        await leases.letGo(id);
      });
    } finally {
      this.#beginning.delete(id);
    }
  }

  /** Before the lease is taken: whoever lacks what it takes would refuse one pool after the other, and stop the rollout. */
  async #isFit(id: string): Promise<boolean> {
    const { log, whatLacks } = this.options;
    const lack = await whatLacks?.(needsOfRollout(this.#input(id)));
    if (lack === undefined) {
      this.#unfit.delete(id);
      return true;
    }
    if (this.#unfit.get(id) !== lack) log.warn({ rollout: id, lack }, 'a rollout is left to others');
    this.#unfit.set(id, lack);
    return false;
  }

  #isUnderWay(id: string): boolean {
    const ledger = this.#ledger(id);
    return !isOver(ledger.state) && ledger.commands.length > 0;
  }

  #rolloutOf(run: string): OpenRollout | undefined {
    const ours = new Set([...this.#drivers.keys(), ...this.#ids().filter((id) => this.#isUnderWay(id))]);
    for (const id of ours) {
      const ledger = this.#ledger(id);
      if ([...ledger.begun.values()].some((one) => one.run === run)) return { plan: this.#plan(id), ledger };
    }
    return undefined;
  }

  #ids(): readonly string[] {
    return this.options.journal.runs().filter((id) => this.options.journal.records(id)[0]?.entry.type === 'rollout');
  }

  #known(id: string): string {
    if (!this.#ids().includes(id))
      throw new DrydockError('ROLLOUT_UNKNOWN', { attempted: 'looking up a rollout', subject: id });
    return id;
  }

  #ledger(id: string): RolloutLedger {
    const records = this.options.journal.records(id);
    const kept = this.#ledgers.get(id);
    if (kept?.length === records.length) return kept.ledger;
    const ledger = foldRollout(records);
    this.#ledgers.set(id, { length: records.length, ledger });
    return ledger;
  }

  #plan(id: string): RolloutPlan {
    const entry = this.options.journal.records(id)[0]?.entry;
    const plan = this.#plans.get(id) ?? readRolloutPlan(entry?.type === 'rollout' ? entry.plan : undefined);
    this.#plans.set(id, plan);
    return plan;
  }

  #input(id: string): RolloutInput {
    return rolloutInput(this.#plan(id), this.options);
  }

  /** One that cannot be read hides no other; whoever asks for it alone is told all that is wrong with it. */
  #listed(id: string): RolloutStatus {
    try {
      return this.#status(id);
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      return unreadRollout(id, this.#ledger(id), describeCause(error));
    }
  }

  #status(id: string): RolloutStatus {
    const driver = this.#drivers.get(id);
    const status = rolloutStatus(this.#input(id), driver?.last, (run) => this.options.runs.reason(run));
    const isHere = this.options.whatLacks === undefined || driver !== undefined || !this.#isUnderWay(id);
    return isHere ? status : elsewhere(status, 'rollout', this.options.leases.other(id), this.#unfit.get(id));
  }
}

function plannedPool({ pool, seen, problems, findings }: Look, plan: RolloutPlan): RolloutReply['pools'][number] {
  const wave = plan.waves.find(({ pools }) => pools.includes(pool))?.name ?? '';
  return { pool, wave, hosts: seen?.hosts ?? 0, duration: seen?.duration ?? null, problems: [...problems], findings };
}
