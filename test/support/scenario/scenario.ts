// One upgrade in one process: the controller's loop, a simulated pool, the grants and a virtual clock, all seeded.
// A crash is the loss of everything but the journal, the media server's log and the pool itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FixReply } from '../../../src/contract/api/pools.js';
import type { CheckReport } from '../../../src/contract/checks.js';
import type { PlanRequest } from '../../../src/contract/control.js';
import type { RunStatus } from '../../../src/contract/run-status.js';
import { grantUrl } from '../../../src/controller/base-url.js';
import { fixFinding } from '../../../src/controller/check/fix-finding.js';
import { checkPool } from '../../../src/controller/check/check-pool.js';
import { planRun } from '../../../src/controller/plan-run.js';
import type { MirrorAccess } from '../../../src/controller/mirrors/mirror-access.js';
import { mirrorOfPlan, verifyingMedia } from '../../../src/controller/mirrors/verifying-media.js';
import type { PlanningTools } from '../../../src/controller/planning-tools.js';
import type { RunPolicies } from '../../../src/controller/planning/policies.js';
import type { Plan } from '../../../src/controller/planning/plan.js';
import { packImage } from '../../../src/controller/packs/pack-image.js';
import { inProcessPort } from '../../../src/daemon/rehearsal/in-process-port.js';
import type { ProbeTools } from '../../../src/controller/probes/probe.js';
import { inProcessShell } from '../../../src/daemon/rehearsal/in-process-shell.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import type { Boundary } from '../../../src/controller/run/carry-out.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import { insideToolsOf } from '../../../src/controller/run/inside-tools-of.js';
import type { HostShell } from '../../../src/controller/shell/host-shell.js';
import { foldJournal, type Ledger } from '../../../src/controller/run/ledger.js';
import { runLoop } from '../../../src/controller/run/run-loop.js';
import { runStatus, type LastTurn } from '../../../src/controller/run/run-status.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import type { JournalRecord } from '../../../src/journal/journal.js';
import type { MediaCatalogue, Medium } from '../../../src/media/catalogue.js';
import {
  createInProcessMediaServer,
  type InProcessMediaServer,
  type InProcessState,
} from '../../../src/servers/in-process.js';
import type { Clock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import {
  createSimulatedPool,
  type SimulatedPool,
  type SimulatedPoolOptions,
} from '../../../src/simulator/simulated-pool.js';
import type { Times } from '../../../src/simulator/times.js';
import type { NfsMounts } from '../../../src/installer/transports/nfs.js';
import type { MediaTransportFactory } from '../../../src/simulator/world.js';
import { goodMedia, usualRequest } from './usual.js';
import { lateWait } from './invariants.js';
import { inMemoryMedia, type Fetch } from './in-memory-media.js';
import { mirrorAddress, mirroredMedia } from './mirrored-media.js';
import { grantedMounts, nfsMedia } from './nfs-media.js';
import { scenarioMedium } from './scenario-medium.js';

export type ScenarioOptions = Partial<Omit<SimulatedPoolOptions, 'media' | 'clock'>> & {
  readonly request?: Partial<PlanRequest>;
  /** How long the run waits for others; default: the usual. */
  readonly policies?: RunPolicies;
  /** Packs in the store beside the medium. */
  readonly packs?: readonly Medium[];
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  readonly probes?: ProbeTools;
  /** How hosts are pointed at media; default HTTP. */
  readonly protocol?: 'http' | 'nfs';
  /** Stands between the hosts and the NFS server's answers. */
  readonly nfsMounts?: (mounts: NfsMounts) => NfsMounts;
  /** The clock of the controller's machine; default: the world's. */
  readonly ownClock?: (world: Clock) => Clock;
  /** A mirror for all pools of the scenario. */
  readonly mirrors?: MirrorAccess;
  /** Whether SSH is set up for the pool; default: it is not. */
  readonly ssh?: boolean;
  /** See PlanningTools. */
  readonly withoutSsh?: 'note' | 'block';
};

/** Physical times cut short, for suites of many runs; the order of events does not depend on them. */
export const shortTimes: Partial<Times> = {
  powerCycle: [30_000, 60_000],
  installation: [60_000, 120_000],
  agentStart: [20_000, 40_000],
};

export class SimulatedCrash extends Error {}

export interface RunOptions {
  /** Called at every journal boundary; throw a SimulatedCrash to lose the controller's memory there. */
  readonly reached?: (boundary: Boundary, effect: string) => void;
  /** Called after every decision; give a command to journal, as a person would. */
  readonly onTurn?: (input: TurnInput, decision: Decision) => void;
  /** Ends the loop when a person is waited for, instead of waiting. Default true. */
  readonly untilPerson?: boolean;
}

/** Ends a run that waits for a person: nobody comes in a test. */
class NobodyComes extends Error {}

export class Scenario {
  readonly clock = new VirtualClock(undefined, { isolated: true });
  journal = createMemoryJournal();
  readonly fetches: Fetch[] = [];
  readonly decisions: Decision[] = [];
  readonly lateWaits: string[] = [];
  readonly pool: SimulatedPool;
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-scenario-'));
  readonly run = 'run-1';
  mediaServer: InProcessMediaServer;
  plan: Plan | undefined;
  lastTurn: LastTurn | undefined;
  readonly #ownClock: Clock;
  readonly #catalogue: MediaCatalogue;
  readonly #mediaState: InProcessState = { grants: [], activity: [] };

  private constructor(
    readonly medium: Awaited<ReturnType<typeof scenarioMedium>>,
    private readonly options: ScenarioOptions,
  ) {
    const { packs = [], ownClock = (world: Clock) => world } = options;
    this.#ownClock = ownClock(this.clock);
    this.#catalogue = {
      list: () => Promise.resolve([medium, ...packs].map(({ manifest }) => manifest.id)),
      open: (id) => Promise.resolve([medium, ...packs].find(({ manifest }) => manifest.id === id)),
    };
    this.mediaServer = this.startMediaServer();
    this.pool = createSimulatedPool({
      hosts: 3,
      release: 'xcp-ng-8.2',
      vms: 4,
      password: 'correct-horse-battery',
      ...options,
      clock: this.clock,
      inProcess: true,
      media: this.#hostMedia(),
    });
  }

  static async begin(options: ScenarioOptions = {}): Promise<Scenario> {
    return new Scenario(await scenarioMedium(), options);
  }

  startMediaServer(): InProcessMediaServer {
    let drawn = 0;
    return createInProcessMediaServer({
      catalogue: this.#catalogue,
      clock: this.clock,
      state: this.#mediaState,
      endpoints: [
        this.options.protocol === 'nfs'
          ? { protocol: 'nfs', address: '192.0.2.1', port: 2049 }
          : { protocol: 'http', address: '192.0.2.1', port: 8080 },
      ],
      mirrors: (this.options.mirrors?.all ?? []).map(({ mirror }) => ({ name: mirror.name, from: [mirrorAddress] })),
      random: (size) => new Uint8Array(size).map(() => (drawn = (drawn * 31 + 7) % 251)),
    });
  }

  openPool(): PoolPort {
    return inProcessPort(this.pool, this.#ownClock);
  }

  openShell(): HostShell | undefined {
    return this.options.ssh === true ? inProcessShell(this.pool) : undefined;
  }

  async makePlan(): Promise<ReturnType<typeof planRun> extends Promise<infer T> ? T : never> {
    const planned = await this.clock.runUntil(planRun(this.#planningTools(), this.#request(), this.run));
    if (planned.plan !== null) {
      this.plan = planned.plan;
      this.journal.appendNow(this.run, this.#ownClock.now(), { type: 'planned', pool: 'pool', plan: planned.plan });
    }
    return planned;
  }

  /** As `drydock check`: looks, and changes nothing. */
  check(
    request: { readonly fix?: boolean; readonly accept?: readonly string[]; readonly packs?: readonly string[] } = {},
  ): Promise<CheckReport> {
    return this.clock.runUntil(
      checkPool(this.#planningTools(), { pool: 'pool', media: this.medium.manifest.id, ...request }),
    );
  }

  /** As the fix button of the dashboard. */
  fix(check: string, subject: string): Promise<FixReply> {
    const request = { media: this.medium.manifest.id, check, subject };
    return this.clock.runUntil(fixFinding(this.#planningTools(), 'pool', request));
  }

  command(command: string, detail: Readonly<Record<string, unknown>> = {}): void {
    this.journal.appendNow(this.run, this.#ownClock.now(), { type: 'command', command, by: 'ann', detail });
  }

  /** Plans, starts and turns the run until it ends, waits for a person, or `reached` throws a crash. */
  async upgrade(options: RunOptions = {}): Promise<RunStatus> {
    const planned = await this.makePlan();
    if (planned.plan === null)
      throw new Error(
        `blocked: ${JSON.stringify(
          planned.check.results.filter(({ severity }) => severity !== 'pass'),
          null,
          1,
        )}`,
      );
    this.command('start');
    return this.turn(options);
  }

  /** What the media server has written so far; the function given back puts that in the place of what it has then. */
  snapshotOfMediaServer(): () => void {
    const { grants, activity } = this.#mediaState;
    const kept = [structuredClone(grants), structuredClone(activity)] as const;
    return () => {
      grants.splice(0, Infinity, ...kept[0]);
      activity.splice(0, Infinity, ...kept[1]);
      this.mediaServer = this.startMediaServer();
    };
  }

  /** One life of the controller: memory begins empty. @throws SimulatedCrash */
  async turn(options: RunOptions = {}): Promise<RunStatus> {
    const plan = this.plan;
    if (plan === undefined) throw new Error('not planned');
    const epoch = this.ledger().epoch + 1;
    this.journal.appendNow(this.run, this.#ownClock.now(), { type: 'started', epoch, by: 'test' });
    const abort = new AbortController();
    const port = this.openPool();
    const inside = await insideToolsOf({
      run: this.run,
      media: goodMedia((id) => this.#catalogue.open(id)),
      log: silentLogger,
      dumpFolder: this.folder,
      openShell: () => Promise.resolve(this.openShell()),
    });
    const loop = runLoop({
      run: this.run,
      plan,
      journal: this.journal,
      clock: this.#ownClock,
      log: silentLogger,
      tools: {
        pool: port,
        mediaServer: this.mediaServerApi(),
        clock: this.#ownClock,
        signal: abort.signal,
        mirror: mirrorOfPlan(plan),
        verifyMedia: verifyingMedia(
          { plan, media: { verify: () => Promise.resolve() }, mirrors: this.options.mirrors },
          abort.signal,
        ),
        packImage: (id) => packImage({ open: (name) => this.#catalogue.open(name) }, id),
        dumpFolder: this.folder,
        grantUrl: (grant) => grantUrl(this.mediaServerApi(), grant),
        inside,
      },
      observe: (reading) => port.observe(abort.signal, reading),
      paceFactor: this.options.paceFactor ?? 1,
      ...(this.options.probes === undefined ? {} : { probe: this.options.probes.run }),
      ...(options.reached === undefined ? {} : { reached: options.reached }),
      onTurn: (input, decision) => {
        this.decisions.push(decision);
        this.lateWaits.push(...lateWait(decision, this.#ownClock.now()));
        this.lastTurn = { decision, grants: input.grants ?? [] };
        options.onTurn?.(input, decision);
        if (decision.kind === 'wait' && decision.for === 'person' && options.untilPerson !== false)
          throw new NobodyComes();
      },
    });
    try {
      await this.clock.runUntil(loop);
    } catch (error) {
      if (!(error instanceof NobodyComes)) throw error;
    } finally {
      abort.abort(new Error('the controller ended'));
      // A crashed controller says no good-bye: its session stays with the pool.
    }
    return this.status();
  }

  status(): RunStatus {
    if (this.plan === undefined) throw new Error('not planned');
    return runStatus(this.plan, this.ledger(), this.lastTurn);
  }

  ledger(): Ledger {
    return foldJournal(this.run, this.records());
  }

  records(): readonly JournalRecord[] {
    return this.journal.records(this.run);
  }

  async end(): Promise<void> {
    await this.clock.runUntil(this.pool.stop());
    rmSync(this.folder, { recursive: true, force: true });
  }

  #hostMedia(): MediaTransportFactory {
    const [mirrored] = this.options.mirrors?.all ?? [];
    if (mirrored !== undefined)
      return mirroredMedia(mirrored.mirror, this.medium, () => this.mediaServer, this.fetches);
    if (this.options.protocol !== 'nfs') return inMemoryMedia(() => this.mediaServer, this.fetches);
    const mounts = grantedMounts(() => this.mediaServer.api, this.#catalogue);
    return nfsMedia(this.options.nfsMounts?.(mounts) ?? mounts, this.fetches);
  }

  private mediaServerApi(): InProcessMediaServer['api'] {
    return this.mediaServer.api;
  }

  #planningTools(): PlanningTools {
    return {
      media: goodMedia((id) => this.#catalogue.open(id)),
      mediaServer: this.mediaServerApi(),
      clock: this.#ownClock,
      ...(this.options.mirrors === undefined ? {} : { mirrors: this.options.mirrors }),
      ...(this.options.policies === undefined ? {} : { policies: this.options.policies }),
      ...(this.options.probes === undefined ? {} : { probes: this.options.probes }),
      openPool: () => Promise.resolve(this.openPool()),
      openShell: () => Promise.resolve(this.openShell()),
      ...(this.options.withoutSsh === undefined ? {} : { withoutSsh: this.options.withoutSsh }),
    };
  }

  #request(): PlanRequest {
    return usualRequest('pool', this.medium, this.options.request);
  }
}
