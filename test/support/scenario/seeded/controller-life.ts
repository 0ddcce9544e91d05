// One life of a controller, as a process has it: when it is killed, nothing that it still does gets anywhere, and nothing reaches it.
import type { MediaServerApi } from '../../../../src/contract/media-server.js';
import type { Journal } from '../../../../src/journal/journal.js';
import { after, shownBy, type Clock } from '../../../../src/shared/clock.js';

export class ControllerKilled extends Error {}

export class ControllerLife {
  #dead = false;
  #onDeath: () => void = () => undefined;
  /** Resolves when it is killed. */
  readonly death = new Promise<void>((resolve) => {
    this.#onDeath = resolve;
  });

  get dead(): boolean {
    return this.#dead;
  }

  kill(): void {
    this.#dead = true;
    this.#onDeath();
  }

  /** What was sent before the death goes on in the world; its answer is never heard. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#dead) return forever();
    try {
      return await question();
    } finally {
      if (this.dead) await forever();
    }
  }

  clock(world: Clock): Clock {
    return {
      now: () => world.now(),
      shown: () => shownBy(world),
      sleep: (duration, signal) => this.ask(() => world.sleep(duration, signal)),
      after: (duration, act) =>
        after(world, duration, () => {
          if (!this.#dead) act();
        }),
    };
  }

  /** The journal on the disk is there after the death; a dead process neither writes nor reads it. */
  journal(disk: Journal, beforeAppend: () => void, afterAppend: (sequence: number) => void): Journal {
    return {
      append: async (run, at, entry, condition) => {
        this.#throwIfDead();
        beforeAppend();
        this.#throwIfDead();
        const record = await disk.append(run, at, entry, condition);
        afterAppend(record.sequence);
        this.#throwIfDead();
        return record;
      },
      records: (run) => (this.#dead ? [] : disk.records(run)),
      runs: () => (this.#dead ? [] : disk.runs()),
      get last() {
        return disk.last;
      },
      refresh: () => disk.refresh(),
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

  #throwIfDead(): void {
    if (this.#dead) throw new ControllerKilled();
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
