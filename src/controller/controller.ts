/** The controller's engine behind the control API: plans runs, keeps the open ones going, takes people's commands. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunViews } from '../contract/api/run-views.js';
import type { CheckReport } from '../contract/checks.js';
import {
  controlContractVersion,
  type ConsoleReply,
  type ControllerStatus,
  type PlanReply,
  type PlanRequest,
  type ReportFormat,
  type RunCommand,
} from '../contract/control.js';
import { runsQuerySchema, type RunsQuery, type RunsReply } from '../contract/runs-page.js';
import type { ChannelTest } from '../contract/notify.js';
import type { RunStatus } from '../contract/run-status.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { systemRandomBytes } from '../shared/random-bytes.js';
import type { Controller, ControllerOptions } from './controller-options.js';
import { datedId } from './dated-id.js';
import { earlierRuns } from './earlier-runs.js';
import { consoleText } from './manual/console-text.js';
import type { PoolPort } from './pool/pool-port.js';
import { checkPool } from './check/check-pool.js';
import { planRun } from './plan-run.js';
import { appendDecided } from './sharing/append-decided.js';
import { followJournal } from './sharing/follow-journal.js';
import { aloneKeeper, leaseKeeper, type LeaseKeeper } from './sharing/lease-keeper.js';
import { whatLacks, type Needs } from './sharing/what-lacks.js';
import type { PlanningTools } from './planning-tools.js';
import type { Plan } from './planning/plan.js';
import { reportOfRun } from './report/report-of-run.js';
import { keptReport, renderReport } from './report/keep-report.js';
import type { ReportDocument } from './report/report-document.js';
import { checkCommand } from './run/commands.js';
import { explain } from './run/explain.js';
import { DrivenRuns } from './run/driven-runs.js';
import { FoldedRuns } from './run/folded-runs.js';
import { GoingOn, isOpen, isUnderWay } from './run/going-on.js';
import type { Ledger } from './run/ledger.js';
import { listedStatus, shownStatus, type Seen } from './run/shown-status.js';
import { controlledRuns, type RecordedPlan } from './rollout/controlled-runs.js';
import { Rollouts } from './rollout/rollouts.js';
import { pageOfRuns } from './views/page-of-runs.js';
import { runViews } from './views/run-views.js';

/** Opens the journal's runs and goes on with those that have not ended, each under a new epoch. */
export async function createController(options: ControllerOptions): Promise<Controller> {
  await mkdir(options.dumpFolder, { recursive: true, mode: 0o700 });
  const controller = new JournalledController(options);
  await controller.resume();
  return controller;
}

class JournalledController implements Controller {
  readonly #startedAt: number;
  readonly #driven: DrivenRuns;
  readonly #folded: FoldedRuns;
  readonly #keeper: LeaseKeeper;
  readonly #stopping = new AbortController();
  #following: Promise<void> = Promise.resolve();
  readonly #goingOn: GoingOn;
  readonly rollouts: Rollouts;
  readonly stopped: Promise<void>;
  #resolveStopped: () => void = () => undefined;

  constructor(private readonly options: ControllerOptions) {
    this.#startedAt = options.clock.now();
    this.#folded = new FoldedRuns(options.journal);
    const { leases, log, clock, leaseClock = clock } = options;
    this.#keeper = leases === undefined ? aloneKeeper : leaseKeeper({ leases, clock: leaseClock, log });
    this.#driven = this.#drivenRuns();
    this.#goingOn = new GoingOn(this.#folded, this.#driven, this.#keeper, options);
    this.rollouts = this.#openRollouts();
    this.stopped = new Promise((resolve) => {
      this.#resolveStopped = resolve;
    });
  }

  async resume(): Promise<void> {
    await this.#goingOn.resume();
    await this.rollouts.resume();
    const { journal, clock, log, leases } = this.options;
    if (leases === undefined) return;
    const { signal } = this.#stopping;
    const look = (): Promise<void> => this.#goingOn.lookAgain().then(() => this.rollouts.lookAgain());
    this.#following = followJournal({ journal, clock, log, signal, look });
  }

  status(): Promise<ControllerStatus> {
    return Promise.resolve({
      contract: controlContractVersion,
      ...{ version: this.options.version, pid: process.pid, startedAt: this.#startedAt },
      openRuns: this.#folded.ids().filter((run) => isOpen(this.#ledger(run))),
    });
  }

  check(request: { pool: string; media: string }): Promise<CheckReport> {
    return checkPool(this.#planningTools(), request);
  }

  async plan(request: PlanRequest): Promise<PlanReply> {
    const run = datedId('run', this.options.clock.now(), this.options.random);
    const planned = await planRun(this.#planningTools(), request, run);
    if (planned.plan === null) return { run: null, hash: null, check: planned.check, text: [], status: null };
    const { plan, check, text, window } = planned;
    await this.#record({ pool: request.pool, plan, by: request.by, findings: check.results });
    const { paths } = plan.forecast;
    return {
      ...{ run, hash: plan.hash, check, text, status: this.#status(run) },
      ...(paths === undefined ? {} : { paths }),
      ...(window === undefined ? {} : { window }),
    };
  }

  async #record(planned: RecordedPlan): Promise<void> {
    await appendDecided(this.options.journal, () => {
      this.#refuseSecondRun(planned.plan.pool.uuid, 'planning a run');
      return [planned.plan.run, this.options.clock.now(), { type: 'planned', ...planned }];
    });
  }

  async runs(query: Partial<RunsQuery> = {}): Promise<RunsReply> {
    await this.#freshen();
    const { ended, before } = runsQuerySchema.parse(query);
    if (before !== undefined) this.#known(before);
    const all = this.#folded.ids().map((run) => ({ run, endedAt: this.#ledger(run).endedAt }));
    const { runs, next } = pageOfRuns(all, { ended, before });
    return { runs: runs.map((run) => listedStatus(run, this.#seen)), next };
  }

  async run(id: string): Promise<RunStatus> {
    await this.#freshen();
    return this.#status(this.#known(id));
  }

  async command(id: string, command: RunCommand): Promise<RunStatus> {
    await this.#freshen();
    const run = this.#known(id);
    const plan = this.#plan(run);
    const detail = (): ReturnType<typeof checkCommand> => {
      const checked = checkCommand(plan, this.#ledger(run), command);
      if (command.command === 'start') this.#refuseSecondRun(plan.pool.uuid, 'starting a run', run);
      return checked;
    };
    detail();
    if (command.command === 'start') {
      await this.#requireCredential(run);
      // Before anything is written down: what is refused here is not begun later by a restart of the controller.
      await this.#driven.marks.mark(plan);
    }
    const { journal, clock } = this.options;
    await appendDecided(journal, () => [
      run,
      clock.now(),
      { type: 'command', command: command.command, by: command.by, detail: detail() },
    ]);
    if (this.#driven.has(run)) this.#driven.wake(run);
    else await this.#driven.drive(plan, command.by);
    return this.#status(run);
  }

  /** Of a run that has ended, the one that was written then; of another, as it stands now. */
  async report(id: string, format: ReportFormat): Promise<string> {
    await this.#freshen();
    const run = this.#known(id);
    const kept = isOpen(this.#ledger(run)) ? undefined : await keptReport(this.#reportFolder, run, format);
    return kept ?? renderReport(await this.#makeReport(run), format);
  }

  async explain(id: string): Promise<string> {
    await this.#freshen();
    const run = this.#known(id);
    return explain(this.#plan(run), this.#ledger(run), this.#status(run), this.#folded.poolName(run));
  }

  get views(): RunViews {
    const seen = { freshen: () => this.#freshen(), lastLook: (run: string) => this.#driven.lastTurn(run)?.pool };
    return runViews({ ...this.options, ...seen, runs: this.#folded, tools: () => this.#planningTools() });
  }

  testNotifications(channel?: string): Promise<readonly ChannelTest[]> {
    return this.options.notifications?.test(channel) ?? Promise.resolve([]);
  }

  async console(id: string): Promise<ConsoleReply> {
    await this.#freshen();
    const run = this.#known(id);
    const plan = this.#plan(run);
    const medium = await this.options.media.open(plan.medium.id);
    return consoleText({
      ...{ plan, status: this.#status(run), mediaServer: this.options.mediaServer },
      medium: medium === undefined ? undefined : { has: (path) => medium.file(path) !== undefined },
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the controller stops'));
    await this.rollouts.stop();
    await this.#driven.stop();
    await this.#following;
    await this.#keeper.stop();
    await this.options.journal.close();
    this.#resolveStopped();
  }

  #makeReport(run: string): Promise<ReportDocument> {
    const { journal, media } = this.options;
    const openPool = (): Promise<PoolPort> => this.options.openPool(this.#folded.poolName(run));
    const about = { plan: this.#plan(run), records: journal.records(run), status: this.#status(run) };
    return reportOfRun({ ...about, media, openPool });
  }

  #drivenRuns(): DrivenRuns {
    return new DrivenRuns({
      options: this.options,
      runs: this.#folded,
      leases: this.#keeper,
      reportFolder: this.#reportFolder,
      makeReport: (run) => this.#makeReport(run),
      bounds: (run) => this.rollouts.boundsOf(run),
      turned: (run, input, decision) => {
        this.options.onTurn?.(run, input, decision);
        if (decision.kind === 'state' || decision.kind === 'note') this.rollouts.runMoved(run);
      },
    });
  }

  #openRollouts(): Rollouts {
    const { journal, leases, clock, log, random = systemRandomBytes, serverRate, onRolloutTurn } = this.options;
    const runs = controlledRuns({
      runs: this.#folded,
      plan: (run) => this.#plan(run),
      prepare: (request, run) => planRun(this.#planningTools(), request, run),
      record: (planned) => this.#record(planned),
      command: (run, command) => this.command(run, command),
      reason: (run) => this.#status(run).reason,
      wake: (run) => this.#driven.wakeHeldBack(run),
    });
    const heard = { onTurn: onRolloutTurn, onTurnElsewhere: (id: string) => this.options.onTurnElsewhere?.(id) };
    const lacks = leases === undefined ? undefined : (needs: Needs) => whatLacks(needs, this.options);
    return new Rollouts({
      ...{ journal, leases: this.#keeper, clock, log, random, runs, serverRate, ...heard },
      whatLacks: lacks,
      freshen: () => this.#freshen(),
    });
  }

  get #reportFolder(): string {
    return join(this.options.dumpFolder, 'reports');
  }

  #planningTools(): PlanningTools {
    return { ...this.options, earlierRuns: () => earlierRuns(this.options.journal) };
  }

  /** A run that nobody watches can ask nobody for a password: it is there now, or the run does not begin. */
  async #requireCredential(run: string): Promise<void> {
    await (await this.options.openPool(this.#folded.poolName(run))).close();
  }

  /** A run that was started may not have had its first turn yet. */
  #refuseSecondRun(pool: string, attempted: string, except?: string): void {
    const open = this.#folded.ids().find((run) => {
      const ledger = this.#ledger(run);
      if (run === except || !isOpen(ledger) || !(isUnderWay(ledger) || this.#driven.has(run))) return false;
      // One whose plan cannot be read may have any pool: until a person has seen to it, none is begun.
      return (this.#folded.readablePlan(run)?.pool.uuid ?? pool) === pool;
    });
    if (open !== undefined) throw new DrydockError('RUN_IN_PROGRESS', { attempted, subject: open });
  }

  /** What others have written; while the store is away, what is known is told, with the reason. */
  async #freshen(): Promise<void> {
    const { journal } = this.options;
    if (journal.trouble === undefined) await journal.refresh();
  }

  #known(id: string): string {
    if (!this.#folded.isRun(id)) throw new DrydockError('RUN_UNKNOWN', { attempted: 'looking up a run', subject: id });
    return id;
  }

  #ledger(run: string): Ledger {
    return this.#folded.ledger(run);
  }

  #plan(run: string): Plan {
    return this.#folded.plan(run);
  }

  #status(run: string): RunStatus {
    return shownStatus(run, this.#seen);
  }

  get #seen(): Seen {
    return { options: this.options, runs: this.#folded, driven: this.#driven, keeper: this.#keeper };
  }
}
