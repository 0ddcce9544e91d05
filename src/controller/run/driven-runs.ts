/** The runs that this process drives: begun, woken and stopped by the controller, each with its report kept when it has ended. */
import { keepReport } from '../report/keep-report.js';
import type { ReportDocument } from '../report/report-document.js';
import type { Plan } from '../planning/plan.js';
import type { ControllerOptions } from '../controller-options.js';
import type { Decision, TurnInput } from './decision.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { leasedJournal } from '../sharing/leased-journal.js';
import type { HeldLease } from '../sharing/kept-lease.js';
import type { LeaseKeeper } from '../sharing/lease-keeper.js';
import { Room } from '../sharing/room.js';
import { tellTurn } from '../sharing/told-turn.js';
import { whatLacks, whyClosed } from '../sharing/what-lacks.js';
import type { FoldedRuns } from './folded-runs.js';
import type { Ledger } from './ledger.js';
import { MediaMarks } from './media-marks.js';
import { mediaOf } from './media-of-run.js';
import type { RunBounds } from './run-bounds.js';
import { driveRun, type RunDriver } from './run-driver.js';
import type { LastTurn } from './run-status.js';

interface Around {
  readonly options: ControllerOptions;
  readonly runs: FoldedRuns;
  readonly leases: LeaseKeeper;
  readonly reportFolder: string;
  makeReport(run: string): Promise<ReportDocument>;
  /** See RunLoopOptions.bounds. */
  bounds(run: string): RunBounds | undefined;
  /** Called after each decision. */
  turned(run: string, input: TurnInput, decision: Decision): void;
}

/** So many a controller was measured to keep up with (docs/scale.md). */
const usualPoolsAtWork = 100;

export class DrivenRuns {
  readonly #drivers = new Map<string, RunDriver>();
  readonly #beginning = new Map<string, Promise<boolean>>();
  /** Why this controller leaves a run to others, by run. */
  readonly #unfit = new Map<string, string>();
  readonly #room: Room;
  readonly marks: MediaMarks;

  constructor(private readonly around: Around) {
    const { poolsAtWork = usualPoolsAtWork, clock, media, log } = around.options;
    this.#room = new Room(poolsAtWork, clock);
    this.marks = new MediaMarks(media, log);
  }

  has(run: string): boolean {
    return this.#drivers.has(run);
  }

  lastTurn(run: string): LastTurn | undefined {
    return this.#drivers.get(run)?.lastTurn;
  }

  /** Why it is left to another controller; undefined where this one could have it. */
  unfitFor(run: string): string | undefined {
    return this.#unfit.get(run);
  }

  wake(run: string): void {
    this.#drivers.get(run)?.wake();
  }

  /** A place may be free: nobody else is woken for that. */
  wakeHeldBack(run: string): void {
    const driver = this.#drivers.get(run);
    if (driver?.isHeldBack === true) driver.wake();
  }

  /** Under a new epoch, which is the lease's own or a later one; false while another controller has the pool. */
  async drive(plan: Plan, by: string): Promise<boolean> {
    const begun = this.#beginning.get(plan.run) ?? this.#begin(plan, by);
    this.#beginning.set(plan.run, begun);
    try {
      return await begun;
    } finally {
      this.#beginning.delete(plan.run);
    }
  }

  async #begin(plan: Plan, by: string): Promise<boolean> {
    const { leases, options } = this.around;
    if (this.has(plan.run)) return true;
    if (!(await this.#isFit(plan)) || this.#isLeft(plan.run)) return false;
    const lease = await leases.hold(plan.pool.uuid);
    if (lease === undefined) return false;
    try {
      await this.#driveUnder(lease, plan, by);
      return true;
    } catch (error) {
      await leases.letGo(plan.pool.uuid);
      options.log.error({ run: plan.run, problem: describeCause(error) }, 'a run could not be gone on with');
      throw error;
    }
  }

  /** Before the lease is taken: whoever lacks what it takes would only keep the pool from those who have it. */
  async #isFit(plan: Plan): Promise<boolean> {
    const { options, runs } = this.around;
    if (options.leases === undefined) return true;
    const pool = runs.poolName(plan.run);
    const lack =
      (await whatLacks({ pools: [pool], media: mediaOf(plan) }, options)) ?? (await whyClosed(pool, options));
    if (lack === undefined) this.#unfit.delete(plan.run);
    else {
      if (this.#unfit.get(plan.run) !== lack) options.log.warn({ run: plan.run, lack }, 'a run is left to others');
      this.#unfit.set(plan.run, lack);
    }
    return lack === undefined;
  }

  /** To a controller with more room, for a while; where there is no other, nothing is. */
  #isLeft(run: string): boolean {
    const { options, runs } = this.around;
    if (options.leases === undefined || runs.ledger(run).startedAt !== null) return false;
    const atWork = [...this.#drivers.keys()].filter((one) => isAtWork(runs.ledger(one))).length;
    return this.#room.leaves(run, atWork);
  }

  async #driveUnder(lease: HeldLease, plan: Plan, by: string): Promise<void> {
    const { options, runs } = this.around;
    const { clock, log, media, mediaServer, dumpFolder, paceFactor = 1 } = options;
    const journal = leasedJournal(options.journal, lease);
    // Now that nobody else writes: all that whoever had the pool before has written.
    await journal.refresh();
    const epoch = Math.max(runs.ledger(plan.run).epoch + 1, lease.epoch ?? 0);
    const { holder } = lease;
    const started = { type: 'started', epoch, by } as const;
    await journal.append(plan.run, clock.now(), holder === undefined ? started : { ...started, holder });
    await this.marks.mark(plan);
    const driver = driveRun({
      ...{ plan, journal, lease, clock, log, media, mediaServer, dumpFolder, paceFactor },
      mirrors: options.mirrors,
      openPool: (mayAct) => options.openPool(runs.poolName(plan.run), mayAct),
      probe: options.probes?.run,
      openShell: async () => options.openShell?.(runs.poolName(plan.run)),
      onEnd: () => this.#ended(plan),
      bounds: () => this.around.bounds(plan.run),
      onTurn: (input, decision) => {
        const told = tellTurn(plan.run, decision);
        if (told !== undefined) lease.tell(told);
        this.around.turned(plan.run, input, decision);
      },
    });
    this.#drivers.set(plan.run, driver);
    void driver.ended.then(() => this.#over(plan, lease));
  }

  /** One that lost its lease may be driven again, should this controller get it back. */
  async #over(plan: Plan, lease: HeldLease): Promise<void> {
    if (lease.signal.aborted) this.#drivers.delete(plan.run);
    await this.around.leases.letGo(plan.pool.uuid);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
  }

  async #ended(plan: Plan): Promise<void> {
    await this.marks.unmark(plan);
    await keepReport(this.around.reportFolder, await this.around.makeReport(plan.run));
  }
}

/** One that waits for its window or for a person takes hardly any time of a controller. */
function isAtWork({ state }: Ledger): boolean {
  return state === 'planned' || state === 'running' || state === 'undoing';
}
