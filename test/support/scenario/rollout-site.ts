// Several simulated pools under one controller that may be killed at any record of its journal, and a rollout over them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolloutDescriptionSchema, type RolloutDescription } from '../../../src/contract/rollout-description.js';
import type { RolloutCommand, RolloutReply, RolloutStatus } from '../../../src/contract/rollout.js';
import type { Controller } from '../../../src/controller/controller-options.js';
import { createController } from '../../../src/controller/controller.js';
import type { Decision } from '../../../src/controller/run/decision.js';
import { inProcessPort } from '../../../src/daemon/rehearsal/in-process-port.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import type { Medium } from '../../../src/media/catalogue.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import type { Times } from '../../../src/simulator/times.js';
import { localPoolSide, openOnly, practicePassword, type EachPool, type PoolSide } from './pool-side.js';
import { scenarioMedium } from './scenario-medium.js';
import { shortTimes } from './scenario.js';
import { ControllerKilled, ControllerLife } from './seeded/controller-life.js';
import { goodMedia } from './usual.js';

export interface RolloutSiteOptions {
  readonly pools?: number;
  readonly hosts?: number;
  readonly each?: EachPool;
  /** How long things take; short unless given. */
  readonly times?: Partial<Times>;
  readonly paceFactor?: number;
  /** Monday 2026-01-05 22:00 UTC unless given. */
  readonly start?: number;
}

/** A rollout as a file would describe it, but for what every test has alike. Pools are named by their index. */
export type Described = Readonly<Record<string, unknown>>;

export class RolloutSite {
  readonly journal = createMemoryJournal();
  readonly folder = mkdtempSync(join(tmpdir(), 'drydock-rollout-'));
  readonly decisions: Decision[] = [];
  readonly #random = seededRandom(3).bytes;
  life = new ControllerLife();
  controller: Controller | undefined;
  rollout = '';
  /** The records that were written since the first life began; a test may kill the controller at one of them. */
  written = 0;
  /** Where the controller was killed. */
  killed: string | undefined;
  /** The name of a pool that nobody reaches. */
  refuseCalls: string | undefined;
  killAt: { readonly record: number; readonly side: 'before' | 'after' } | undefined;

  private constructor(
    readonly options: Required<Pick<RolloutSiteOptions, 'pools' | 'hosts' | 'paceFactor'>>,
    readonly clock: VirtualClock,
    readonly side: PoolSide,
    readonly medium: Medium,
  ) {}

  static async begin(given: RolloutSiteOptions = {}): Promise<RolloutSite> {
    const options = { pools: 6, hosts: 3, paceFactor: 10, ...given };
    const clock = new VirtualClock(given.start, { isolated: true });
    const shape = { pools: options.pools, hosts: options.hosts, vms: options.hosts, times: given.times ?? shortTimes };
    const site = new RolloutSite(options, clock, await localPoolSide(shape, clock, given.each), await scenarioMedium());
    await clock.runUntil(site.startController());
    return site;
  }

  /** A new process: nothing is left of the one before but the journal. */
  async startController(): Promise<void> {
    this.life = new ControllerLife();
    const { life } = this;
    const created = life.ask(() =>
      createController({
        version: 'rollout',
        journal: life.journal(
          this.journal,
          () => this.#written('before', life),
          () => this.#written('after', life),
        ),
        mediaServer: life.mediaServer(() => this.side.mediaServer),
        media: goodMedia(openOnly(this.medium)),
        clock: life.clock(this.clock),
        log: silentLogger,
        dumpFolder: this.folder,
        random: this.#random,
        paceFactor: this.options.paceFactor,
        onTurn: (_run, _input, decision) => {
          if (!life.dead) this.decisions.push(decision);
        },
        openPool: (name) => this.#openPool(Number(name), life),
      }),
    );
    this.controller = await this.#alive(created);
  }

  async plan(described: Described): Promise<RolloutReply> {
    const description = describedRollout(described, this.options.pools, this.medium);
    const reply = await this.clock.runUntil(this.living.rollouts.plan({ description, by: 'ann' }));
    this.rollout = reply.rollout ?? '';
    return reply;
  }

  /** Plans and starts. */
  async start(described: Described): Promise<void> {
    const reply = await this.plan(described);
    if (reply.rollout === null) throw new Error(`blocked: ${JSON.stringify(reply.pools)}`);
    await this.say('start');
  }

  async say(command: RolloutCommand['command'], more: Partial<RolloutCommand> = {}): Promise<void> {
    await this.clock.runUntil(this.#alive(this.living.rollouts.command(this.rollout, { command, by: 'ann', ...more })));
  }

  async status(): Promise<RolloutStatus> {
    return this.living.rollouts.status(this.rollout);
  }

  /** Lets time pass until the picture is as wanted; a controller that was killed is started again after a while. */
  async until(
    wanted: (status: RolloutStatus) => boolean,
    within = 7 * 24 * 3_600_000,
    step = 30_000,
  ): Promise<RolloutStatus> {
    const end = this.clock.now() + within;
    for (;;) {
      while (this.life.dead) {
        await this.clock.advance(45_000);
        await this.clock.runUntil(this.startController());
      }
      const status = await this.status();
      if (wanted(status)) return status;
      if (this.clock.now() >= end) throw new Error(`not in time: ${JSON.stringify(status, null, 1)}`);
      await this.clock.advance(step);
    }
  }

  /** Until it ends, or waits for a person. */
  ended(): Promise<RolloutStatus> {
    return this.until(({ state }) => ['done', 'aborted', 'stopped', 'paused'].includes(state));
  }

  async end(): Promise<void> {
    if (!this.life.dead) await this.clock.runUntil(this.#alive(this.living.stop()));
    await this.clock.runUntil(this.side.stop());
    rmSync(this.folder, { recursive: true, force: true });
  }

  get living(): Controller {
    if (this.controller === undefined) throw new Error('no controller');
    return this.controller;
  }

  #written(side: 'before' | 'after', life: ControllerLife): void {
    if (side === 'before') this.written++;
    if (this.killAt?.record !== this.written || this.killAt.side !== side) return;
    this.killed = `${side} record ${this.killAt.record}`;
    this.killAt = undefined;
    life.kill();
  }

  async #alive<T>(answer: Promise<T>): Promise<T | undefined> {
    const { life } = this;
    try {
      return await Promise.race([answer, life.death.then(() => undefined)]);
    } catch (error) {
      if (error instanceof ControllerKilled) return undefined;
      throw error;
    }
  }

  async #openPool(index: number, life: ControllerLife): Promise<PoolPort> {
    return inProcessPort(
      {
        ...{ addresses: await this.side.addresses(index), user: 'root', password: practicePassword },
        transport: (request) => {
          if (this.refuseCalls === String(index)) throw unreachable(request.address);
          return life.ask(() => this.side.call(index, request));
        },
        download: (address, session) => life.ask(() => this.side.download(index, address, session)),
      },
      life.clock(this.clock),
    );
  }
}

export function describedRollout(described: Described, pools: number, medium: Medium): RolloutDescription {
  const names = Array.from({ length: pools }, (_, index) => ({ pool: String(index) }));
  return rolloutDescriptionSchema.parse({
    ...{ name: 'autumn', media: medium.manifest.id, pools: names, run: { fix: true, acceptEua: true } },
    ...described,
  });
}

function unreachable(address: string): DrydockError {
  return new DrydockError('XAPI_UNREACHABLE', { attempted: 'calling', subject: address });
}
