/** The controller's engine behind the control API: plans runs, keeps the open ones going, takes people's commands. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckReport } from '../contract/checks.js';
import {
  controlContractVersion,
  type ControlApi,
  type ControllerStatus,
  type PlanReply,
  type PlanRequest,
  type ReportFormat,
  type RunCommand,
} from '../contract/control.js';
import type { MediaServerApi } from '../contract/media-server.js';
import type { ChannelTest } from '../contract/notify.js';
import type { NotificationHealth, RunStatus } from '../contract/run-status.js';
import type { Journal, JournalEntry } from '../journal/journal.js';
import type { Clock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import type { Logger } from '../shared/logger.js';
import { randomHex, systemRandomBytes, type RandomBytes } from '../shared/random-bytes.js';
import type { MediaAccess } from './media-access.js';
import type { PoolPort } from './pool/pool-port.js';
import { planRun, checkPool, type PlanningTools } from './plan-run.js';
import type { Plan } from './planning/plan.js';
import { readPlan } from './planning/read-plan.js';
import { reportOfRun } from './report/report-of-run.js';
import { keepReport, keptReport, renderReport } from './report/keep-report.js';
import type { ReportDocument } from './report/report-document.js';
import { checkCommand } from './run/commands.js';
import type { Decision, TurnInput } from './run/decision.js';
import { explain } from './run/explain.js';
import { foldJournal, type Ledger } from './run/ledger.js';
import { driveRun, type RunDriver } from './run/run-driver.js';
import { runStatus } from './run/run-status.js';

export interface ControllerOptions {
  readonly version: string;
  readonly journal: Journal;
  readonly mediaServer: MediaServerApi;
  readonly media: MediaAccess;
  readonly clock: Clock;
  readonly log: Logger;
  /** For database dumps: created with mode 0700. */
  readonly dumpFolder: string;
  /** For the ids of runs; default: the machine's. */
  readonly random?: RandomBytes;
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  /** Hears each decision of each run; for what watches many runs at once. */
  onTurn?(run: string, input: TurnInput, decision: Decision): void;
  /** What is told to people; absent where nobody is. */
  readonly notifications?: {
    health(): readonly NotificationHealth[];
    test(channel: string | undefined): Promise<readonly ChannelTest[]>;
  };
  /** @throws POOL_UNKNOWN, CREDENTIAL_NOT_STORED, CREDENTIAL_UNREADABLE */
  openPool(name: string): Promise<PoolPort>;
}

export interface Controller extends ControlApi {
  /** Resolves when {@link ControlApi.stop} was asked for and everything has ended. */
  readonly stopped: Promise<void>;
}

/** Opens the journal's runs and goes on with those that have not ended, each under a new epoch. */
export async function createController(options: ControllerOptions): Promise<Controller> {
  await mkdir(options.dumpFolder, { recursive: true, mode: 0o700 });
  const controller = new JournalledController(options);
  await controller.resume();
  return controller;
}

class JournalledController implements Controller {
  readonly #startedAt: number;
  readonly #drivers = new Map<string, RunDriver>();
  readonly #plans = new Map<string, Plan>();
  readonly stopped: Promise<void>;
  #resolveStopped: () => void = () => undefined;

  constructor(private readonly options: ControllerOptions) {
    this.#startedAt = options.clock.now();
    this.stopped = new Promise((resolve) => {
      this.#resolveStopped = resolve;
    });
  }

  async resume(): Promise<void> {
    for (const run of this.options.journal.runs()) {
      const ledger = this.#ledger(run);
      if (isOpen(ledger) && ledger.state !== 'planned')
        await this.#drive(this.#plan(run), ledger, 'the controller started');
    }
  }

  status(): Promise<ControllerStatus> {
    const { version, journal } = this.options;
    return Promise.resolve({
      contract: controlContractVersion,
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      openRuns: journal.runs().filter((run) => isOpen(this.#ledger(run))),
    });
  }

  check(request: { pool: string; media: string }): Promise<CheckReport> {
    return checkPool(this.#planningTools(), request);
  }

  async plan(request: PlanRequest): Promise<PlanReply> {
    const run = `run-${new Date(this.options.clock.now()).toISOString().slice(0, 10)}-${randomHex(this.options.random ?? systemRandomBytes, 3)}`;
    const planned = await planRun(this.#planningTools(), request, run);
    if (planned.plan === null) return { run: null, hash: null, check: planned.check, text: [], status: null };
    this.#refuseSecondRun(planned.plan.pool.uuid, 'planning a run');
    this.options.journal.append(run, this.options.clock.now(), {
      type: 'planned',
      pool: request.pool,
      plan: planned.plan,
      by: request.by,
      findings: planned.check.results,
    });
    return { run, hash: planned.plan.hash, check: planned.check, text: planned.text, status: this.#status(run) };
  }

  runs(): Promise<readonly RunStatus[]> {
    return Promise.resolve(this.options.journal.runs().map((run) => this.#status(run)));
  }

  async run(id: string): Promise<RunStatus> {
    await Promise.resolve();
    return this.#status(this.#known(id));
  }

  async command(id: string, command: RunCommand): Promise<RunStatus> {
    const run = this.#known(id);
    const plan = this.#plan(run);
    const detail = checkCommand(plan, this.#ledger(run), command);
    if (command.command === 'start') {
      this.#refuseSecondRun(plan.pool.uuid, 'starting a run', run);
      await this.#requireCredential(run);
      // Before anything is written down: what is refused here is not begun later by a restart of the controller.
      await this.options.media.markInUse(plan.medium.id, run);
    }
    this.options.journal.append(run, this.options.clock.now(), {
      type: 'command',
      command: command.command,
      by: command.by,
      detail,
    });
    const driver = this.#drivers.get(run);
    if (driver === undefined) await this.#drive(plan, this.#ledger(run), command.by);
    else driver.wake();
    return this.#status(run);
  }

  /** Of a run that has ended, the one that was written then; of another, as it stands now. */
  async report(id: string, format: ReportFormat): Promise<string> {
    const run = this.#known(id);
    const kept = isOpen(this.#ledger(run)) ? undefined : await keptReport(this.#reportFolder, run, format);
    return kept ?? renderReport(await this.#makeReport(run), format);
  }

  async explain(id: string): Promise<string> {
    await Promise.resolve();
    const run = this.#known(id);
    return explain(this.#plan(run), this.#ledger(run), this.#status(run));
  }

  testNotifications(channel?: string): Promise<readonly ChannelTest[]> {
    return this.options.notifications?.test(channel) ?? Promise.resolve([]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
    this.options.journal.close();
    this.#resolveStopped();
  }

  async #drive(plan: Plan, ledger: Ledger, by: string): Promise<void> {
    const { journal, clock, log, media, mediaServer, dumpFolder, paceFactor = 1 } = this.options;
    journal.append(plan.run, clock.now(), { type: 'started', epoch: ledger.epoch + 1, by });
    await media.markInUse(plan.medium.id, plan.run);
    const driver = driveRun({
      plan,
      journal,
      clock,
      log,
      media,
      mediaServer,
      dumpFolder,
      paceFactor,
      openPool: () => this.options.openPool(this.#poolName(plan.run)),
      onEnd: () => this.#ended(plan),
      onTurn: (input, decision) => this.options.onTurn?.(plan.run, input, decision),
    });
    this.#drivers.set(plan.run, driver);
  }

  async #ended(plan: Plan): Promise<void> {
    await this.options.media.unmarkInUse(plan.medium.id, plan.run);
    await keepReport(this.#reportFolder, await this.#makeReport(plan.run));
  }

  #makeReport(run: string): Promise<ReportDocument> {
    const { journal, media } = this.options;
    const openPool = (): Promise<PoolPort> => this.options.openPool(this.#poolName(run));
    const about = { plan: this.#plan(run), records: journal.records(run), status: this.#status(run) };
    return reportOfRun({ ...about, media, openPool });
  }

  get #reportFolder(): string {
    return join(this.options.dumpFolder, 'reports');
  }

  #planningTools(): PlanningTools {
    const { media, mediaServer, clock, random } = this.options;
    return {
      media,
      mediaServer,
      clock,
      ...(random === undefined ? {} : { random }),
      openPool: (name) => this.options.openPool(name),
    };
  }

  /** A run that nobody watches can ask nobody for a password: it is there now, or the run does not begin. */
  async #requireCredential(run: string): Promise<void> {
    await (await this.options.openPool(this.#poolName(run))).close();
  }

  /** A run that was started may not have had its first turn yet. */
  #refuseSecondRun(pool: string, attempted: string, except?: string): void {
    const open = this.options.journal.runs().find((run) => {
      if (run === except || !isOpen(this.#ledger(run)) || this.#plan(run).pool.uuid !== pool) return false;
      return this.#ledger(run).state !== 'planned' || this.#drivers.has(run);
    });
    if (open !== undefined) throw new DrydockError('RUN_IN_PROGRESS', { attempted, subject: open });
  }

  #known(id: string): string {
    if (this.options.journal.records(id).length === 0)
      throw new DrydockError('RUN_UNKNOWN', { attempted: 'looking up a run', subject: id });
    return id;
  }

  #ledger(run: string): Ledger {
    return foldJournal(run, this.options.journal.records(run));
  }

  /** Frozen, so it is checked against its hash once, not each time somebody looks at the run. */
  #plan(run: string): Plan {
    const plan = this.#plans.get(run) ?? readPlan(this.#planned(run)?.plan);
    this.#plans.set(run, plan);
    return plan;
  }

  /** The name under which the pool was added, which need not be the pool's own. */
  #poolName(run: string): string {
    return this.#planned(run)?.pool ?? '';
  }

  #planned(run: string): Extract<JournalEntry, { type: 'planned' }> | undefined {
    const planned = this.options.journal.records(run).find(({ entry }) => entry.type === 'planned');
    return planned?.entry.type === 'planned' ? planned.entry : undefined;
  }

  #status(run: string): RunStatus {
    const status = runStatus(this.#plan(run), this.#ledger(run), this.#drivers.get(run)?.lastTurn);
    const notifications = this.options.notifications?.health() ?? [];
    return notifications.length === 0 ? status : { ...status, notifications: [...notifications] };
  }
}

function isOpen(ledger: Ledger): boolean {
  return ledger.state !== 'done' && ledger.state !== 'aborted';
}
