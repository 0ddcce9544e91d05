/** Which runs this controller goes on with: at its start, and, where others share the journal, whenever it has looked again. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ControllerOptions } from '../controller-options.js';
import type { LeaseKeeper } from '../sharing/lease-keeper.js';
import type { DrivenRuns } from './driven-runs.js';
import type { FoldedRuns } from './folded-runs.js';
import { commandSince, type Ledger } from './ledger.js';

export function isOpen(ledger: Ledger): boolean {
  return ledger.state !== 'done' && ledger.state !== 'aborted';
}

/** One that was told to start or abort goes on, also if the controller was lost before its first turn. */
export function isUnderWay(ledger: Ledger): boolean {
  const asked = ['start', 'abort'].some((command) => commandSince(ledger, command) !== undefined);
  return isOpen(ledger) && (ledger.state !== 'planned' || asked);
}

export class GoingOn {
  /** How many commands of each run have been heard of. */
  readonly #heard = new Map<string, number>();
  /** Told once. */
  readonly #unread = new Set<string>();

  constructor(
    private readonly runs: FoldedRuns,
    private readonly driven: DrivenRuns,
    private readonly leases: Pick<LeaseKeeper, 'look' | 'other'>,
    private readonly options: Pick<ControllerOptions, 'leases' | 'log' | 'onTurnElsewhere'>,
  ) {}

  async resume(): Promise<void> {
    await this.driven.marks.unmarkLeft((run) => this.runs.isRun(run) && !isOpen(this.runs.ledger(run)));
    for (const run of this.#underWay()) await this.#goOnWith(run, 'the controller started');
  }

  /** Others may have written commands, or have let go of pools. */
  async lookAgain(): Promise<void> {
    await this.leases.look();
    await this.driven.marks.unmarkEnded((run) => !isOpen(this.runs.ledger(run)));
    for (const run of this.#underWay()) {
      const { length } = this.runs.ledger(run).commands;
      if (this.#heard.get(run) !== length) this.driven.wake(run);
      this.#heard.set(run, length);
      // Asked of each pool alone, a database of hundreds would have nothing else to do.
      if (this.#isElsewhere(run)) this.options.onTurnElsewhere?.(run);
      else if (!this.driven.has(run)) await this.#goOnWith(run, 'no other controller had the pool');
    }
  }

  #isElsewhere(run: string): boolean {
    const plan = this.runs.readablePlan(run);
    return plan !== undefined && this.leases.other(plan.pool.uuid) !== undefined;
  }

  /** A plan that cannot be read (damaged, or of a newer version) holds up no other run; lists tell of it. */
  #underWay(): readonly string[] {
    const underWay = this.runs.ids().filter((run) => isUnderWay(this.runs.ledger(run)));
    return underWay.filter((run) => this.runs.readablePlan(run) !== undefined || this.#tellUnread(run));
  }

  #tellUnread(run: string): false {
    if (!this.#unread.has(run)) this.options.log.error({ run }, 'a run is not gone on with: its plan cannot be read');
    this.#unread.add(run);
    return false;
  }

  /** What keeps one run from going on keeps no other; where controllers share pools, it is tried again. */
  async #goOnWith(run: string, by: string): Promise<void> {
    try {
      await this.driven.drive(this.runs.plan(run), by);
    } catch (error) {
      if (this.options.leases === undefined || !(error instanceof DrydockError)) throw error;
    }
  }
}
