// Several simulated pools, one media server, and several controllers that share a rollout over them through one database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RolloutCommand, RolloutStatus } from '../../../../src/contract/rollout.js';
import type { Controller } from '../../../../src/controller/controller-options.js';
import { createController } from '../../../../src/controller/controller.js';
import type { PoolPort } from '../../../../src/controller/pool/pool-port.js';
import type { Decision } from '../../../../src/controller/run/decision.js';
import { inProcessPort } from '../../../../src/daemon/rehearsal/in-process-port.js';
import type { Journal } from '../../../../src/journal/journal.js';
import type { Medium } from '../../../../src/media/catalogue.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';
import { silentLogger, type Logger } from '../../../../src/shared/logger.js';
import { VirtualClock } from '../../../../src/shared/virtual-clock.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { localPoolSide, openOnly, practicePassword, type LocalPoolSide } from '../pool-side.js';
import { brokenBy } from '../rollout-cuts.js';
import { describedRollout, type Described } from '../rollout-site.js';
import { scenarioMedium } from '../scenario-medium.js';
import { shortTimes } from '../scenario.js';
import { goodMedia } from '../usual.js';
import { ProcessLife } from './process-life.js';
import { changesPool } from './shared-site.js';
import { SharedStore } from './shared-store.js';

export interface SharedRolloutOptions {
  readonly controllers: number;
  readonly pools: number;
  readonly hosts: number;
  /** See ControllerOptions. */
  readonly poolsAtWork?: number;
}

/** The controller that writes this record is lost in that moment, or paused past its lease. */
export interface Strike {
  readonly record: number;
  readonly trouble: 'killed' | 'paused';
}

interface Process {
  readonly name: string;
  readonly life: ProcessLife;
  /** The names of the pools that were added here. */
  readonly known: Set<string>;
  /** What it told its log as a warning, with what it was about. */
  readonly warnings: string[];
  controller: Controller | undefined;
}

/** Longer than a lease, so that another controller has the pool meanwhile. */
const away = 100_000;

export class SharedRolloutSite {
  readonly store: SharedStore;
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-shared-rollout-'));
  readonly processes: Process[] = [];
  readonly decisions: Decision[] = [];
  /** The most runs that each controller has turned at a time. */
  readonly most = new Map<string, number>();
  rollout = '';
  strike: Strike | undefined;
  struck: string | undefined;
  readonly #broken: string[] = [];
  readonly #random = seededRandom(5).bytes;

  private constructor(
    readonly options: SharedRolloutOptions,
    readonly clock: VirtualClock,
    readonly side: LocalPoolSide,
    readonly medium: Medium,
  ) {
    this.store = new SharedStore(clock);
  }

  static async begin(options: SharedRolloutOptions): Promise<SharedRolloutSite> {
    const { pools, hosts } = options;
    const medium = await scenarioMedium();
    const clock = new VirtualClock(undefined, { isolated: true });
    const side = await localPoolSide({ pools, hosts, vms: hosts, times: shortTimes }, clock);
    const site = new SharedRolloutSite(options, clock, side, medium);
    for (let index = 0; index < options.controllers; index++) await site.clock.runUntil(site.#start(index));
    return site;
  }

  /** Planned and started at the first controller. */
  async start(described: Described): Promise<void> {
    const description = describedRollout(described, this.options.pools, this.medium);
    const reply = await this.clock.runUntil(this.at(0).rollouts.plan({ description, by: 'ann' }));
    if (reply.rollout === null) throw new Error(`blocked: ${JSON.stringify(reply.pools)}`);
    this.rollout = reply.rollout;
    await this.say('start');
  }

  async say(command: RolloutCommand['command'], more: Partial<RolloutCommand> = {}, index = 0): Promise<void> {
    await this.clock.runUntil(this.at(index).rollouts.command(this.rollout, { command, by: 'ann', ...more }));
  }

  at(index: number): Controller {
    const controller = this.processes[index]?.controller;
    if (controller === undefined) throw new Error('no controller');
    return controller;
  }

  /** The last that is awake: each knows all. */
  get living(): Controller {
    const index = this.processes.findLastIndex(({ life }) => life.isAwake);
    return this.at(index);
  }

  get journal(): Pick<Journal, 'runs' | 'records'> {
    return this.store.journal('who judges');
  }

  status(index?: number): Promise<RolloutStatus> {
    const controller = index === undefined ? this.living : this.at(index);
    return this.clock.runUntil(controller.rollouts.status(this.rollout));
  }

  async until(wanted: (status: RolloutStatus) => boolean, index?: number): Promise<RolloutStatus> {
    for (let step = 0; step < 4000; step++) {
      const status = await this.status(index);
      if (wanted(status)) return status;
      await this.clock.advance(20_000);
      this.#count();
    }
    throw new Error(`not in time: ${JSON.stringify(await this.status(index), null, 1)}`);
  }

  ended(): Promise<RolloutStatus> {
    return this.until(({ state }) => ['done', 'aborted', 'stopped', 'paused'].includes(state));
  }

  /** By which controllers the runs of the pools were begun or taken over, in this order. */
  driversOf(pool: number): readonly string[] {
    const { journal } = this;
    return journal
      .runs()
      .filter((run) => `${run}.`.startsWith(`${this.rollout}.${pool + 1}.`))
      .flatMap((run) => journal.records(run))
      .flatMap(({ entry }) => (entry.type === 'started' ? [entry.holder ?? ''] : []));
  }

  async broken(): Promise<readonly string[]> {
    const written = this.store.authored
      .filter(({ mayWrite }) => !mayWrite)
      .map(({ author, record }) => `shared: ${author} wrote record ${record.sequence} without the lease`);
    return [...(await brokenBy(this)), ...written, ...this.#broken];
  }

  async end(): Promise<void> {
    for (const { life, controller } of this.processes) {
      if (life.isAwake && controller !== undefined) await this.clock.runUntil(controller.stop());
    }
    await this.clock.runUntil(this.side.stop());
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(index: number): Promise<void> {
    const name = `controller-${index + 1}`;
    const life = new ProcessLife();
    const known = new Set(Array.from({ length: this.options.pools }, (_, pool) => String(pool)));
    const process: Process = { name, life, known, warnings: [], controller: undefined };
    this.processes.push(process);
    const clock = life.clock(this.clock);
    const { poolsAtWork } = this.options;
    process.controller = await createController({
      version: name,
      journal: life.journal(this.store.journal(name), (side) => this.#reached(side, process)),
      leases: life.leases(this.store.leases(name)),
      knownPools: () => Promise.resolve(known),
      mediaServer: life.mediaServer(() => this.side.mediaServer),
      media: goodMedia(openOnly(this.medium)),
      clock,
      log: warningsTo(process.warnings),
      dumpFolder: join(this.folder, name),
      random: this.#random,
      paceFactor: 60,
      ...(poolsAtWork === undefined ? {} : { poolsAtWork }),
      onTurn: (_run, _input, decision) => this.decisions.push(decision),
      openPool: (pool, mayAct) => this.#openPool(Number(pool), process, mayAct),
    });
  }

  async #openPool(index: number, { known, life, name }: Process, mayAct?: () => void): Promise<PoolPort> {
    if (!known.has(String(index))) throw new DrydockError('POOL_UNKNOWN', { attempted: 'opening the pool' });
    const uuid = this.side.pools[index]?.world.state.pool.uuid ?? '';
    const port = {
      ...{ addresses: await this.side.addresses(index), user: 'root', password: practicePassword },
      transport: (request: Parameters<LocalPoolSide['call']>[1]) => {
        // Whoever only plans asks the hosts whether they reach the medium, and needs no lease for that.
        if (mayAct !== undefined && changesPool(request.method) && life.isAwake && !this.store.hasLease(name, uuid))
          this.#broken.push(`shared: ${name} called ${request.method} without the lease`);
        return life.ask(() => this.side.call(index, request));
      },
      download: (address: string, session: string) => life.ask(() => this.side.download(index, address, session)),
    };
    return inProcessPort(port, life.clock(this.clock), mayAct);
  }

  #reached(side: 'before' | 'after', { life, name }: Process): void {
    const { strike } = this;
    if (strike === undefined || side === 'before' || this.store.authored.length < strike.record) return;
    this.strike = undefined;
    this.struck = `${name} ${strike.trouble} after record ${strike.record}`;
    if (strike.trouble === 'killed') {
      life.kill();
      return;
    }
    life.pause();
    this.clock.after(away, () => life.resume());
  }

  /** Runs that have begun and are not through, by who has their pool. */
  #count(): void {
    for (const { name, life } of this.processes) {
      if (!life.isAwake) continue;
      const held = this.side.pools.filter(({ world }) => this.store.hasLease(name, world.state.pool.uuid)).length;
      this.most.set(name, Math.max(held, this.most.get(name) ?? 0));
    }
  }
}

function warningsTo(warnings: string[]): Logger {
  return { ...silentLogger, warn: (fields, message) => void warnings.push(`${message}: ${JSON.stringify(fields)}`) };
}
