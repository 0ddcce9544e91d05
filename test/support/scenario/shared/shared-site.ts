// One simulated pool, one media server, and several controllers that share the pool through one database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaServerApi } from '../../../../src/contract/media-server.js';
import type { RunStatus } from '../../../../src/contract/run-status.js';
import type { Controller } from '../../../../src/controller/controller-options.js';
import { createController } from '../../../../src/controller/controller.js';
import { readPlan } from '../../../../src/controller/planning/read-plan.js';
import type { Decision } from '../../../../src/controller/run/decision.js';
import { inProcessPort } from '../../../../src/daemon/rehearsal/in-process-port.js';
import type { Leases } from '../../../../src/journal/leases.js';
import type { Medium } from '../../../../src/media/catalogue.js';
import { createInProcessMediaServer, type InProcessMediaServer } from '../../../../src/servers/in-process.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../../src/shared/logger.js';
import { VirtualClock } from '../../../../src/shared/virtual-clock.js';
import { createSimulatedPool, type SimulatedPool } from '../../../../src/simulator/simulated-pool.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { inMemoryMedia, type Fetch } from '../in-memory-media.js';
import { brokenInvariants, unboundedWaits } from '../invariants.js';
import { scenarioMedium } from '../scenario-medium.js';
import { shortTimes } from '../scenario.js';
import { goodMedia, usualRequest } from '../usual.js';
import { ProcessLife } from './process-life.js';
import { SharedStore } from './shared-store.js';

/** What is taken away, to see whether anybody notices. */
export type Defect = 'no fence on records' | 'no fence at arming' | 'late renewal';

/** What happens to the controller that has the pool, and for how long. */
export type Trouble = 'killed' | 'paused' | 'cut off' | 'paused in the call';

export interface Place {
  /** Counted over the records that are written under a lease; for 'paused in the call' over the calls that change something. */
  readonly at: number;
  readonly side: 'before' | 'after';
  readonly trouble: Trouble;
}

interface Process {
  readonly name: string;
  readonly life: ProcessLife;
  controller: Controller | undefined;
}

/** Longer than a lease, so that another controller has the pool meanwhile. */
const away = 100_000;
const password = 'practice-makes-perfect';

export class SharedSite {
  readonly clock = new VirtualClock(undefined, { isolated: true });
  readonly pool: SimulatedPool;
  readonly store: SharedStore;
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-shared-'));
  readonly processes: Process[] = [];
  readonly decisions: Decision[] = [];
  /** Names of the controllers that saw at a look that another one has the run. */
  readonly onlookers = new Set<string>();
  readonly broken: string[] = [];
  readonly struck: string[] = [];
  run = '';
  #written = 0;
  #called = 0;
  readonly #fetches: Fetch[] = [];
  readonly #mediaServer: InProcessMediaServer;
  readonly #random = seededRandom(11).bytes;

  private constructor(
    readonly medium: Medium,
    private readonly places: Place[],
    private readonly defect: Defect | undefined,
    private readonly strangers: readonly string[],
  ) {
    this.store = new SharedStore(this.clock, 30_000, defect !== 'no fence on records');
    this.#mediaServer = createInProcessMediaServer({
      catalogue: { list: () => Promise.resolve([medium.manifest.id]), open: (id) => this.#open(id) },
      clock: this.clock,
      endpoints: [{ protocol: 'http', address: '192.0.2.1', port: 8080 }],
      random: this.#random,
    });
    this.pool = createSimulatedPool({
      ...{ hosts: 2, vms: 2, release: 'xcp-ng-8.2', seed: 7, times: shortTimes, password },
      ...{ clock: this.clock, inProcess: true, media: inMemoryMedia(() => this.#mediaServer, this.#fetches) },
    });
  }

  /** @param strangers controllers to which the pool was never added */
  static async begin(
    controllers: number,
    places: readonly Place[] = [],
    defect?: Defect,
    strangers: readonly string[] = [],
  ): Promise<SharedSite> {
    const site = new SharedSite(await scenarioMedium(), [...places], defect, strangers);
    for (let index = 0; index < controllers; index++) await site.clock.runUntil(site.#start(`controller-${index + 1}`));
    return site;
  }

  /** Planned and started at the first controller; ended by whichever has the pool in the end. */
  async upgrade(): Promise<RunStatus> {
    const [first] = this.processes;
    const controller = first?.controller;
    if (controller === undefined) throw new Error('no controller');
    const reply = await this.clock.runUntil(controller.plan(usualRequest('pool', this.medium)));
    if (reply.run === null) throw new Error(`blocked: ${JSON.stringify(reply.check.results)}`);
    this.run = reply.run;
    const given = controller.command(this.run, { command: 'start', by: 'ann' }).catch((error: unknown) => error);
    void given;
    const end = this.clock.now() + 24 * 3_600_000;
    for (;;) {
      await this.clock.advance(20_000);
      const status = await this.#status();
      if (['done', 'aborted', 'stopped', 'paused'].includes(status.state)) {
        // Whoever was paused may still be about to do something.
        await this.clock.advance(2 * away);
        return this.#status();
      }
      if (this.clock.now() > end) throw new Error(`not in time: ${JSON.stringify(status, null, 1)}`);
    }
  }

  /** Everything that is broken: the invariants of the run, and those of sharing. */
  async allBroken(): Promise<readonly string[]> {
    const records = this.store.records.filter(({ run }) => run === this.run);
    const planned = records[0]?.entry;
    const plan = readPlan(planned?.type === 'planned' ? planned.plan : undefined);
    const status = await this.#status();
    const evidence = { plan, records, history: this.pool.history, status, secrets: [password] };
    const written = this.store.authored
      .filter(({ mayWrite }) => !mayWrite)
      .map(({ author, record }) => `shared: ${author} wrote record ${record.sequence} without the lease`);
    const defects = this.pool.history
      .filter(({ event }) => event === 'simulator-defect')
      .map(({ detail }) => `simulator: ${JSON.stringify(detail)}`);
    return [...brokenInvariants(evidence), ...unboundedWaits(this.decisions), ...written, ...this.broken, ...defects];
  }

  async end(): Promise<void> {
    for (const { life, controller } of this.processes) {
      if (life.isAwake && controller !== undefined) await this.clock.runUntil(controller.stop());
    }
    await this.clock.runUntil(this.pool.stop());
    rmSync(this.folder, { recursive: true, force: true });
  }

  get records(): number {
    return this.#written;
  }

  get calls(): number {
    return this.#called;
  }

  get #poolUuid(): string {
    return this.pool.world.state.pool.uuid;
  }

  async #start(name: string): Promise<void> {
    const life = new ProcessLife();
    const process: Process = { name, life, controller: undefined };
    this.processes.push(process);
    const clock = life.clock(this.clock);
    process.controller = await createController({
      version: name,
      journal: life.journal(this.store.journal(name), (side) => this.#reached(side, process)),
      leases: this.#leases(process),
      knownPools: () => Promise.resolve(new Set(this.strangers.includes(name) ? [] : ['pool'])),
      mediaServer: this.#mediaServerOf(process),
      media: goodMedia((id) => this.#open(id)),
      clock,
      log: silentLogger,
      dumpFolder: join(this.folder, name),
      random: this.#random,
      paceFactor: 60,
      onTurn: (_run, _input, decision) => this.decisions.push(decision),
      onTurnElsewhere: () => this.onlookers.add(name),
      openPool: async (_name, mayAct) => {
        if (this.strangers.includes(name)) throw new DrydockError('POOL_UNKNOWN', { attempted: 'opening the pool' });
        return Promise.resolve(
          inProcessPort(
            {
              ...{ addresses: this.pool.addresses, user: this.pool.user, password },
              transport: (request) => {
                if (changesPool(request.method))
                  return this.#sent(process, () => this.pool.transport(request), request.method);
                return life.ask(() => this.pool.transport(request));
              },
              download: (address, session) => life.ask(() => Promise.resolve(this.pool.download(address, session))),
            },
            clock,
            mayAct,
          ),
        );
      },
    });
  }

  #leases({ name, life }: Process): Leases {
    const leases = life.leases(this.store.leases(name));
    // The first believes that a lease lasts longer than it does, and that it was renewed.
    if (this.defect === 'late renewal' && name === 'controller-1')
      return {
        ...leases,
        lasts: leases.lasts * 8,
        renew: (held) => Promise.resolve(new Set(held.map(({ subject }) => subject))),
      };
    return leases;
  }

  #mediaServerOf(process: Process): MediaServerApi {
    const api = (): MediaServerApi => this.#mediaServer.api;
    const asked = process.life.mediaServer(api);
    return {
      ...asked,
      changeGrant: (id, change) =>
        this.#sent(
          process,
          async () => {
            const epoch = this.defect === 'no fence at arming' ? await api().epoch(this.#poolUuid) : change.epoch;
            const grant = await api().changeGrant(id, { ...change, epoch });
            if (change.state === 'armed') this.#requireNewest(process, change.epoch);
            return grant;
          },
          `grant ${change.state}`,
        ),
    };
  }

  /** What changes the pool or a grant: the process may be paused in the middle of the call, and it is sent when it wakes. */
  #sent<T>({ life, name }: Process, send: () => Promise<T>, what: string): Promise<T> {
    this.#called++;
    const place = this.places.find(({ trouble, at }) => trouble === 'paused in the call' && at === this.#called);
    if (place === undefined) {
      if (this.run !== '' && life.isAwake && !this.store.hasLease(name, this.#poolUuid))
        this.broken.push(`shared: ${name} called ${what} without the lease`);
      return life.ask(send);
    }
    this.#strike(place, { life, name }, `call ${this.#called} (${what})`);
    return life.ask(send);
  }

  #requireNewest({ name }: Process, epoch: number): void {
    const newest = this.store.records.reduce(
      (most, { entry }) => (entry.type === 'started' ? Math.max(most, entry.epoch) : most),
      0,
    );
    if (epoch < newest) this.broken.push(`shared: ${name} armed under epoch ${epoch} when ${newest} had begun`);
  }

  #reached(side: 'before' | 'after', process: Process): void {
    if (!this.store.hasLease(process.name, this.#poolUuid)) return;
    if (side === 'before') this.#written++;
    const place = this.places.find(
      (one) => one.trouble !== 'paused in the call' && one.at === this.#written && one.side === side,
    );
    if (place !== undefined) this.#strike(place, process, `${side} record ${place.at}`);
  }

  #strike(place: Place, { life, name }: Pick<Process, 'life' | 'name'>, where: string): void {
    this.places.splice(this.places.indexOf(place), 1);
    this.struck.push(`${name} ${place.trouble} ${where}`);
    switch (place.trouble) {
      case 'killed':
        life.kill();
        return;
      case 'cut off':
        life.cutOff();
        this.clock.after(away, () => life.reconnect());
        return;
      case 'paused':
      case 'paused in the call':
        life.pause();
        this.clock.after(away, () => life.resume());
    }
  }

  /** From any controller that is awake: each knows all. */
  async #status(): Promise<RunStatus> {
    const awake = this.processes.filter(({ life }) => life.isAwake).at(-1)?.controller;
    if (awake === undefined) throw new Error('nobody is awake');
    return this.clock.runUntil(awake.run(this.run));
  }

  #open(id: string): Promise<Medium | undefined> {
    return Promise.resolve(id === this.medium.manifest.id ? this.medium : undefined);
  }
}

/** Calls that look are made by whoever is asked for a status as well. */
export function changesPool(method: string): boolean {
  if (/^(session|event|task)\./.test(method)) return false;
  return !/\.(get_|assert_|retrieve_|query_|compute_|list_|has_)/.test(method);
}
