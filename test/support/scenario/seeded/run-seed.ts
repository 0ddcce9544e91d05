// runSeed(seed): a whole upgrade made of one number, and everything that must be the same whenever it is run again.
import { createHash } from 'node:crypto';
import type { CheckReport } from '../../../../src/contract/checks.js';
import type { Grant } from '../../../../src/contract/grants.js';
import type { RunCommand } from '../../../../src/contract/control.js';
import type { RunStatus } from '../../../../src/contract/run-status.js';
import type { Decision } from '../../../../src/controller/run/decision.js';
import { readPlan } from '../../../../src/controller/planning/read-plan.js';
import type { JournalRecord } from '../../../../src/journal/journal.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';
import type { PoolEvent } from '../../../../src/simulator/history.js';
import { seededRandom } from '../../../../src/simulator/state/random.js';
import { brokenInvariants, unboundedWaits } from '../invariants.js';
import { Chance } from './chance.js';
import { ControllerKilled } from './controller-life.js';
import { drawScenario, type DrawnScenario } from './draw.js';
import { Person } from './person.js';
import { usualRequest } from '../usual.js';
import { SeededWorld, seededPassword, type Defect } from './seeded-world.js';

export interface SeedResult {
  readonly seed: number;
  readonly scenario: DrawnScenario;
  /** `done`, `aborted`, `left stopped: …`, `blocked: …` by an assessment, `refused: CODE`; or `unfinished: …`, which is a defect. */
  readonly outcome: string;
  readonly said: readonly string[];
  readonly crashed: readonly string[];
  readonly history: readonly PoolEvent[];
  readonly journal: readonly JournalRecord[];
  /** Milliseconds of virtual time. */
  readonly took: number;
  /** sha256 over history, journal, fetches and what was said. */
  readonly digest: string;
  /** What is wrong with it; empty for every seed. */
  readonly broken: readonly string[];
}

/** How often a person looks at the run. */
const look = 60_000;
/** Longer than any bounded wait of the controller, several times. */
const patience = 3 * 24 * 3600_000;

export function runSeed(seed: number): Promise<SeedResult> {
  return runScenario(drawScenario(seed));
}

/** The same scenario is the same run, whole or with parts left out. */
export async function runScenario(scenario: DrawnScenario, defect?: Defect): Promise<SeedResult> {
  const world = await SeededWorld.begin(scenario, defect);
  try {
    return await new SeededRun(world).result();
  } finally {
    await world.end();
  }
}

class SeededRun {
  readonly #person: Person;
  readonly #startedAt: number;
  #run = '';
  #status: RunStatus | undefined;
  #grants: readonly Grant[] = [];

  constructor(private readonly world: SeededWorld) {
    this.#startedAt = world.clock.now();
    this.#person = new Person({
      chance: new Chance(seededRandom(world.scenario.seed ^ 0xa11)),
      command: (command) => this.#give(command),
    });
  }

  async result(): Promise<SeedResult> {
    const { world } = this;
    const outcome = await world.clock.runUntil(this.#drive(), 2 * patience);
    const history = world.pool.history;
    const journal = world.journal.records(this.#run);
    this.#grants = await world.grants();
    const told = JSON.stringify({ outcome, said: this.#person.said, history, journal, fetches: world.fetches });
    return {
      seed: world.scenario.seed,
      scenario: world.scenario,
      outcome,
      said: this.#person.said,
      crashed: world.crashed,
      history,
      journal,
      took: world.clock.now() - this.#startedAt,
      digest: createHash('sha256').update(withoutFolders(told, world.folder)).digest('hex'),
      broken: this.#broken(outcome),
    };
  }

  async #drive(): Promise<string> {
    const { world } = this;
    await world.startController();
    const refusal = await this.#plan();
    if (refusal !== undefined) return refusal;
    world.countRecords();
    const end = world.clock.now() + patience;
    const meddling = [...world.scenario.meddling];
    const restarts = [...world.scenario.mediaServerRestarts];
    while (world.clock.now() < end && !this.#person.hasGivenUp) {
      if (world.hasty !== undefined) return `unfinished: ${world.hasty}`;
      await this.#raiseTheDead();
      const [restart = Infinity] = restarts;
      if (world.clock.now() - this.#startedAt > restart) {
        restarts.shift();
        world.restartMediaServer();
      }
      await world.fenceIfDue();
      const status = await this.#look();
      if (status === undefined) continue;
      if (status.state === 'done' || status.state === 'aborted') return this.#finish(status.state);
      const [due] = meddling;
      if (due !== undefined && world.clock.now() - this.#startedAt > due.after) {
        meddling.shift();
        await this.#person.say(due.command, due.command === 'skip' ? status.hosts[due.host]?.uuid : undefined);
      } else if (waitsForPerson(status, world.decisions.at(-1))) {
        world.learnPassword();
        await this.#person.answer(status);
      }
      await world.clock.sleep(look);
    }
    const { state = 'unknown', reason = '' } = this.#status ?? {};
    // Nothing can be put back in a pool whose coordinator is gone for good: the run rightly waits for its repair.
    const gone = world.pool.world.state.coordinator.agent !== 'coordinator';
    return gone && state === 'stopped' ? `left stopped: ${reason}` : `unfinished: ${state}: ${reason}`;
  }

  async #plan(): Promise<string | undefined> {
    const { world } = this;
    const { controller } = world;
    if (controller === undefined) throw new Error('no controller');
    try {
      const reply = await controller.plan(
        usualRequest('pool', world.medium, { acceptEua: true, ...world.scenario.request }),
      );
      if (reply.run === null) {
        const blocking = reply.check.results.filter(blocks).map(({ id, reason }) => `${id} (${reason})`);
        return `blocked: ${[...new Set(blocking)].join(', ')}`;
      }
      this.#run = reply.run;
      return undefined;
    } catch (error) {
      if (error instanceof DrydockError) return `refused: ${error.code}`;
      throw error;
    }
  }

  /** After a crash the next process starts, sooner or later; it may crash while it starts. */
  async #raiseTheDead(): Promise<void> {
    const { world } = this;
    while (world.life.dead) {
      const outage = world.scenario.crashes[world.crashed.length - 1]?.outage ?? look;
      await world.clock.sleep(outage);
      await aliveOr(world.startController(), world);
    }
  }

  async #look(): Promise<RunStatus | undefined> {
    const { world } = this;
    const status = await aliveOr(world.controller?.run(this.#run) ?? Promise.resolve(undefined), world);
    this.#status = status ?? this.#status;
    return world.life.dead ? undefined : status;
  }

  /** A command that the crash swallowed is given again by nobody: the run asks again if it needs it. */
  async #give(command: RunCommand): Promise<void> {
    await aliveOr(this.world.controller?.command(this.#run, command) ?? Promise.resolve(undefined), this.world);
  }

  /** The report is written when the run ends; a controller that is told to stop does so. */
  async #finish(state: string): Promise<string> {
    const { world } = this;
    await world.clock.sleep(look);
    await this.#raiseTheDead();
    this.#status = (await this.#look()) ?? this.#status;
    await aliveOr(world.controller?.stop() ?? Promise.resolve(), world);
    return state;
  }

  #broken(outcome: string): readonly string[] {
    const { world } = this;
    const defects = world.pool.history
      .filter(({ event }) => event === 'simulator-defect')
      .map(({ detail }) => `simulator: ${JSON.stringify(detail)}`);
    if (this.#status === undefined) return defects;
    const [planned] = world.journal.records(this.#run);
    const plan = readPlan(planned?.entry.type === 'planned' ? planned.entry.plan : undefined);
    const evidence = {
      plan,
      records: world.recordsByTheWorldsClock(this.#run),
      history: world.pool.history,
      status: this.#status,
      ...(world.fenced ? {} : { grants: this.#grants }),
      secrets: [seededPassword, ...tokensOf(world)],
    };
    const unfinished = outcome.startsWith('unfinished') ? [`6: ${outcome}`] : [];
    return [
      ...brokenInvariants(evidence),
      ...unboundedWaits(world.decisions),
      ...world.lateWaits,
      ...unfinished,
      ...defects,
    ];
  }
}

function blocks({ severity, fixable }: CheckReport['results'][number]): boolean {
  return (severity === 'failure' || severity === 'unknown') && !fixable;
}

function tokensOf(world: SeededWorld): readonly string[] {
  const tokens = world.fetches.map(({ url }) => /\/i\/([^/]+)/.exec(url)?.[1] ?? '');
  return [...new Set(tokens)].filter((token) => token !== '');
}

function waitsForPerson(status: RunStatus, decision: Decision | undefined): boolean {
  if (status.state === 'planned' || status.state === 'paused' || status.state === 'stopped') return true;
  return decision?.kind === 'wait' && decision.for === 'person';
}

/** What was asked of a controller that is killed meanwhile is never answered. */
async function aliveOr<T>(answer: Promise<T>, world: SeededWorld): Promise<T | undefined> {
  try {
    return await Promise.race([answer, world.life.death.then(() => undefined)]);
  } catch (error) {
    if (error instanceof ControllerKilled) return undefined;
    throw error;
  }
}

/** Each process has temporary folders of its own, for the run and for the media (support/servers-media.ts). */
function withoutFolders(told: string, folder: string): string {
  return told.replaceAll(folder, '').replaceAll(/drydock-servers-\w+/g, '');
}
