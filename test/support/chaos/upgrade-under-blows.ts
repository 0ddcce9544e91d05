/** One whole upgrade over real processes and sockets, made of a seed, struck by blows at moments; each blow is a round. */
import type { RunStatus } from '../../../src/contract/run-status.js';
import type { Plan } from '../../../src/controller/planning/plan.js';
import { readPlan } from '../../../src/controller/planning/read-plan.js';
import { controllerStatus } from '../../../src/daemon/controller/launch-controller.js';
import { stateLayout } from '../../../src/daemon/state-layout.js';
import { seededRandom, type Random } from '../../../src/simulator/state/random.js';
import { brokenInvariants } from '../scenario/invariants.js';
import { pause, type Blow } from './blow.js';
import { nextMoment } from './moment.js';
import { readJournal } from './read-journal.js';
import { hasEnded, Site } from './site.js';

export interface Round {
  readonly blow: string;
  readonly moment: string;
  /** What was broken when it was over, judged by the journal and the simulator's history. */
  readonly broken: readonly string[];
}

export interface StruckUpgrade {
  readonly seed: number;
  readonly rounds: readonly Round[];
  readonly state: string;
  readonly reason: string;
  /** Of the whole upgrade, once it has ended. */
  readonly broken: readonly string[];
}

export interface UpgradeOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly blows: readonly Blow[];
}

/** A controller that sees a pool that is quiet has always gone on within these; then the run hangs. */
const patience = 300_000;
const retries = 8;

export async function upgradeUnderBlows(options: UpgradeOptions): Promise<StruckUpgrade> {
  const site = await Site.open(options.seed, { proxied: true, smallDisk: true });
  try {
    const run = await site.startRun();
    return await new Upgrade(site, run, options).result();
  } finally {
    await site.close();
  }
}

class Upgrade {
  readonly #random: Random;
  readonly #rounds: Round[] = [];
  readonly #struck = new Set<Blow>();
  #retries = 0;

  constructor(
    private readonly site: Site,
    private readonly run: string,
    private readonly options: UpgradeOptions,
  ) {
    this.#random = seededRandom(options.seed ^ 0xb10);
  }

  async result(): Promise<StruckUpgrade> {
    let status = await this.#status();
    for (let next = 0; next < this.options.rounds && !hasEnded(status); next++) {
      await this.#round(this.options.blows[next % this.options.blows.length]!);
      status = await this.#goOn(await this.#status());
    }
    const end = Date.now() + patience;
    while (!this.#isOver(status) && Date.now() < end) {
      await pause(300);
      status = await this.#goOn(await this.#status());
    }
    if (this.#wasTakenOver || this.#hostIsLost) status = await this.#abort(status);
    const telling = await this.site.filesWithTokens();
    return {
      seed: this.options.seed,
      rounds: this.#rounds,
      state: status.state,
      reason: status.reason,
      broken: [...this.#broken(status), ...this.#wrongEnd(status), ...telling],
    };
  }

  async #round(blow: Blow): Promise<void> {
    const moment = await nextMoment(this.site, this.#random);
    await blow.strike(this.site, this.#random);
    this.#struck.add(blow);
    const died = await this.#hasDied();
    const broken = [...died, ...this.#broken(await this.#status())];
    this.#rounds.push({ blow: blow.name, moment, broken });
  }

  /** What it cannot write it does not do; it need not end for that. A blow that kills starts the next one itself. */
  async #hasDied(): Promise<readonly string[]> {
    await pause(200);
    const answer = await controllerStatus(stateLayout(this.site.settings.state).controllerSocket);
    return answer === undefined ? ['6: the controller ended by itself'] : [];
  }

  /** A person tries again what stopped, for as long as no host is lost. */
  async #goOn(status: RunStatus): Promise<RunStatus> {
    const isPersons = status.state === 'stopped' && !this.#wasTakenOver && !this.#hostIsLost;
    if (!isPersons || this.#retries >= retries) return status;
    this.#retries++;
    const failed = status.hosts.find(({ state }) => state === 'failed');
    const host = failed === undefined ? {} : { host: failed.uuid };
    await this.site.control.command(this.run, { command: 'retry', by: 'test', reason: 'a blow', ...host });
    return this.#status();
  }

  async #abort(status: RunStatus): Promise<RunStatus> {
    for (let tries = 0; tries < 200 && status.state !== 'aborted' && status.state !== 'done'; tries++) {
      if (status.state === 'stopped' && tries % 20 === 0) {
        const failed = status.hosts.find(({ state }) => state === 'failed');
        const command = tries === 0 || failed === undefined ? 'abort' : tries % 40 === 0 ? 'abort' : 'give-up';
        const host = command === 'give-up' && failed !== undefined ? { host: failed.uuid, reason: 'lost' } : {};
        await this.site.control.command(this.run, { command, by: 'test', ...host });
      }
      await pause(150);
      status = await this.#status();
    }
    return status;
  }

  #isOver(status: RunStatus): boolean {
    return hasEnded(status) && (status.state !== 'stopped' || this.#retries >= retries || this.#mayStayStopped);
  }

  get #mayStayStopped(): boolean {
    return this.#wasTakenOver || this.#hostIsLost;
  }

  get #wasTakenOver(): boolean {
    return [...this.#struck].some(({ endsTheRun }) => endsTheRun === true);
  }

  get #hostIsLost(): boolean {
    return this.site.simulator.pool.history.some(({ event }) => event === 'host-lost');
  }

  #wrongEnd({ state, reason }: RunStatus): readonly string[] {
    const right = this.#wasTakenOver || this.#hostIsLost ? ['aborted', 'done'] : ['done'];
    const mayLose = [...this.#struck].some(({ mayLoseHost }) => mayLoseHost === true);
    return [
      ...(right.includes(state) ? [] : [`6: the upgrade ended ${state}: ${reason}`]),
      ...(this.#hostIsLost && !mayLose ? ['9: a host was lost'] : []),
    ];
  }

  #broken(status: RunStatus): readonly string[] {
    const records = readJournal(stateLayout(this.site.settings.state).journal, this.run);
    const [planned] = records;
    const plan: Plan = readPlan(planned?.entry.type === 'planned' ? planned.entry.plan : undefined);
    const { history } = this.site.simulator.pool;
    const mayLose = [...this.#struck].some(({ mayLoseHost }) => mayLoseHost === true);
    return brokenInvariants({ plan, records, history, status, secrets: [this.site.simulator.password] }).filter(
      // A cut connection is the network's doing: the installer asks once and never again.
      (sentence) => !(mayLose && /^9: \S+ was lost/.test(sentence)),
    );
  }

  /** The controller may be between two lives, or held by a full disk. */
  async #status(): Promise<RunStatus> {
    const end = Date.now() + 60_000;
    for (;;) {
      try {
        return await this.site.control.run(this.run);
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.site.startController().catch(() => undefined);
        await pause(200);
      }
    }
  }
}
