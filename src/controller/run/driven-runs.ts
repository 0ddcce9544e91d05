/** The runs that this process drives: begun, woken and stopped by the controller, each with its report kept when it has ended. */
import { keepReport } from '../report/keep-report.js';
import type { ReportDocument } from '../report/report-document.js';
import type { Plan } from '../planning/plan.js';
import type { ControllerOptions } from '../controller-options.js';
import type { Decision, TurnInput } from './decision.js';
import type { FoldedRuns } from './folded-runs.js';
import type { Ledger } from './ledger.js';
import { mediaOf } from './media-of-run.js';
import type { RunBounds } from './run-bounds.js';
import { driveRun, type RunDriver } from './run-driver.js';
import type { LastTurn } from './run-status.js';

interface Around {
  readonly options: ControllerOptions;
  readonly runs: FoldedRuns;
  readonly reportFolder: string;
  makeReport(run: string): Promise<ReportDocument>;
  /** See RunLoopOptions.bounds. */
  bounds(run: string): RunBounds | undefined;
  /** Called after each decision. */
  turned(run: string, input: TurnInput, decision: Decision): void;
}

export class DrivenRuns {
  readonly #drivers = new Map<string, RunDriver>();

  constructor(private readonly around: Around) {}

  has(run: string): boolean {
    return this.#drivers.has(run);
  }

  lastTurn(run: string): LastTurn | undefined {
    return this.#drivers.get(run)?.lastTurn;
  }

  wake(run: string): void {
    this.#drivers.get(run)?.wake();
  }

  /** A place may be free: nobody else is woken for that. */
  wakeHeldBack(run: string): void {
    const driver = this.#drivers.get(run);
    if (driver?.isHeldBack === true) driver.wake();
  }

  /** Under a new epoch. */
  async drive(plan: Plan, ledger: Ledger, by: string): Promise<void> {
    const { options, runs } = this.around;
    const { journal, clock, log, media, mediaServer, dumpFolder, paceFactor = 1 } = options;
    await journal.append(plan.run, clock.now(), { type: 'started', epoch: ledger.epoch + 1, by });
    for (const id of mediaOf(plan)) await media.markInUse(id, plan.run);
    const driver = driveRun({
      ...{ plan, journal, clock, log, media, mediaServer, dumpFolder, paceFactor },
      openPool: () => options.openPool(runs.poolName(plan.run)),
      probe: options.probes?.run,
      openShell: async () => options.openShell?.(runs.poolName(plan.run)),
      onEnd: () => this.#ended(plan),
      bounds: () => this.around.bounds(plan.run),
      onTurn: (input, decision) => this.around.turned(plan.run, input, decision),
    });
    this.#drivers.set(plan.run, driver);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
  }

  async #ended(plan: Plan): Promise<void> {
    const { options, reportFolder } = this.around;
    for (const id of mediaOf(plan)) await options.media.unmarkInUse(id, plan.run);
    await keepReport(reportFolder, await this.around.makeReport(plan.run));
  }
}
