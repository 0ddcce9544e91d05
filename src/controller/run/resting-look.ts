/**
 * Looks at a pool while one of its hosts installs. Of half an hour nearly all looks show the same: as long as the record of
 * that host is unchanged, a look that is seconds old still tells what is waited for, and costs a thirtieth of a new one.
 * Whatever may follow from a look is decided on a whole one: a host that has changed, or a run that does not rest, gets it.
 */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Observation } from '../facts/pool-facts.js';
import type { PoolPort } from '../pool/pool-port.js';
import type { Decision, TurnInput } from './decision.js';

/** What else may change in a pool meanwhile is seen this late. */
const oldest = 15_000;

export class RestingLook {
  #last: Observation | undefined;
  /** The host that is waited for, while the run rests. */
  #host: string | undefined;
  #glance: string | undefined;

  constructor(
    private readonly pool: Pick<PoolPort, 'observe' | 'glance'>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** A run rests while it waits for a host whose address is armed: nothing is done to the pool then. */
  decided({ grants = [] }: Pick<TurnInput, 'grants'>, decision: Decision): void {
    const host = decision.kind === 'wait' && decision.for === 'machine' ? (decision.host ?? undefined) : undefined;
    const rests = grants.some(({ state, host: { uuid } }) => state === 'armed' && uuid === host);
    if (this.#host !== host) this.#glance = undefined;
    this.#host = rests ? host : undefined;
  }

  async observe(): Promise<Observation> {
    if (this.#host === undefined) return this.#look();
    // Before the look that it stands for: what changes between the two shows in the next one.
    const before = this.#glance;
    this.#glance = await this.#glanceAt(this.#host);
    const last = this.#last;
    const isFresh = last?.pool.known === true && this.clock.now() - last.at < oldest;
    return isFresh && before !== undefined && this.#glance === before ? last : this.#look();
  }

  async #look(): Promise<Observation> {
    this.#last = await this.pool.observe(this.signal);
    return this.#last;
  }

  /** A pool that cannot be asked is looked at as a whole, which tells why. */
  async #glanceAt(host: string): Promise<string | undefined> {
    try {
      return await this.pool.glance(host);
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      return undefined;
    }
  }
}
