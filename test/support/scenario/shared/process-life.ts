// One process of several: it may be killed, paused for a while, or cut off from the database; each of them in the middle of anything.
import type { MediaServerApi } from '../../../../src/contract/media-server.js';
import type { Journal } from '../../../../src/journal/journal.js';
import type { Leases } from '../../../../src/journal/leases.js';
import { after, type Clock } from '../../../../src/shared/clock.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';

export class ProcessLife {
  #isDead = false;
  #isCutOff = false;
  #paused: Promise<void> | undefined;
  #resume: () => void = () => undefined;

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Neither dead nor paused. */
  get isAwake(): boolean {
    return !this.#isDead && this.#paused === undefined;
  }

  kill(): void {
    this.#isDead = true;
  }

  /** As SIGSTOP does; what it has sent goes on in the world. */
  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#paused = undefined;
    this.#resume();
  }

  cutOff(): void {
    this.#isCutOff = true;
  }

  reconnect(): void {
    this.#isCutOff = false;
  }

  async ask<T>(question: () => Promise<T>): Promise<T> {
    await this.#alive();
    try {
      return await question();
    } finally {
      await this.#alive();
    }
  }

  clock(world: Clock): Clock {
    return {
      now: () => world.now(),
      sleep: (duration, signal) => this.ask(() => world.sleep(duration, signal)),
      after: (duration, act) => after(world, duration, () => void this.#alive().then(act)),
    };
  }

  journal(store: Journal, reached: (side: 'before' | 'after') => void): Journal {
    return {
      append: (run, at, entry, condition) => {
        reached('before');
        return this.#stored(async () => {
          const record = await store.append(run, at, entry, condition);
          reached('after');
          return record;
        });
      },
      refresh: () => this.#stored(() => store.refresh()),
      get last() {
        return store.last;
      },
      records: (run) => store.records(run),
      runs: () => store.runs(),
      close: () => Promise.resolve(),
    };
  }

  leases(store: Leases): Leases {
    return {
      lasts: store.lasts,
      holder: store.holder,
      take: (subject) => this.#stored(() => store.take(subject)),
      renew: (held) => this.#stored(() => store.renew(held)),
      release: (subject, epoch) => this.#stored(() => store.release(subject, epoch)),
      list: () => this.#stored(() => store.list()),
      close: () => Promise.resolve(),
    };
  }

  mediaServer(api: () => MediaServerApi): MediaServerApi {
    return {
      status: () => this.ask(() => api().status()),
      createGrant: (request) => this.ask(() => api().createGrant(request)),
      changeGrant: (id, change) => this.ask(() => api().changeGrant(id, change)),
      grant: (id) => this.ask(() => api().grant(id)),
      grants: (of) => this.ask(() => api().grants(of)),
      epoch: (pool) => this.ask(() => api().epoch(pool)),
      raiseEpoch: (pool, epoch) => this.ask(() => api().raiseEpoch(pool, epoch)),
      activity: (sequence, limit) => this.ask(() => api().activity(sequence, limit)),
      stop: () => this.ask(() => api().stop()),
    };
  }

  #stored<T>(question: () => Promise<T>): Promise<T> {
    return this.ask(async () => {
      this.#refuseIfCutOff();
      try {
        return await question();
      } finally {
        // The answer is lost, though it was done.
        this.#refuseIfCutOff();
      }
    });
  }

  #refuseIfCutOff(): void {
    if (this.#isCutOff) throw new DrydockError('JOURNAL_UNREACHABLE', { attempted: 'asking the database' });
  }

  async #alive(): Promise<void> {
    while (this.#paused !== undefined) await this.#paused;
    if (this.#isDead) await new Promise(() => undefined);
  }
}
