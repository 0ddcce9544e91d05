// Many simulated pools, each upgraded by the same controller in this process, on one clock.
import type { Controller } from '../../../src/controller/controller-options.js';
import { createController } from '../../../src/controller/controller.js';
import type { Decision, TurnInput } from '../../../src/controller/run/decision.js';
import { inProcessPort } from '../../../src/daemon/rehearsal/in-process-port.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import type { Journal } from '../../../src/journal/journal.js';
import type { Medium } from '../../../src/media/catalogue.js';
import type { Clock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { seededRandom } from '../../../src/simulator/state/random.js';
import { openOnly, practicePassword, type PoolSide } from './pool-side.js';
import { scenarioMedium } from './scenario-medium.js';
import { goodMedia, usualRequest } from './usual.js';

export interface ManyPoolsOptions {
  readonly side: PoolSide;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly dumpFolder: string;
  /** See RunLoopOptions.paceFactor. */
  readonly paceFactor?: number;
  readonly onTurn?: (run: string, input: TurnInput, decision: Decision) => void;
}

export class ManyPools {
  /** By the index of the pool. */
  readonly runs: string[] = [];

  private constructor(
    readonly controller: Controller,
    private readonly options: ManyPoolsOptions,
    private readonly medium: Medium,
  ) {}

  static async begin(options: ManyPoolsOptions): Promise<ManyPools> {
    const medium = await scenarioMedium();
    const { clock, journal, dumpFolder, onTurn, paceFactor, side } = options;
    const controller = await createController({
      version: 'many-pools',
      journal,
      mediaServer: side.mediaServer,
      media: goodMedia(openOnly(medium)),
      clock,
      log: silentLogger,
      dumpFolder,
      random: seededRandom(2).bytes,
      ...(paceFactor === undefined ? {} : { paceFactor }),
      ...(onTurn === undefined ? {} : { onTurn }),
      openPool: (name) => openPool(side, Number(name), clock),
    });
    return new ManyPools(controller, options, medium);
  }

  /** Plans a run for the pool and starts it. */
  async upgrade(index: number): Promise<void> {
    const reply = await this.controller.plan(usualRequest(String(index), this.medium, { acceptEua: true }));
    if (reply.run === null) throw new Error(`pool ${index} is blocked: ${JSON.stringify(reply.check.results)}`);
    this.runs[index] = reply.run;
    await this.controller.command(reply.run, { command: 'start', by: 'ann' });
  }

  /** Resolves when every run has ended; gives their states. */
  async ended(every: number): Promise<readonly string[]> {
    for (;;) {
      const states = await Promise.all(this.runs.map(async (run) => (await this.controller.run(run)).state));
      if (states.every((state) => state !== 'running' && state !== 'undoing')) return states;
      await this.options.clock.sleep(every);
    }
  }

  async stop(): Promise<void> {
    await this.controller.stop();
    await this.options.side.stop();
  }
}

async function openPool(side: PoolSide, index: number, clock: Clock): Promise<PoolPort> {
  return inProcessPort(
    {
      ...{ addresses: await side.addresses(index), user: 'root', password: practicePassword },
      transport: (request) => side.call(index, request),
      download: (address, session) => side.download(index, address, session),
    },
    clock,
  );
}
