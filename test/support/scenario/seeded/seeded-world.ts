// One seeded upgrade in one process: the controller's own shell, a simulated pool, the media server and a clock that is theirs alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Controller } from '../../../../src/controller/controller-options.js';
import { createController } from '../../../../src/controller/controller.js';
import { inProcessPort } from '../../../../src/daemon/rehearsal/in-process-port.js';
import type { Grant } from '../../../../src/contract/grants.js';
import type { MediaServerApi } from '../../../../src/contract/media-server.js';
import type { JournalRecord } from '../../../../src/journal/journal.js';
import type { PoolPort } from '../../../../src/controller/pool/pool-port.js';
import type { Decision } from '../../../../src/controller/run/decision.js';
import { createMemoryJournal } from '../../../../src/journal/memory-journal.js';
import type { Medium } from '../../../../src/media/catalogue.js';
import {
  createInProcessMediaServer,
  type InProcessMediaServer,
  type InProcessState,
} from '../../../../src/servers/in-process.js';
import { silentLogger } from '../../../../src/shared/logger.js';
import { showing, steadyTime } from '../../../../src/shared/steady-clock.js';
import type { Clock } from '../../../../src/shared/clock.js';
import { lastRecordOfOpenRuns } from '../../../../src/controller/run/last-record.js';
import type { RandomBytes } from '../../../../src/shared/random-bytes.js';
import { VirtualClock } from '../../../../src/shared/virtual-clock.js';
import { createSimulatedPool, type SimulatedPool } from '../../../../src/simulator/simulated-pool.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { lateWait } from '../invariants.js';
import { inMemoryMedia, type Fetch } from '../in-memory-media.js';
import { scenarioMedium } from '../scenario-medium.js';
import { withLostReplies } from './lost-replies.js';
import { ownClock, type OwnClock } from './own-clock.js';
import { ControllerLife } from './controller-life.js';
import type { DrawnScenario } from './draw.js';
import { goodMedia } from '../usual.js';

/** Whole stages go by in one moment of virtual time; more than this is a circle. */
const mostTurnsAtOnce = 400;

export const seededPassword = 'correct-horse-battery';

/** What a controller with a defect is given in place of the pool; only tests of the tests plant one. */
export type Defect = (right: PoolPort) => PoolPort;

export class SeededWorld {
  #knownPassword = seededPassword;
  readonly clock = new VirtualClock(undefined, { isolated: true });
  readonly journal = createMemoryJournal();
  readonly fetches: Fetch[] = [];
  readonly decisions: Decision[] = [];
  readonly lateWaits = new Set<string>();
  readonly #began = this.clock.now();
  readonly pool: SimulatedPool;
  readonly #ownClock: OwnClock;
  /** What the world's clock showed at each record of the journal. */
  readonly #recordedAt = new Map<number, number>();
  #fenced = false;
  #turnsAt = { now: 0, turns: 0 };
  /** A controller that never waits keeps its machine and the pool busy for ever: it is ended, and that is what was wrong. */
  hasty: string | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-seed-'));
  readonly random: RandomBytes;
  life = new ControllerLife();
  controller: Controller | undefined;
  /** Where each crash struck. */
  readonly crashed: string[] = [];
  #mediaServer: InProcessMediaServer;
  #records: number | undefined;
  readonly #lostReplies: (api: MediaServerApi) => MediaServerApi;
  readonly #mediaState: InProcessState = { grants: [], activity: [] };

  private constructor(
    readonly scenario: DrawnScenario,
    readonly medium: Medium,
    private readonly defect: Defect | undefined,
  ) {
    this.#ownClock = ownClock(this.clock, scenario.own);
    this.#lostReplies = withLostReplies(scenario.own.lostReplies, () => this.#records !== undefined);
    this.random = seededRandom(scenario.seed ^ 0x5eed).bytes;
    this.#mediaServer = this.#startMediaServer();
    this.pool = createSimulatedPool({
      ...scenario.pool,
      password: seededPassword,
      seed: scenario.seed,
      times: scenario.times,
      faults: [...scenario.faults, ...scenario.eventFaults, ...listed(scenario.own.claimTaken)],
      clock: this.clock,
      inProcess: true,
      media: inMemoryMedia(() => this.#mediaServer, this.fetches),
    });
  }

  static async begin(scenario: DrawnScenario, defect?: Defect): Promise<SeededWorld> {
    return new SeededWorld(scenario, await scenarioMedium(scenario.target), defect);
  }

  get fenced(): boolean {
    return this.#fenced;
  }

  /** Another controller has come for the pool, raised the epoch, and is gone again. */
  async fenceIfDue(): Promise<void> {
    const { fencedAfter } = this.scenario.own;
    if (this.#fenced || fencedAfter === undefined || this.clock.now() - this.#began < fencedAfter) return;
    this.#fenced = true;
    const pool = this.pool.world.state.pool.uuid;
    await this.#mediaServer.api.raiseEpoch(pool, (await this.#mediaServer.api.epoch(pool)) + 100);
  }

  grants(): Promise<readonly Grant[]> {
    return this.#mediaServer.api.grants();
  }

  /** Our clock may be wrong; the checker compares the journal with the history of the pool, which has the world's. */
  recordsByTheWorldsClock(run: string): readonly JournalRecord[] {
    return this.journal.records(run).map((record) => ({
      ...record,
      at: this.#recordedAt.get(record.sequence) ?? record.at,
    }));
  }

  /** Another process takes the media server's place; what it had written down stays. */
  restartMediaServer(): void {
    this.#mediaServer = this.#startMediaServer();
  }

  /** A new process: nothing is left of the one before but the journal and the files. */
  async startController(): Promise<Controller> {
    this.life = new ControllerLife();
    const { life } = this;
    // As its composition root does it (src/daemon/controller/start-controller.ts).
    const time = steadyTime(this.#ownClock, lastRecordOfOpenRuns(this.journal));
    const clock = life.clock(showing(time, this.#ownClock));
    this.controller = await life.ask(() =>
      createController({
        version: 'seeded',
        journal: life.journal(
          this.journal,
          () => this.#crashIfDue('before', life),
          (sequence) => {
            this.#recordedAt.set(sequence, this.clock.now());
            this.#crashIfDue('after', life);
          },
        ),
        mediaServer: life.mediaServer(() => this.#lostReplies(this.#mediaServer.api)),
        media: goodMedia((id) => this.#open(id)),
        clock,
        log: silentLogger,
        dumpFolder: this.folder,
        random: this.random,
        paceFactor: this.scenario.paceFactor,
        onTurn: (_run, _input, decision) => {
          if (life.dead) return;
          this.#noticeHaste(decision, life);
          this.decisions.push(decision);
          for (const late of lateWait(decision, clock.now())) this.lateWaits.add(late);
        },
        openPool: () => Promise.resolve(this.#openPool(life, clock)),
      }),
    );
    return this.controller;
  }

  /** From now on records are counted, and crashes strike. */
  countRecords(): void {
    this.#records = 0;
  }

  async end(): Promise<void> {
    await this.pool.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Counted over all lives, from the first record after the plan. */
  #noticeHaste(decision: Decision, life: ControllerLife): void {
    const now = this.clock.now();
    this.#turnsAt = this.#turnsAt.now === now ? { now, turns: this.#turnsAt.turns + 1 } : { now, turns: 1 };
    if (this.#turnsAt.turns < mostTurnsAtOnce) return;
    this.hasty = `${mostTurnsAtOnce} turns while no time passed, the last: ${JSON.stringify(decision).slice(0, 200)}`;
    life.kill();
  }

  #crashIfDue(side: 'before' | 'after', life: ControllerLife): void {
    if (this.#records === undefined) return;
    if (side === 'before') this.#records++;
    const crash = this.scenario.crashes.find((due) => due.record === this.#records && due.side === side);
    const place = crash === undefined ? undefined : `${side} record ${crash.record}`;
    if (place === undefined || this.crashed.includes(place)) return;
    this.crashed.push(place);
    life.kill();
  }

  #startMediaServer(): InProcessMediaServer {
    return createInProcessMediaServer({
      catalogue: {
        list: () => Promise.resolve([this.medium.manifest.id]),
        open: (id) => this.#open(id),
      },
      clock: this.clock,
      state: this.#mediaState,
      endpoints: [{ protocol: 'http', address: '192.0.2.1', port: 8080 }],
      random: this.random,
    });
  }

  #open(id: string): Promise<Medium | undefined> {
    return Promise.resolve(id === this.medium.manifest.id ? this.medium : undefined);
  }

  /** Somebody may have changed it; a person who is asked what to do gives the new one. */
  learnPassword(): void {
    this.#knownPassword = this.pool.password;
  }

  #openPool(life: ControllerLife, clock: Clock): PoolPort {
    const { pool, defect = (right: PoolPort): PoolPort => right } = this;
    const port = inProcessPort(
      {
        ...{ addresses: pool.addresses, user: pool.user, password: seededPassword },
        currentPassword: () => this.#knownPassword,
        transport: (request) => life.ask(() => pool.transport(request)),
        download: (address, session) => life.ask(async () => Promise.resolve(pool.download(address, session))),
      },
      clock,
    );
    return defect(port);
  }
}

function listed<T>(one: T | undefined): readonly T[] {
  return one === undefined ? [] : [one];
}
